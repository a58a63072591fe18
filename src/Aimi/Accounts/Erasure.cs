using Aimi.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Aimi.Accounts;

/// <summary>Removes a person with everything: what others hold for them, what is under way, their rows in one transaction, and what is kept beside them.</summary>
public sealed partial class Erasure(
    AimiDbContext database,
    IEnumerable<IPersonEraser> erasers,
    IEnumerable<IPersonTrace> traces,
    People people,
    LocalOwner owner,
    IOptions<AccountOptions> options,
    ILogger<Erasure> log)
{
    /// <summary>Years of a life go in one transaction; that takes seconds, and is not to be given up halfway.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Erases the person. Begun, it goes on though nobody waits for it any more.</summary>
    public async Task Erase(Guid userId)
    {
        using var acting = Acting.For(userId);
        foreach (var eraser in erasers)
            await Try(eraser.GetType(), () => eraser.Erase(userId, CancellationToken.None));
        foreach (var trace in traces)
            await Try(trace.GetType(), () => trace.Stop(userId, CancellationToken.None));

        // Every row is of a person, and goes with theirs.
        database.Database.SetCommandTimeout(Patience);
        await database.Users.Where(user => user.Id == userId).ExecuteDeleteAsync(CancellationToken.None);

        people.Forget(userId);
        foreach (var trace in traces)
            await Try(trace.GetType(), () => trace.Forget(userId, CancellationToken.None));
        if (!options.Value.IsMulti)
            await owner.Ensure(CancellationToken.None);
        Erased();
    }

    // Who wants to go, goes, whatever fails beside.
    private async Task Try(Type what, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception failure)
        {
            Failed(what.Name, failure.GetType().Name);
        }
    }

    // Without their id: that goes, too.
    [LoggerMessage(1240, LogLevel.Information, "A person was erased", EventName = "person_erased")]
    private partial void Erased();

    [LoggerMessage(1241, LogLevel.Error, "{What} failed while a person was erased ({Kind})", EventName = "person_eraser_failed")]
    private partial void Failed(string what, string kind);
}
