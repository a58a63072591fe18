using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Aimi.Data.Postgres;

/// <summary>The server: whether it lets Aimi in, is new enough, has pgvector, and goes by the same time.</summary>
internal sealed class PostgresCheckup(NpgsqlDataSource database, IDbContextFactory<AimiDbContext> contexts, TimeProvider time) : IDatabaseCheckup
{
    private const int OldestVersion = 15;

    /// <summary>Sessions end by the database's clock; a machine that differs by more tells people odd times.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(2);

    public async Task Examine(Action<Finding> tell, CancellationToken cancellationToken)
    {
        NpgsqlConnection connection;
        try
        {
            connection = await database.OpenConnectionAsync(cancellationToken);
        }
        catch (PostgresException refusal)
        {
            tell(new(Verdict.Broken, refusal.SqlState switch
            {
                PostgresErrorCodes.InvalidCatalogName => "Postgres.NoDatabase",
                PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => "Postgres.NotLetIn",
                _ => "Postgres.Refused",
            }, refusal.SqlState));
            return;
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
        {
            tell(new(Verdict.Broken, "Postgres.Silent"));
            return;
        }

        await using (connection)
        {
            var version = connection.PostgreSqlVersion;
            tell(new(version.Major >= OldestVersion ? Verdict.Fine : Verdict.Broken, version.Major >= OldestVersion ? "Postgres.Answers" : "Postgres.Old", version));
            tell(await Vector(connection, cancellationToken));
            tell(await Clock(connection, cancellationToken));
        }

        if (await MigrationCheckup.Examine(contexts, tell, cancellationToken))
            tell(await RowSecurity(cancellationToken));
    }

    /// <summary>Whether the database itself keeps people apart, as a start has it do.</summary>
    private async Task<Finding> RowSecurity(CancellationToken cancellationToken)
    {
        const string sql =
            """
            SELECT coalesce((SELECT bool_and(pg_has_role(session_user, oid, 'MEMBER')) AND count(*) = 2 FROM pg_roles WHERE rolname IN ('aimi_person', 'aimi_service')), false),
                   coalesce((SELECT string_agg(name, ', ' ORDER BY name) FROM unnest($1) name
                             WHERE NOT EXISTS (SELECT 1 FROM pg_class WHERE oid = to_regclass(quote_ident(name)) AND relrowsecurity AND relforcerowsecurity)), '')
            """;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var tables = context.Model.GetEntityTypes().Select(entity => entity.GetTableName()).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = tables });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return !row.GetBoolean(0) ? new(Verdict.Broken, "RowSecurity.NoRoles", PostgresRowSecurity.RolesByHand)
            : row.GetString(1) is { Length: > 0 } open ? new(Verdict.Broken, "RowSecurity.Open", open)
            : new(Verdict.Fine, "RowSecurity.Stands", tables.Length);
    }

    private static async Task<Finding> Vector(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // Whoever is no superuser may create an extension that its makers call trusted, with the right to create in the database.
        const string sql =
            """
            SELECT e.installed_version, e.default_version,
                   r.rolsuper OR (v.trusted AND has_database_privilege(session_user, current_database(), 'CREATE'))
            FROM pg_available_extensions e
            JOIN pg_available_extension_versions v ON v.name = e.name AND v.version = e.default_version
            JOIN pg_roles r ON r.rolname = session_user
            WHERE e.name = 'vector'
            """;
        await using var command = new NpgsqlCommand(sql, connection);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken))
            return new(Verdict.Broken, "Vector.None");
        if (!await row.IsDBNullAsync(0, cancellationToken))
            return new(Verdict.Fine, "Vector.Installed", row.GetString(0));

        return row.GetBoolean(2) ? new(Verdict.Fine, "Vector.Available", row.GetString(1)) : new(Verdict.Broken, "Vector.Forbidden");
    }

    private async Task<Finding> Clock(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT clock_timestamp()", connection);
        var asked = Stopwatch.GetTimestamp();
        var there = new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(cancellationToken))!);
        var difference = (there - (time.GetUtcNow() - (Stopwatch.GetElapsedTime(asked) / 2))).Duration();
        return difference <= ClockTolerance
            ? new(Verdict.Fine, "Postgres.SameTime")
            : new(Verdict.Doubtful, "Postgres.OtherTime", difference.TotalSeconds);
    }
}
