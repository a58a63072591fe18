using Microsoft.EntityFrameworkCore;

namespace Aimi.Data;

/// <summary>Whether database and program are of the same age.</summary>
internal static class MigrationCheckup
{
    /// <summary>The finding that all tables are there.</summary>
    public const string Current = "Migrations.Current";

    /// <returns>Whether the database is up to date.</returns>
    public static async Task<bool> Examine(IDbContextFactory<AimiDbContext> contexts, Action<Finding> tell, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var applied = (await context.Database.GetAppliedMigrationsAsync(cancellationToken)).ToList();
        var known = context.Database.GetMigrations().ToList();
        if (applied.Except(known, StringComparer.Ordinal).Any())
            tell(new(Verdict.Broken, "Migrations.Newer"));
        else if (known.Count > applied.Count)
            tell(new(Verdict.Doubtful, "Migrations.Pending", known.Count - applied.Count));
        else
            tell(new(Verdict.Fine, Current));
        return applied.ToHashSet(StringComparer.Ordinal).SetEquals(known);
    }
}
