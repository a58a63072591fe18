namespace Aimi.Data;

/// <summary>The database is not as Aimi needs it. The message tells the operator what to do, and holds no secret.</summary>
public sealed class DatabaseSetupException(string message, Exception? inner = null) : Exception(message, inner)
{
    internal const string NotAConnectionString =
        "The setting Database is not a PostgreSQL connection string. It reads like Host=localhost;Database=aimi;Username=aimi;Password=…; without it Aimi uses SQLite.";
}
