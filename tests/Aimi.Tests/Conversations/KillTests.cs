using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Aimi.Accounts;
using Aimi.Messages;
using Aimi.Tests.Infrastructure;
using Aimi.Tests.Providers;
using Aimi.Tests.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Tests.Conversations;

public sealed class KillOnSqliteTests(SqliteDatabase database) : KillSuite(database), IClassFixture<SqliteDatabase>;

public sealed class KillOnServersTests(PostgresDatabase database) : KillSuite(database), IClassFixture<PostgresDatabase>
{
    // Of its own: the owner has the same keys in every Aimi.
    private RedisProcess? _redis;

    protected override string? Redis => _redis!.Address;

    public override async ValueTask InitializeAsync() => _redis = await RedisProcess.Up();

    public override ValueTask DisposeAsync()
    {
        _redis?.Dispose();
        return base.DisposeAsync();
    }
}

/// <summary>kill -9 in the middle of everything, again and again on the same data: what was acknowledged is there, once, and can be gone on with.</summary>
public abstract class KillSuite(TestDatabase database) : IAsyncLifetime
{
    private const int Rounds = 20;

    /// <summary>The latest kill, in things that the senders said and heard: from the first connections to several full sessions.</summary>
    private const int LastMoment = 300;

    private readonly ConcurrentQueue<SentMessage> _sent = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected virtual string? Redis => null;

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task What_was_acknowledged_survives_every_kill_exactly_once()
    {
        var seed = Environment.GetEnvironmentVariable("AIMI_TEST_SEED") is { Length: > 0 } given
            ? int.Parse(given, CultureInfo.InvariantCulture)
            : RandomNumberGenerator.GetInt32(int.MaxValue);
        TestContext.Current.TestOutputHelper!.WriteLine($"AIMI_TEST_SEED={seed}");
        var random = new Random(seed);

        for (var round = 0; round < Rounds; round++)
        {
            await using var aimi = Serve();
            var server = await aimi.Listening();
            await EndLease();
            await SendAgain(server);
            await Verify(server);
            await LoadAndKill(aimi, server, moment: random.Next(1, LastMoment));
        }

        // After the last kill the lease of the turn that died is waited for, as in life.
        await using var last = Serve();
        await SendAgain(await last.Listening());
        await Verify(await last.Listening());
        Assert.True(_sent.Count > Rounds, "There was hardly a load.");
    }

    private async Task LoadAndKill(AimiProgram aimi, Uri server, int moment)
    {
        var left = moment;
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var load = new ChatLoad(server, _sent, heard: () =>
        {
            if (Interlocked.Decrement(ref left) == 0)
                reached.SetResult();
        });
        var sending = load.UntilItDies(overHttp: 3, overSockets: 3);
        await (await Task.WhenAny(reached.Task, sending)).WaitAsync(Patience.Longest, Stop);
        Assert.True(reached.Task.IsCompleted, aimi.Said);
        aimi.Kill();
        await sending.WaitAsync(Patience.Longest, Stop);
    }

    /// <summary>Whoever heard no reply sends again, under the same id.</summary>
    private Task SendAgain(Uri server) =>
        new ChatLoad(server, _sent, heard: () => { }).Again(_sent.Where(message => message.Reply is null)).WaitAsync(Patience.Longest, Stop);

    /// <summary>Moves time to the end of the lease that a killed process left behind: waiting for it would take ten seconds a round.</summary>
    private async Task EndLease()
    {
        await using var context = database.Open();
        await context.Conversations.Where(head => head.TurnExpiresAt != null)
            .ExecuteUpdateAsync(update => update.SetProperty(head => head.TurnExpiresAt, head => head.LastActiveAt), Stop);
    }

    private async Task Verify(Uri server)
    {
        await using var context = database.Open();
        var stored = await context.ChatMessages.AsNoTracking().Where(message => message.UserId == LocalOwner.Id).OrderBy(message => message.Seq).ToListAsync(Stop);
        var head = await context.Conversations.AsNoTracking().SingleAsync(head => head.UserId == LocalOwner.Id, Stop);
        Assert.Equal(Enumerable.Range(1, stored.Count).Select(seq => (long)seq), stored.Select(message => message.Seq));
        Assert.Equal(stored.Count, head.LastSeq);

        var questions = stored.Where(message => message.Role == MessageRole.User).ToList();
        var byClientId = questions.ToDictionary(question => question.ClientMessageId!.Value);
        var replies = stored.Where(message => message.Role == MessageRole.Assistant).ToDictionary(reply => reply.ReplyTo!.Value);
        Assert.Equal(_sent.Count, questions.Count);
        Assert.Equal(questions.Count, replies.Count);
        Assert.All(_sent, sent =>
        {
            var question = byClientId[sent.ClientMessageId];
            var reply = replies[question.Id];
            Assert.Equal(sent.Text, question.Text);
            Assert.Equal(sent.Question, new Acknowledged(question.Id, question.Seq));
            Assert.Equal(sent.Reply, new Acknowledged(reply.Id, reply.Seq));
            Assert.True(reply.Seq > question.Seq);
        });

        await VerifySessions(stored, head, server);
    }

    private async Task VerifySessions(List<ChatMessage> stored, Conversation head, Uri server)
    {
        await using var context = database.Open();
        var summaries = await context.SessionSummaries.AsNoTracking().Where(summary => summary.UserId == LocalOwner.Id)
            .ToDictionaryAsync(summary => summary.SessionId, Stop);
        var sessions = stored.GroupBy(message => message.SessionId).ToDictionary(session => session.Key, session => session.ToList());
        Assert.All(sessions.Values, session =>
        {
            Assert.InRange(session.Count, 1, 30);
            Assert.Equal(session.Count, session[^1].Seq - session[0].Seq + 1);
        });
        Assert.Equal(sessions.Keys.Where(id => id != head.OpenSessionId).Order(), summaries.Keys.Order());
        Assert.All(summaries.Values, summary => Assert.Equal(sessions[summary.SessionId].Count, summary.MessageCount));

        using var http = new HttpClient { BaseAddress = server };
        var open = JsonNode.Parse(await http.GetStringAsync(new Uri("/chat/session", UriKind.Relative), Stop))!;
        Assert.Equal(head.OpenSessionId, (Guid?)open["id"]);
        Assert.Equal(head.OpenSessionId is { } id ? sessions[id].Count : 0, (int)open["count"]!);
    }

    private AimiProgram Serve()
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AIMI__Database"] = database.ConnectionString ?? "",
            ["AIMI__Redis"] = Redis ?? "",

            // Started often, and not for long.
            ["DOTNET_TieredPGO"] = "0",
            ["DOTNET_gcServer"] = "0",
        };
        return AimiProgram.Run(settings, "serve", "--port", "0", "--data", database.DataFolder);
    }
}
