namespace Aimi.Data.Sqlite;

/// <summary>
/// The triggers that write <c>sync_changes</c>, row by row. There is one writer at a time, so that numbers that grow are enough; that they are milliseconds where they can be
/// keeps those of a restored copy above all that clients saw before. SQLite forgets a table's triggers where a migration makes the table anew: that one makes them again.
/// </summary>
internal static class SqliteSyncTriggers
{
    private const string Log = "INSERT INTO sync_changes (user_id, entity_type, entity_id, stamp, deleted, updated_at)";
    private const string LastWord =
        "ON CONFLICT (user_id, entity_type, entity_id) DO UPDATE SET stamp = excluded.stamp, deleted = excluded.deleted, updated_at = excluded.updated_at;";

    private const string Milliseconds = "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)";
    private const string Now = $"1000 * {Milliseconds}";

    /// <summary>For a migration, after the tables: makes the triggers, and enters what is there already.</summary>
    public static string Create => string.Concat(SyncedTable.All.Select(Of).Prepend(OfPerson));

    /// <summary>For the way down, while the tables are there.</summary>
    public static string Drop => string.Concat(SyncedTable.All.Prepend(SyncedTable.Person)
        .Select(table => $"DROP TRIGGER IF EXISTS sync_{table.Name}_insert; DROP TRIGGER sync_{table.Name}_update; DROP TRIGGER IF EXISTS sync_{table.Name}_delete;\n"));

    private static string OfPerson =>
        $"""
        CREATE TRIGGER sync_users_insert AFTER INSERT ON users BEGIN
            {Log} VALUES (NEW.id, 'me', NEW.id, {Stamp("NEW.id")}, 0, {Now}) {LastWord}
        END;
        CREATE TRIGGER sync_users_update AFTER UPDATE ON users WHEN {Differs(SyncedTable.Person)} BEGIN
            {Log} VALUES (NEW.id, 'me', NEW.id, {Stamp("NEW.id")}, 0, {Now}) {LastWord}
        END;
        {Log} SELECT id, 'me', id, {Milliseconds}, 0, {Now} FROM users;

        """;

    private static string Of(SyncedTable table) =>
        $"""
        CREATE TRIGGER sync_{table.Name}_update AFTER UPDATE ON {table.Name} WHEN {Differs(table)} BEGIN
            {Entry(table, "NEW")}
            {Occurrences(table)}
        END;
        CREATE TRIGGER sync_{table.Name}_delete AFTER DELETE ON {table.Name} BEGIN
            {Entry(table, "OLD", deleted: true)}
        END;
        {(table.TellsNew ? New(table) : "")}

        """;

    private static string New(SyncedTable table) =>
        $"""
        CREATE TRIGGER sync_{table.Name}_insert AFTER INSERT ON {table.Name} BEGIN
            {Entry(table, "NEW")}
        END;
        {Log} SELECT user_id, '{table.Type}', id, {Milliseconds}, 0, {Now} FROM {table.Name} WHERE {table.Told ?? "true"};
        """;

    // Where the person goes, there is nobody to tell.
    private static string Entry(SyncedTable table, string row, bool deleted = false)
    {
        var isThere = $"EXISTS (SELECT 1 FROM users WHERE id = {row}.user_id)";
        return $"{Log} SELECT {row}.user_id, '{table.Type}', {row}.id, {Stamp($"{row}.user_id")}, {(deleted ? 1 : 0)}, {Now} "
            + $"WHERE {isThere}{(table.Told is null ? "" : $" AND {row}.{table.Told}")} {LastWord}"
            + (table.IsOfHabit
                ? $" {Log} SELECT user_id, 'habit', id, {Stamp($"{row}.user_id")}, 0, {Now} FROM habits WHERE user_id = {row}.user_id AND id = {row}.habit_id AND {isThere} {LastWord}"
                : "");
    }

    private static string Occurrences(SyncedTable table) => !table.HasOccurrences ? "" :
        $"""
        {Log} SELECT user_id, 'occurrence', id, {Stamp("NEW.user_id")}, 0, {Now} FROM event_occurrences
        WHERE user_id = NEW.user_id AND event_id = NEW.id AND OLD.timezone <> NEW.timezone {LastWord}
        """;

    private static string Stamp(string userId) => $"max({Milliseconds}, 1 + coalesce((SELECT max(stamp) FROM sync_changes WHERE user_id = {userId}), 0))";

    private static string Differs(SyncedTable table) =>
        $"({string.Join(" OR ", table.Seen.Select(column => $"OLD.{column} IS NOT NEW.{column}"))}){(table.Passing is null ? "" : $" AND NOT NEW.{table.Passing}")}";
}
