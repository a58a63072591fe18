using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Aimi.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class GraphRelations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(Graph.GraphViews.Drop);
            migrationBuilder.AddColumn<string>(
                name: "relation",
                table: "context_nodes",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);
            migrationBuilder.Sql(Graph.GraphViews.CreateNodesWithRelation);
            migrationBuilder.Sql(Graph.GraphViews.CreateEdgesWithEvidence);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(Graph.GraphViews.Drop);
            migrationBuilder.DropColumn(
                name: "relation",
                table: "context_nodes");
            migrationBuilder.Sql(Graph.GraphViews.CreateNodesWithContext);
            migrationBuilder.Sql(Graph.GraphViews.CreateEdges);
        }
    }
}
