namespace Aimi.Data.Postgres;

/// <summary>
/// The triggers that write <c>sync_changes</c>: after each statement one more, for all of its rows. They run as whoever wrote, who may write what is that person's.
/// A transaction's changes have its id for a stamp: below <c>pg_snapshot_xmin</c> all have ended, and nothing is added there any more.
/// </summary>
/// <remarks>
/// No two transactions wait for each other here: who writes an entry holds the row that it is of; and what is touched beside it, a habit by its days, occurrences by
/// their series, only by who holds the person.
/// </remarks>
internal static class PostgresSyncTriggers
{
    private const string Log = "INSERT INTO sync_changes (user_id, entity_type, entity_id, stamp, deleted, updated_at)";
    private const string Stamp = "pg_current_xact_id()::text::bigint";
    private const string LastWord =
        "ON CONFLICT (user_id, entity_type, entity_id) DO UPDATE SET stamp = excluded.stamp, deleted = excluded.deleted, updated_at = excluded.updated_at;";

    /// <summary>For a migration, after the tables: makes the triggers, and enters what is there already.</summary>
    public static string Create => string.Concat(SyncedTable.All.Select(Of).Prepend(OfPerson));

    /// <summary>For the way down, while the tables are there.</summary>
    public static string Drop => string.Concat(SyncedTable.All.Prepend(SyncedTable.Person).Select(table => $"DROP FUNCTION sync_{table.Name}() CASCADE;\n"));

    // A condition is cheaper than a function, and enough for what is written one at a time.
    private static string OfPerson =>
        $"""
        CREATE FUNCTION sync_users() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            {Log} VALUES (new.id, 'me', new.id, {Stamp}, false, now()) {LastWord}
            RETURN NULL;
        END $$;
        CREATE TRIGGER sync_users_insert AFTER INSERT ON users FOR EACH ROW EXECUTE FUNCTION sync_users();
        CREATE TRIGGER sync_users_update AFTER UPDATE ON users FOR EACH ROW
            WHEN (({Columns(SyncedTable.Person, "old")}) IS DISTINCT FROM ({Columns(SyncedTable.Person, "new")})) EXECUTE FUNCTION sync_users();
        {Log} SELECT id, 'me', id, {Stamp}, false, now() FROM users;

        """;

    private static string Of(SyncedTable table) =>
        $"""
        CREATE FUNCTION sync_{table.Name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF tg_op = 'UPDATE' THEN
                {Entries(table, "changed n JOIN former o ON o.user_id = n.user_id AND o.id = n.id", Differs(table))}
                {Occurrences(table)}
            ELSIF tg_op = 'INSERT' THEN
                {Entries(table, "changed n", "true")}
            ELSE
                -- Where the person goes, there is nobody to tell.
                {Entries(table, "former n", "EXISTS (SELECT FROM users u WHERE u.id = n.user_id)", deleted: true)}
            END IF;
            RETURN NULL;
        END $$;
        CREATE TRIGGER sync_{table.Name}_update AFTER UPDATE ON {table.Name} REFERENCING OLD TABLE AS former NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION sync_{table.Name}();
        CREATE TRIGGER sync_{table.Name}_delete AFTER DELETE ON {table.Name} REFERENCING OLD TABLE AS former FOR EACH STATEMENT EXECUTE FUNCTION sync_{table.Name}();
        {(table.TellsNew ? New(table) : "")}

        """;

    private static string New(SyncedTable table) =>
        $"""
        CREATE TRIGGER sync_{table.Name}_insert AFTER INSERT ON {table.Name} REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION sync_{table.Name}();
        {Entries(table with { IsOfHabit = false }, $"{table.Name} n", "true")}
        """;

    private static string Entries(SyncedTable table, string from, string where, bool deleted = false) =>
        $"{Log} SELECT n.user_id, '{table.Type}', n.id, {Stamp}, {(deleted ? "true" : "false")}, now() FROM {from} WHERE {where}{(table.Told is null ? "" : $" AND n.{table.Told}")} {LastWord}"
        + (table.IsOfHabit ? $" {Log} SELECT DISTINCT h.user_id, 'habit', h.id, {Stamp}, false, now() FROM {from} JOIN habits h ON h.user_id = n.user_id AND h.id = n.habit_id WHERE {where} {LastWord}" : "");

    private static string Occurrences(SyncedTable table) => !table.HasOccurrences ? "" :
        $"""
        {Log} SELECT p.user_id, 'occurrence', p.id, {Stamp}, false, now()
        FROM changed n JOIN former o ON o.user_id = n.user_id AND o.id = n.id AND o.timezone <> n.timezone JOIN event_occurrences p ON p.user_id = n.user_id AND p.event_id = n.id
        {LastWord}
        """;

    private static string Differs(SyncedTable table) =>
        $"({Columns(table, "o")}) IS DISTINCT FROM ({Columns(table, "n")}){(table.Passing is null ? "" : $" AND NOT n.{table.Passing}")}";

    private static string Columns(SyncedTable table, string row) => string.Join(", ", table.Seen.Select(column => $"{row}.{column}"));
}
