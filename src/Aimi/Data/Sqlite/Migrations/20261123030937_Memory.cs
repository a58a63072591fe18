using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Aimi.Data.Sqlite.Migrations
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

            // By hand where EF Core would make a whole table anew outside the transaction.
            migrationBuilder.Sql("ALTER TABLE memory_tombstones RENAME COLUMN subject TO subject_hash");

            migrationBuilder.AddColumn<Guid>(
                name: "last_summary_session_id",
                table: "user_state",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "context",
                table: "session_summary",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "last_error",
                table: "session_summary",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "mentions",
                table: "session_summary",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "pending_actions",
                table: "session_summary",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "content_hash",
                table: "memory_vectors",
                type: "TEXT",
                maxLength: 64,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long>(
                name: "last_seen_at",
                table: "memory_vectors",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.Sql("ALTER TABLE memory_vectors ADD COLUMN mentions INTEGER NOT NULL DEFAULT 1 CONSTRAINT ck_memory_vectors_mentions CHECK (mentions > 0)");

            migrationBuilder.AddColumn<string>(
                name: "search_text",
                table: "memory_vectors",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "external_id",
                table: "chat_messages",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "context_nodes",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    type = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    key = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    label = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    weight = table.Column<double>(type: "REAL", nullable: false),
                    mentions = table.Column<int>(type: "INTEGER", nullable: false),
                    last_mentioned_at = table.Column<long>(type: "INTEGER", nullable: false),
                    evidence_seqs = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
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
            migrationBuilder.Sql("UPDATE memory_vectors SET content_hash = id, last_seen_at = valid_from, search_text = content");
            migrationBuilder.Sql(
                """
                UPDATE memory_vectors SET is_active = 0, valid_to = coalesce(valid_to, valid_from)
                WHERE is_active AND subject IS NOT NULL AND EXISTS (
                    SELECT 1 FROM memory_vectors later
                    WHERE later.user_id = memory_vectors.user_id AND later.subject = memory_vectors.subject AND later.is_active
                      AND (later.valid_from > memory_vectors.valid_from OR (later.valid_from = memory_vectors.valid_from AND later.id > memory_vectors.id)))
                """);

            // The newer view of the nodes knows people, places and topics.
            migrationBuilder.Sql("DROP VIEW graph_nodes");
            migrationBuilder.Sql(Graph.GraphViews.CreateNodesWithContext);

            // A link may end at a person, a place or a topic. Nothing refers to this table but the view of the edges.
            migrationBuilder.Sql(
                """
                DROP VIEW graph_edges;
                CREATE TABLE context_links_new (
                    "user_id" TEXT NOT NULL,
                    "id" TEXT NOT NULL,
                    "from_type" TEXT NOT NULL,
                    "from_id" TEXT NOT NULL,
                    "to_type" TEXT NOT NULL,
                    "to_id" TEXT NOT NULL,
                    "relation" TEXT NOT NULL,
                    "weight" REAL NOT NULL,
                    "evidence_seqs" TEXT NOT NULL,
                    "last_seen_at" INTEGER NOT NULL,
                    "created_at" INTEGER NOT NULL,
                    "updated_at" INTEGER NOT NULL,
                    CONSTRAINT "pk_context_links" PRIMARY KEY ("user_id", "id"),
                    CONSTRAINT "ck_context_links_ends" CHECK (from_type <> to_type OR from_id <> to_id),
                    CONSTRAINT "ck_context_links_from_type" CHECK ("from_type" IN ('goal', 'habit', 'event', 'memory', 'person', 'place', 'topic')),
                    CONSTRAINT "ck_context_links_to_type" CHECK ("to_type" IN ('goal', 'habit', 'event', 'memory', 'person', 'place', 'topic')),
                    CONSTRAINT "ck_context_links_weight" CHECK (weight BETWEEN 0 AND 1),
                    CONSTRAINT "fk_context_links_users_user_id" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE
                );
                INSERT INTO context_links_new SELECT user_id, id, from_type, from_id, to_type, to_id, relation, weight, evidence_seqs, last_seen_at, created_at, updated_at FROM context_links;
                DROP TABLE context_links;
                ALTER TABLE context_links_new RENAME TO context_links;
                CREATE UNIQUE INDEX "ix_context_links_from" ON "context_links" ("user_id", "from_type", "from_id", "to_type", "to_id", "relation");
                CREATE INDEX "ix_context_links_to" ON "context_links" ("user_id", "to_type", "to_id");
                """);
            migrationBuilder.Sql(Graph.GraphViews.CreateEdges);

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

            migrationBuilder.CreateIndex(
                name: "ix_memory_tombstones_user_id_content_hash",
                table: "memory_tombstones",
                columns: new[] { "user_id", "content_hash" });

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
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
            DROP VIEW graph_nodes;
            DROP VIEW graph_edges;
            DROP TABLE context_nodes;
            DROP INDEX ix_memory_vectors_content;
            DROP INDEX ix_memory_vectors_entity;
            DROP INDEX ix_memory_vectors_subject;
            DROP INDEX ix_memory_vectors_embedding_model;
            DROP INDEX ix_chat_messages_user_id_external_id;
            DROP INDEX ix_memory_tombstones_user_id_content_hash;
            ALTER TABLE memory_tombstones RENAME COLUMN subject_hash TO subject;
            CREATE INDEX ix_memory_tombstones_user_id_content_hash ON memory_tombstones (user_id, content_hash);
            ALTER TABLE memory_vectors DROP COLUMN content_hash;
            ALTER TABLE memory_vectors DROP COLUMN last_seen_at;
            ALTER TABLE memory_vectors DROP COLUMN mentions;
            ALTER TABLE memory_vectors DROP COLUMN search_text;
            ALTER TABLE user_state DROP COLUMN last_summary_session_id;
            ALTER TABLE session_summary DROP COLUMN context;
            ALTER TABLE session_summary DROP COLUMN last_error;
            ALTER TABLE session_summary DROP COLUMN mentions;
            ALTER TABLE session_summary DROP COLUMN pending_actions;
            ALTER TABLE chat_messages DROP COLUMN external_id;
            DELETE FROM context_links WHERE from_type IN ('person', 'place', 'topic') OR to_type IN ('person', 'place', 'topic');
            """ + Graph.GraphViews.CreateNodes + Graph.GraphViews.CreateEdges);
    }
}
