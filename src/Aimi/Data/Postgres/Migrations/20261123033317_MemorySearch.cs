using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Aimi.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class MemorySearch : Migration
    {
        /// <inheritdoc />
        /// <remarks>
        /// PostgreSQL's Russian configuration knows English too: words of ASCII letters go to the English stemmer. What its parser would take for more than words (hosts, paths, numbers
        /// with a point) is taken apart first, stress marks fall away, and ё is е.
        /// Vectors of up to 2,000 dimensions stay in their rows. An index's entry must not pass 2,704 bytes: a text of which PostgreSQL makes no more than 1,500 fits, whatever the text
        /// (a lexeme takes at most four bytes more in the index than it takes as text), and so does a vector of 512 floats.
        /// An index that is read instead of the table is only as good as the visibility map: it is brought up to date sooner than PostgreSQL would by itself.
        /// </remarks>
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
            ALTER TABLE memory_vectors
                SET (toast_tuple_target = 8160, autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_vacuum_scale_factor = 0.05);
            ALTER TABLE memory_vectors ADD COLUMN context text;
            ALTER TABLE memory_vectors ADD COLUMN search tsvector NOT NULL GENERATED ALWAYS AS (
                to_tsvector('pg_catalog.russian', translate(content || ' ' || coalesce(context, ''), E'Ёё-_.,:;/@&<>()[]{}+~?=%#*!|^$"`\\\'’ʼ‑\u0301', 'Ее' || repeat(' ', 35)))) STORED;
            CREATE INDEX ix_memory_vectors_near ON memory_vectors (user_id, embedding_model, embedding_dimensions)
                INCLUDE (id, entity_type, is_active, valid_from, valid_to, embedding) WHERE embedding_dimensions <= 512;
            CREATE INDEX ix_memory_vectors_words ON memory_vectors (user_id)
                INCLUDE (id, entity_type, is_active, valid_from, valid_to, search) WHERE octet_length(search::text) <= 1500;
            CREATE INDEX ix_memory_vectors_many_words ON memory_vectors (user_id) WHERE octet_length(search::text) > 1500;
            """);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
            DROP INDEX ix_memory_vectors_near;
            ALTER TABLE memory_vectors DROP COLUMN search;
            ALTER TABLE memory_vectors DROP COLUMN context;
            ALTER TABLE memory_vectors RESET (toast_tuple_target, autovacuum_vacuum_insert_scale_factor, autovacuum_vacuum_scale_factor);
            """);
    }
}
