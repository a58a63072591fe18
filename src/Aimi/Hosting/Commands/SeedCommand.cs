using Aimi.Accounts;
using Aimi.Data;
using Aimi.Hosting.Demonstration;

namespace Aimi.Hosting;

/// <summary>
/// <c>./aimi seed</c>: demonstration data for the owner, who must not have talked or planned yet. A server that runs on the same database shows it
/// with the next request.
/// </summary>
internal static class SeedCommand
{
    public static Task<int> Run(Dictionary<string, string?> overrides, CancellationToken cancellationToken) =>
        CommandLine.WithProgram(overrides, async app =>
        {
            try
            {
                return await Seed(app.Services, cancellationToken);
            }
            catch (Exception failure) when (failure is DatabaseSetupException || ErrorHandling.IsDatabaseAway(failure))
            {
                return CommandLine.Say("Seed.Failed", 1, failure.Message);
            }
        });

    private static async Task<int> Seed(IServiceProvider services, CancellationToken cancellationToken)
    {
        await services.GetRequiredService<Migrator>().Migrate(cancellationToken);
        await services.GetRequiredService<LocalOwner>().Ensure(cancellationToken);
        using var acting = Acting.For(LocalOwner.Id);
        await using var scope = services.CreateAsyncScope();
        var loader = ActivatorUtilities.CreateInstance<DemonstrationLoader>(scope.ServiceProvider);
        var loaded = await loader.Load(LocalOwner.Id, cancellationToken);
        return loaded.Result switch
        {
            LoadResult.Loaded => CommandLine.Say("Seed.Done", 0, loaded.Goals, loaded.Habits, loaded.Events, loaded.Messages, loaded.Sessions),
            LoadResult.Again => CommandLine.Say("Seed.Again", 0),
            _ => CommandLine.Say("Seed.Occupied", 1),
        };
    }
}
