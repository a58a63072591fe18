using Aimi.Data;
using Aimi.Memory.Embeddings;

namespace Aimi.Hosting;

/// <summary>
/// <c>./aimi memory reindex</c>: makes the vectors that memories wait for, here and now, and tells how far it is. A server may run on the same database: the two take turns.
/// </summary>
internal static class ReindexCommand
{
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BusyPause = TimeSpan.FromMilliseconds(200);

    /// <param name="all">Those of this model, too.</param>
    public static Task<int> Run(Dictionary<string, string?> overrides, bool all, CancellationToken cancellationToken) =>
        CommandLine.WithProgram(overrides, async app =>
        {
            try
            {
                return await Reindex(app.Services, all, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return CommandLine.Say("Reindex.Stopped", 1);
            }
            catch (Exception failure) when (failure is DatabaseSetupException or EmbeddingException || ErrorHandling.IsDatabaseAway(failure))
            {
                return CommandLine.Say("Reindex.Failed", 1, failure.Message);
            }
        });

    private static async Task<int> Reindex(IServiceProvider services, bool all, CancellationToken cancellationToken)
    {
        await services.GetRequiredService<Migrator>().Migrate(cancellationToken);
        using var acting = Acting.AsService();
        var backlog = services.GetRequiredService<EmbeddingBacklog>();
        var model = services.GetRequiredService<EmbeddingService>().Model;
        if (all)
            CommandLine.Say("Reindex.Discarded", 0, await InTurn(services, reembedding => reembedding.Discard(cancellationToken), cancellationToken));

        var progress = await backlog.Count(cancellationToken);
        CommandLine.Say("Reindex.Begun", 0, model, progress.Waiting, progress.Embedded);
        var time = services.GetRequiredService<TimeProvider>();
        var told = time.GetTimestamp();
        while (await InTurn(services, reembedding => Next(reembedding, cancellationToken), cancellationToken))
        {
            if (time.GetElapsedTime(told) < TellEvery)
                continue;

            told = time.GetTimestamp();
            progress = await backlog.Count(cancellationToken);
            CommandLine.Say("Reindex.Progress", 0, progress.Embedded, progress.Waiting);
        }

        progress = await backlog.Count(cancellationToken);
        return CommandLine.Say(progress.Refused == 0 ? "Reindex.Done" : "Reindex.Refused", 0, model, progress.Embedded, progress.Refused);
    }

    /// <returns>Whether there is more; null where another process embeds.</returns>
    private static async Task<bool?> Next(Reembedding reembedding, CancellationToken cancellationToken) => await reembedding.Next(cancellationToken) switch
    {
        EmbeddingStep.Busy => null,
        var step => step == EmbeddingStep.Embedded,
    };

    /// <summary>Does it as soon as no other process embeds.</summary>
    private static async Task<TResult> InTurn<TResult>(
        IServiceProvider services, Func<Reembedding, Task<TResult?>> work, CancellationToken cancellationToken)
        where TResult : struct
    {
        while (true)
        {
            await using var scope = services.CreateAsyncScope();
            if (await work(scope.ServiceProvider.GetRequiredService<Reembedding>()) is { } result)
                return result;

            await Task.Delay(BusyPause, services.GetRequiredService<TimeProvider>(), cancellationToken);
        }
    }
}
