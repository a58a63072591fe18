using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Aimi.Data.Sqlite.Migrations
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
                type: "TEXT",
                maxLength: 64,
                nullable: true);
            migrationBuilder.Sql(Graph.GraphViews.CreateNodesWithRelation);
            migrationBuilder.Sql(Graph.GraphViews.CreateEdgesWithEvidence);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(Graph.GraphViews.Drop);
            migrationBuilder.Sql("ALTER TABLE context_nodes DROP COLUMN relation;");
            migrationBuilder.Sql(Graph.GraphViews.CreateNodesWithContext);
            migrationBuilder.Sql(Graph.GraphViews.CreateEdges);
        }
    }
}
