using Microsoft.EntityFrameworkCore;

namespace Aimi.Data;

/// <summary>Whether database and program are of the same age.</summary>
internal static class MigrationCheckup
{
    public static async Task Examine(IDbContextFactory<AimiDbContext> contexts, Action<Finding> tell, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var applied = (await context.Database.GetAppliedMigrationsAsync(cancellationToken)).ToList();
        var known = context.Database.GetMigrations().ToList();
        if (applied.Except(known, StringComparer.Ordinal).Any())
            tell(new(Verdict.Broken, "Migrations.Newer"));
        else if (known.Count > applied.Count)
            tell(new(Verdict.Doubtful, "Migrations.Pending", known.Count - applied.Count));
        else
            tell(new(Verdict.Fine, "Migrations.Current"));
    }
}
