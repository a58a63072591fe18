namespace Aimi.Data.Postgres;

/// <summary>
/// The statement of <see cref="PostgresMemoryIndex"/>. It compares every memory of the person, in two covering indexes where a person's entries lie side by side:
/// in the table nearly each is on a page of its own, and going to 5,000 pages takes longer than comparing 5,000 vectors.
/// All parameters stand in scalar subqueries: a plan for just these values would look no cheaper to the planner than the one it has.
/// </summary>
internal static class PostgresMemorySql
{
    /// <summary>An entry of an index holds 2,704 bytes. Longer vectors are not in it, and are compared where they lie in the table.</summary>
    public const int IndexedDimensions = 512;

    /// <summary>Before the search: of more than some 100,000 memories the planner would have machine code made each time, which takes longer than the search.</summary>
    public const string WithoutMachineCode = "SET jit = off";

    private const string Asked =
        """
        CASE WHEN (SELECT $3) IS NULL THEN is_active
                  ELSE valid_from <= (SELECT $3) AND (valid_to IS NULL OR valid_to > (SELECT $3)) END
              AND ((SELECT $2) IS NULL OR entity_type = ANY ((SELECT $2)::text[]))
        """;

    // Few have so many words that they are in the other index, and read in the table.
    private const string Worded =
        """
        FROM memory_vectors WHERE user_id = (SELECT $1) AND (SELECT $9) IS NOT NULL AND octet_length(search::text)
        """;

    /// <summary>For vectors of at most <see cref="IndexedDimensions"/>.</summary>
    public static readonly string Find = Statement("AND embedding_dimensions <= 512");

    /// <summary>For longer ones.</summary>
    public static readonly string FindInTable = Statement("");

    /// <summary>
    /// Nearest vectors and best words. Words are ranked by BM25 (k1 1.2, b 0.75) over the person's memories, with FTS5's measure of a word's rarity, so that both databases
    /// rank alike. How often a word stands in a memory is told by ts_rank, which for one word is the sum of 1/j² up to that number, divided by π²/6; what is missing from π²/6 is
    /// very nearly 1/(number + ½). Taking each memory apart by unnest says the same in twice the time.
    /// </summary>
    private static string Statement(string indexed) =>
        $$"""
        WITH near AS MATERIALIZED (
            SELECT id, embedding <=> (SELECT $5) AS distance
            FROM memory_vectors
            WHERE user_id = (SELECT $1) AND embedding_model = (SELECT $6) AND embedding_dimensions = (SELECT $7) {{indexed}}
              AND {{Asked}}
            ORDER BY distance, id LIMIT (SELECT $4)
        ), worded AS MATERIALIZED (
            SELECT id, length(search) AS length, CASE WHEN search @@ (SELECT $9::tsquery) THEN search END AS found {{Worded}} <= 1500 AND {{Asked}}
            UNION ALL
            SELECT id, length(search), CASE WHEN search @@ (SELECT $9::tsquery) THEN search END {{Worded}} > 1500 AND {{Asked}}
        ), size AS MATERIALIZED (
            SELECT count(*)::float8 AS memories, avg(length)::float8 AS length FROM worded
        ), matching AS MATERIALIZED (
            SELECT id, length, found AS search FROM worded WHERE found IS NOT NULL
        ), term AS MATERIALIZED (
            SELECT number, word::tsquery AS query FROM unnest((SELECT $8)::text[]) WITH ORDINALITY AS t (word, number)
        ), hit AS MATERIALIZED (
            SELECT id, number, length, round(1 / (pi() * pi() / 6 * (1 - ts_rank('{1, 1, 1, 1}', search, query))) - 0.5) AS frequency
            FROM matching JOIN term ON search @@ query
        ), rarity AS MATERIALIZED (
            SELECT array_agg(greatest(ln(((SELECT memories FROM size) - memories + 0.5) / (memories + 0.5)), 1e-6) ORDER BY number) AS of_terms
            FROM term LEFT JOIN (SELECT number, count(*) AS memories FROM hit GROUP BY number) containing USING (number)
        ), fitting AS MATERIALIZED (
            SELECT id, sum(((SELECT of_terms FROM rarity))[number] * frequency * 2.2
                / (frequency + 1.2 * (0.25 + 0.75 * length / (SELECT length FROM size)))) AS fit
            FROM hit GROUP BY id ORDER BY fit DESC, id LIMIT (SELECT $4)
        )
        SELECT {{MemoryCandidates.Columns}}, 1 - nullif(distance, 'NaN'), fit
        FROM near FULL JOIN fitting USING (id)
        CROSS JOIN LATERAL (SELECT * FROM memory_vectors one WHERE one.user_id = (SELECT $1) AND one.id = coalesce(near.id, fitting.id) OFFSET 0) m
        WHERE fit IS NOT NULL OR distance <> 'NaN'
        """;
}
