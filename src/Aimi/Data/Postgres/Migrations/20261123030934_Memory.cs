using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Aimi.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Memory : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_memory_tombstones_user_id_content_hash",
                table: "memory_tombstones");

            migrationBuilder.DropCheckConstraint(
                name: "ck_context_links_from_type",
                table: "context_links");

            migrationBuilder.DropCheckConstraint(
                name: "ck_context_links_to_type",
                table: "context_links");

            migrationBuilder.DropColumn(
                name: "subject",
                table: "memory_tombstones");

            migrationBuilder.AddColumn<Guid>(
                name: "last_summary_session_id",
                table: "user_state",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "context",
                table: "session_summary",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "last_error",
                table: "session_summary",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "mentions",
                table: "session_summary",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "pending_actions",
                table: "session_summary",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "content_hash",
                table: "memory_vectors",
                type: "character varying(64)",
                maxLength: 64,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "last_seen_at",
                table: "memory_vectors",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)));

            migrationBuilder.AddColumn<int>(
                name: "mentions",
                table: "memory_vectors",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<string>(
                name: "subject_hash",
                table: "memory_tombstones",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "external_id",
                table: "chat_messages",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "context_nodes",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    type = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    label = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    weight = table.Column<double>(type: "double precision", nullable: false),
                    mentions = table.Column<int>(type: "integer", nullable: false),
                    last_mentioned_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    evidence_seqs = table.Column<long[]>(type: "bigint[]", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_context_nodes", x => new { x.user_id, x.id });
                    table.CheckConstraint("ck_context_nodes_kind", "type IN ('person', 'place', 'topic')");
                    table.CheckConstraint("ck_context_nodes_mentions", "mentions >= 0");
                    table.CheckConstraint("ck_context_nodes_type", "\"type\" IN ('goal', 'habit', 'event', 'memory', 'person', 'place', 'topic')");
                    table.CheckConstraint("ck_context_nodes_weight", "weight BETWEEN 0 AND 1");
                    table.ForeignKey(
                        name: "fk_context_nodes_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            // What was remembered before (only the demonstration did): each its own, the latest of a subject stands.
            migrationBuilder.Sql("UPDATE memory_vectors SET content_hash = id::text, last_seen_at = valid_from");
            migrationBuilder.Sql(
                """
                UPDATE memory_vectors SET is_active = false, valid_to = coalesce(valid_to, valid_from)
                WHERE is_active AND subject IS NOT NULL AND EXISTS (
                    SELECT 1 FROM memory_vectors later
                    WHERE later.user_id = memory_vectors.user_id AND later.subject = memory_vectors.subject AND later.is_active
                      AND (later.valid_from > memory_vectors.valid_from OR (later.valid_from = memory_vectors.valid_from AND later.id > memory_vectors.id)))
                """);

            // The newer view of the nodes knows people, places and topics.
            migrationBuilder.Sql("DROP VIEW graph_nodes");
            migrationBuilder.Sql(Graph.GraphViews.CreateNodesWithContext);

            migrationBuilder.CreateIndex(
                name: "ix_memory_vectors_content",
                table: "memory_vectors",
                columns: new[] { "user_id", "entity_type", "content_hash" },
                unique: true,
                filter: "is_active AND entity_id IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_memory_vectors_embedding_model",
                table: "memory_vectors",
                column: "embedding_model");

            migrationBuilder.CreateIndex(
                name: "ix_memory_vectors_entity",
                table: "memory_vectors",
                columns: new[] { "user_id", "entity_type", "entity_id" },
                unique: true,
                filter: "is_active AND entity_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_memory_vectors_subject",
                table: "memory_vectors",
                columns: new[] { "user_id", "subject" },
                unique: true,
                filter: "is_active AND entity_type = 'fact' AND subject IS NOT NULL");

            migrationBuilder.AddCheckConstraint(
                name: "ck_memory_vectors_mentions",
                table: "memory_vectors",
                sql: "mentions > 0");

            migrationBuilder.CreateIndex(
                name: "ix_memory_tombstones_user_id_content_hash",
                table: "memory_tombstones",
                columns: new[] { "user_id", "content_hash" });

            migrationBuilder.AddCheckConstraint(
                name: "ck_context_links_from_type",
                table: "context_links",
                sql: "\"from_type\" IN ('goal', 'habit', 'event', 'memory', 'person', 'place', 'topic')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_context_links_to_type",
                table: "context_links",
                sql: "\"to_type\" IN ('goal', 'habit', 'event', 'memory', 'person', 'place', 'topic')");

            migrationBuilder.CreateIndex(
                name: "ix_chat_messages_user_id_external_id",
                table: "chat_messages",
                columns: new[] { "user_id", "external_id" },
                unique: true,
                filter: "external_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_context_nodes_user_id_type_key",
                table: "context_nodes",
                columns: new[] { "user_id", "type", "key" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP VIEW graph_nodes");
            migrationBuilder.Sql(Graph.GraphViews.CreateNodes);
            migrationBuilder.Sql("DELETE FROM context_links WHERE from_type IN ('person', 'place', 'topic') OR to_type IN ('person', 'place', 'topic')");
            migrationBuilder.DropTable(
                name: "context_nodes");

            migrationBuilder.DropIndex(
                name: "ix_memory_vectors_content",
                table: "memory_vectors");

            migrationBuilder.DropIndex(
                name: "ix_memory_vectors_embedding_model",
                table: "memory_vectors");

            migrationBuilder.DropIndex(
                name: "ix_memory_vectors_entity",
                table: "memory_vectors");

            migrationBuilder.DropIndex(
                name: "ix_memory_vectors_subject",
                table: "memory_vectors");

            migrationBuilder.DropCheckConstraint(
                name: "ck_memory_vectors_mentions",
                table: "memory_vectors");

            migrationBuilder.DropIndex(
                name: "ix_memory_tombstones_user_id_content_hash",
                table: "memory_tombstones");

            migrationBuilder.DropCheckConstraint(
                name: "ck_context_links_from_type",
                table: "context_links");

            migrationBuilder.DropCheckConstraint(
                name: "ck_context_links_to_type",
                table: "context_links");

            migrationBuilder.DropIndex(
                name: "ix_chat_messages_user_id_external_id",
                table: "chat_messages");

            migrationBuilder.DropColumn(
                name: "last_summary_session_id",
                table: "user_state");

            migrationBuilder.DropColumn(
                name: "context",
                table: "session_summary");

            migrationBuilder.DropColumn(
                name: "last_error",
                table: "session_summary");

            migrationBuilder.DropColumn(
                name: "mentions",
                table: "session_summary");

            migrationBuilder.DropColumn(
                name: "pending_actions",
                table: "session_summary");

            migrationBuilder.DropColumn(
                name: "content_hash",
                table: "memory_vectors");

            migrationBuilder.DropColumn(
                name: "last_seen_at",
                table: "memory_vectors");

            migrationBuilder.DropColumn(
                name: "mentions",
                table: "memory_vectors");

            migrationBuilder.DropColumn(
                name: "subject_hash",
                table: "memory_tombstones");

            migrationBuilder.DropColumn(
                name: "external_id",
                table: "chat_messages");

            migrationBuilder.AddColumn<string>(
                name: "subject",
                table: "memory_tombstones",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_memory_tombstones_user_id_content_hash",
                table: "memory_tombstones",
                columns: new[] { "user_id", "content_hash" },
                unique: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_context_links_from_type",
                table: "context_links",
                sql: "\"from_type\" IN ('goal', 'habit', 'event', 'memory')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_context_links_to_type",
                table: "context_links",
                sql: "\"to_type\" IN ('goal', 'habit', 'event', 'memory')");
        }
    }
}
