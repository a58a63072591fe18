using Aimi.Accounts;
using Aimi.Data;
using Aimi.Messages;
using Aimi.Sessions.Summaries;
using Aimi.Tests.Providers;
using Microsoft.Extensions.DependencyInjection;

namespace Aimi.Tests.Sessions.Summaries;

/// <summary>People who talk, and a process that summarises what they said when a test tells it to. The clock is the test's.</summary>
internal sealed class Talking(TestDatabase database, Action<IServiceCollection>? services = null, TimeProvider? time = null) : IAsyncDisposable
{
    private readonly ServiceProvider _process = TestDatabase.CreateServices(database.ConnectionString, database.DataFolder, time ?? database.Time, services);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public IServiceProvider Services => _process;

    public async Task<User> Person(string locale = "ru")
    {
        var user = A.User();
        user.Locale = locale;
        await database.Save(user, new Conversation { UserId = user.Id });
        return user;
    }

    /// <summary>A whole session: each text is answered, and the last word ends it.</summary>
    public async Task<Guid> Session(User person, params string[] texts)
    {
        await Say(person, texts);
        return await End(person);
    }

    public async Task Say(User person, params string[] texts)
    {
        var messages = ActivatorUtilities.CreateInstance<ChatMessages>(_process);
        foreach (var text in texts)
        {
            var said = await messages.Accept(person.Id, text, clientMessageId: null, Stop);
            await messages.Reply(said.Message!, new NewReply(Guid.CreateVersion7(), "Поняла.", MessageMetadata.None, EndsSession: false, HandTurnTo: null), Stop);
        }
    }

    public async Task<Guid> End(User person)
    {
        var messages = ActivatorUtilities.CreateInstance<ChatMessages>(_process);
        return (await messages.EndSession(person.Id, SessionEndReason.Command, Stop))!.SessionId;
    }

    /// <summary>Has the worker do what is to be done now.</summary>
    public async Task Summarise()
    {
        bool more;
        do
        {
            more = await Do(scope => scope.GetRequiredService<SessionSummaryWorker>().RunOnce(Stop));
        }
        while (more);
    }

    public async Task<T> Do<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = _process.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }

    public async Task<T> Read<T>(Func<AimiDbContext, Task<T>> read)
    {
        await using var context = database.Open();
        return await read(context);
    }

    public async ValueTask DisposeAsync() => await _process.DisposeAsync();
}
