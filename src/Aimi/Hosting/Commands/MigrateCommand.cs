using Aimi.Data;

namespace Aimi.Hosting;

/// <summary><c>./aimi migrate</c>: brings the database up to date and ends. <c>serve</c> does it, too.</summary>
internal static class MigrateCommand
{
    public static Task<int> Run(Dictionary<string, string?> overrides, CancellationToken cancellationToken) =>
        CommandLine.WithProgram(overrides, async app =>
        {
            try
            {
                var applied = await app.Services.GetRequiredService<Migrator>().Migrate(cancellationToken);
                return applied.Count == 0 ? CommandLine.Say("Migrate.Current", 0) : CommandLine.Say("Migrate.Done", 0, applied.Count);
            }
            catch (Exception failure) when (failure is DatabaseSetupException || ErrorHandling.IsDatabaseAway(failure))
            {
                return CommandLine.Say("Migrate.Failed", 1, failure.Message);
            }
        });
}
