using Aimi.Messages;
using Aimi.Tests.Providers;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;

namespace Aimi.Tests.Messages;

/// <summary>
/// The rules of placing a message stand twice, in SQL for what people say to PostgreSQL and in C# for all else. Whatever is said, in whatever order and with whatever pauses, both
/// say the same of it.
/// </summary>
public sealed class PlacementProperties(PostgresDatabase postgres, SqliteDatabase sqlite) : IClassFixture<PostgresDatabase>, IClassFixture<SqliteDatabase>
{
    private const int Histories = 60;

    /// <summary>In seconds: around the turn's lease and the session's timeout, and a clock that is put back.</summary>
    private static readonly int[] Pauses = [1, 9, 10, 11, 300, 599, 600, 601, 900, -30];

    private static readonly Gen<Step[]> History = Gen.OneOf(
        Gen.Const(new Step(StepKind.Ask)),
        Gen.Const(new Step(StepKind.Ask)),
        Gen.Const(new Step(StepKind.Answer)),
        Gen.Const(new Step(StepKind.Answer)),
        Gen.Const(new Step(StepKind.AnswerAndHandOn)),
        Gen.Const(new Step(StepKind.AnswerFarewell)),
        Gen.Const(new Step(StepKind.End)),
        Gen.Int[1, 35].Select(times => new Step(StepKind.Say, times)),
        Gen.Const(new Step(StepKind.ClaimNext)),
        Gen.Const(new Step(StepKind.ReleaseFirst)),
        Gen.Int[0, Pauses.Length - 1].Select(pause => new Step(StepKind.Wait, Pauses[pause]))).Array[1, 70];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private enum StepKind
    {
        Ask,
        Answer,
        AnswerAndHandOn,
        AnswerFarewell,
        End,
        Say,
        ClaimNext,
        ReleaseFirst,
        Wait,
    }

    [Fact]
    public Task Both_databases_place_every_history_alike() => History.SampleAsync(
        async steps => (await Run(postgres, steps)).SequenceEqual(await Run(sqlite, steps)),
        iter: Histories,
        print: steps => string.Join(", ", steps.Select(step => step.ToString())));

    /// <summary>What a store says of each step, with sessions numbered as they come.</summary>
    private static async Task<List<string>> Run(TestDatabase database, Step[] steps)
    {
        var clock = new HistoryClock();
        await using var services = TestDatabase.CreateServices(database.ConnectionString, database.DataFolder, clock);
        var (messages, store) = (ActivatorUtilities.CreateInstance<ChatMessages>(services), services.GetRequiredService<IMessageStore>());
        var user = A.User();
        await database.Save(user, A.Conversation(user));

        var sessions = new List<Guid>();
        var unanswered = new Queue<ChatMessage>();
        var told = new List<string>();
        foreach (var step in steps)
        {
            told.Add(step.Kind switch
            {
                StepKind.Wait => Wait(step.Number),
                StepKind.Ask => Tell(await messages.Accept(user.Id, "Раз", clientMessageId: null, Cancel), asked: true),
                StepKind.Say => await Say(step.Number),
                StepKind.End => Ended([await messages.EndSession(user.Id, SessionEndReason.Command, Cancel)]),
                _ when unanswered.Count == 0 => "nothing to answer",
                StepKind.ClaimNext => (await messages.ClaimTurn(user.Id, unanswered.Peek().Seq, Cancel)).ToString(),
                StepKind.ReleaseFirst => await Release(),
                _ => Tell(await Answer(step.Kind), asked: false),
            });
            var head = await messages.Head(user.Id, Cancel);
            told.Add($"{head.LastSeq} {head.ReadSeq} {Name(head.OpenSessionId)} {head.LastActiveAt:O} {(head.OpenSessionId is null ? 0 : head.SessionCount)} {head.TurnSeq} {head.TurnExpiresAt:O}");
        }

        await using var context = database.Open();
        told.AddRange(context.SessionSummaries.Where(summary => summary.UserId == user.Id).AsEnumerable()
            .OrderBy(summary => sessions.IndexOf(summary.SessionId))
            .Select(summary => $"{Name(summary.SessionId)} {summary.Reason} {summary.MessageCount} {summary.StartedAt:O} {summary.EndedAt:O}"));
        return told;

        string Wait(int seconds)
        {
            clock.Now += TimeSpan.FromSeconds(seconds);
            return "waited";
        }

        async Task<string> Say(int times)
        {
            await using var saying = database.Open();
            await using var transaction = await saying.Database.BeginTransactionAsync(Cancel);
            var said = await store.Say(saying, [.. Enumerable.Range(0, times).Select(_ => A.Said(user.Id))], Cancel);
            await transaction.CommitAsync(Cancel);
            return string.Join(", ", said.Select(outcome => Tell(outcome, asked: false)));
        }

        async Task<string> Release()
        {
            await messages.ReleaseTurn(user.Id, unanswered.Peek().Seq, handTo: null, Cancel);
            return "released";
        }

        Task<StoreOutcome> Answer(StepKind kind)
        {
            var question = unanswered.Dequeue();
            long? next = kind == StepKind.AnswerAndHandOn && unanswered.TryPeek(out var following) ? following.Seq : null;
            var reply = new NewReply(Guid.CreateVersion7(), "Да", MessageMetadata.None, kind == StepKind.AnswerFarewell, next);
            return messages.Reply(question, reply, Cancel);
        }

        string Tell(StoreOutcome outcome, bool asked)
        {
            if (asked)
                unanswered.Enqueue(outcome.Message!);
            var session = outcome.Session!;
            return $"{outcome.Status} {outcome.Message!.Seq} {Name(session.SessionId)} {session.Count} {session.StartedAt:O} {outcome.HasTurn} {Ended(outcome.Ended ?? [])}";
        }

        string Ended(IEnumerable<SessionEnd?> ended) =>
            string.Join(' ', ended.Select(end => end is null ? "nothing open" : $"{Name(end.SessionId)}:{end.Reason}"));

        int? Name(Guid? session)
        {
            if (session is not { } id)
                return null;
            if (!sessions.Contains(id))
                sessions.Add(id);
            return sessions.IndexOf(id);
        }
    }

    /// <param name="Number">Of seconds, or of messages.</param>
    private sealed record Step(StepKind Kind, int Number = 0)
    {
        public override string ToString() => Kind is StepKind.Wait or StepKind.Say ? $"{Kind} {Number}" : Kind.ToString();
    }

    /// <summary>A clock that may be put back, as the real one is.</summary>
    private sealed class HistoryClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = A.Now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
