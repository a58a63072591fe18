using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Aimi.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class MemorySearch : Migration
    {
        /// <inheritdoc />
        /// <remarks>
        /// The full-text index has keys of its own, each one token, and is searched by them: rows of memory_vectors have no number that VACUUM would keep. What is forgotten is gone from it at
        /// once (secure-delete), not when its segments are merged some day. The keys count nothing in the ranking.
        /// </remarks>
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
            ALTER TABLE memory_vectors ADD COLUMN context TEXT;
            CREATE VIRTUAL TABLE memory_search USING fts5(owner, memory, stems, tokenize = "unicode61 remove_diacritics 0 tokenchars '-'");
            INSERT INTO memory_search (memory_search, rank) VALUES ('rank', 'bm25(0.0, 0.0, 1.0)');
            INSERT INTO memory_search (memory_search, rank) VALUES ('secure-delete', 1);
            INSERT INTO memory_search (owner, memory, stems) SELECT user_id, id, replace(search_text, '-', ' ') FROM memory_vectors;

            CREATE TRIGGER memory_search_insert AFTER INSERT ON memory_vectors BEGIN
                INSERT INTO memory_search (owner, memory, stems) VALUES (new.user_id, new.id, replace(new.search_text, '-', ' '));
            END;
            CREATE TRIGGER memory_search_delete AFTER DELETE ON memory_vectors BEGIN
                DELETE FROM memory_search WHERE memory_search MATCH 'owner : "' || old.user_id || '" AND memory : "' || old.id || '"';
            END;
            CREATE TRIGGER memory_search_update AFTER UPDATE OF search_text ON memory_vectors WHEN new.search_text <> old.search_text BEGIN
                UPDATE memory_search SET stems = replace(new.search_text, '-', ' ')
                    WHERE memory_search MATCH 'owner : "' || old.user_id || '" AND memory : "' || old.id || '"';
            END;
            """);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
            DROP TRIGGER memory_search_insert;
            DROP TRIGGER memory_search_delete;
            DROP TRIGGER memory_search_update;
            DROP TABLE memory_search;
            ALTER TABLE memory_vectors DROP COLUMN context;
            """);
    }
}
