using Aimi.Messages;
using Aimi.Tests.Providers;
using Microsoft.Extensions.DependencyInjection;

namespace Aimi.Tests.Messages;

public sealed class MessageStoreOnPostgresTests(PostgresDatabase database) : MessageStoreSuite(database), IClassFixture<PostgresDatabase>;

public sealed class MessageStoreOnSqliteTests(SqliteDatabase database) : MessageStoreSuite(database), IClassFixture<SqliteDatabase>;

/// <summary>How messages are numbered and placed in sessions, the same on both databases. The clock is the test's.</summary>
public abstract class MessageStoreSuite(TestDatabase database)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private readonly ChatMessages _messages = ActivatorUtilities.CreateInstance<ChatMessages>(database.Services);

    [Fact]
    public async Task Messages_count_up_within_one_session()
    {
        var me = await Person();

        var first = await Ask(me);
        var reply = await Answer(first);
        var second = await Ask(me);

        Assert.Equal([1L, 2, 3], new[] { first, reply, second }.Select(outcome => outcome.Message!.Seq));
        Assert.Single(new[] { first, reply, second }.Select(outcome => outcome.Session!.SessionId).Distinct());
        Assert.Equal([1, 2, 3], new[] { first, reply, second }.Select(outcome => outcome.Session!.Count));
        Assert.Equal(1, second.Session!.FirstSeq);
        Assert.Equal(2, (await _messages.Head(me, Cancel)).ReadSeq);
    }

    [Fact]
    public async Task Ten_silent_minutes_end_a_session_and_less_does_not()
    {
        var me = await Person();
        var first = await Exchange(me);
        database.Time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        var still = await Exchange(me);
        var lastActive = database.Time.GetUtcNow();
        database.Time.Advance(TimeSpan.FromMinutes(10));
        var next = await Ask(me);

        Assert.Equal(first.Session!.SessionId, still.Session!.SessionId);
        Assert.NotEqual(first.Session.SessionId, next.Session!.SessionId);
        Assert.Equal([new SessionEnd(first.Session.SessionId, SessionEndReason.Timeout)], next.Ended);
        var summary = await Summary(me, first.Session.SessionId);
        Assert.Equal((SessionEndReason.Timeout, 4, lastActive), (summary.Reason, summary.MessageCount, summary.EndedAt));
        Assert.Equal(1, next.Session.Count);
    }

    [Fact]
    public async Task The_thirtieth_message_ends_a_session()
    {
        var me = await Person();
        for (var i = 0; i < 14; i++)
            Assert.Empty((await Exchange(me)).Ended ?? []);

        var last = await Exchange(me);

        Assert.Equal(30, last.Session!.Count);
        Assert.Equal([new SessionEnd(last.Session.SessionId, SessionEndReason.Limit)], last.Ended);
        Assert.Null((await _messages.Head(me, Cancel)).OpenSessionId);
        Assert.Equal(30, (await Summary(me, last.Session.SessionId)).MessageCount);
    }

    [Fact]
    public async Task A_message_whose_reply_would_not_fit_begins_the_next_session()
    {
        var me = await Person();
        StoreOutcome last = null!;
        for (var i = 0; i < 29; i++)
            last = await Ask(me);

        var next = await Ask(me);

        Assert.Equal([new SessionEnd(last.Session!.SessionId, SessionEndReason.Limit)], next.Ended);
        Assert.Equal(1, next.Session!.Count);
        Assert.Equal(29, (await Summary(me, last.Session.SessionId)).MessageCount);
    }

    [Fact]
    public async Task Replies_that_outgrow_a_session_open_the_next()
    {
        var me = await Person();
        var questions = new List<StoreOutcome>();
        for (var i = 0; i < 29; i++)
            questions.Add(await Ask(me));

        var thirtieth = await Answer(questions[0]);
        var next = await Answer(questions[1]);

        Assert.Equal((30, SessionEndReason.Limit), (thirtieth.Session!.Count, Assert.Single(thirtieth.Ended!).Reason));
        Assert.Equal(1, next.Session!.Count);
        Assert.NotEqual(thirtieth.Session.SessionId, next.Session.SessionId);
    }

    [Fact]
    public async Task A_farewell_ends_the_session_with_its_reply()
    {
        var me = await Person();
        var question = await Ask(me);

        var goodbye = await Answer(question, ends: true);
        var next = await Ask(me);

        Assert.Equal([new SessionEnd(question.Session!.SessionId, SessionEndReason.Command)], goodbye.Ended);
        Assert.Empty(next.Ended ?? []);
        Assert.NotEqual(question.Session.SessionId, next.Session!.SessionId);
    }

    [Fact]
    public async Task A_farewell_that_comes_after_the_timeout_ends_two_sessions()
    {
        var me = await Person();
        var question = await Ask(me);
        database.Time.Advance(TimeSpan.FromMinutes(11));

        var late = await Answer(question, ends: true);

        Assert.Equal([SessionEndReason.Timeout, SessionEndReason.Command], late.Ended!.Select(ended => ended.Reason));
        Assert.Equal(1, (await Summary(me, late.Session!.SessionId)).MessageCount);
    }

    [Fact]
    public async Task Ending_ends_what_is_open_once_and_says_why_it_really_ended()
    {
        var (me, slow) = (await Person(), await Person());
        var question = await Ask(me);
        var silent = await Ask(slow);

        var ended = await _messages.EndSession(me, SessionEndReason.Command, Cancel);
        var again = await _messages.EndSession(me, SessionEndReason.Command, Cancel);
        database.Time.Advance(TimeSpan.FromMinutes(10));
        var timedOut = await _messages.EndSession(slow, SessionEndReason.Command, Cancel);

        Assert.Equal(new SessionEnd(question.Session!.SessionId, SessionEndReason.Command), ended);
        Assert.Null(again);
        Assert.Equal(new SessionEnd(silent.Session!.SessionId, SessionEndReason.Timeout), timedOut);
    }

    [Fact]
    public async Task The_same_client_id_is_stored_once()
    {
        var me = await Person();
        var id = Guid.CreateVersion7();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _messages.Accept(me, "Раз", id, Cancel)));

        Assert.Single(outcomes, outcome => outcome.Status == StoreStatus.Stored);
        Assert.Equal(19, outcomes.Count(outcome => outcome.Status == StoreStatus.Duplicate));
        Assert.Equal(1, (await _messages.Head(me, Cancel)).LastSeq);
    }

    [Fact]
    public async Task A_message_is_answered_once()
    {
        var me = await Person();
        var question = await Ask(me);

        var first = await Answer(question);
        var second = await Answer(question);

        Assert.Equal((StoreStatus.Stored, StoreStatus.Duplicate), (first.Status, second.Status));
        Assert.Equal(2, (await _messages.Head(me, Cancel)).LastSeq);
        Assert.Equal(first.Message!.Id, (await _messages.FindReply(me, question.Message!.Id, Cancel))!.Id);
    }

    [Fact]
    public async Task A_stranger_is_told_apart_and_spoils_no_batch()
    {
        var me = await Person();

        var outcomes = await Task.WhenAll(_messages.Accept(me, "Раз", null, Cancel), _messages.Accept(Guid.CreateVersion7(), "Раз", null, Cancel));

        Assert.Equal([StoreStatus.Stored, StoreStatus.UnknownUser], outcomes.Select(outcome => outcome.Status));
    }

    [Fact]
    public async Task Concurrent_messages_of_many_people_are_gapless_for_each()
    {
        var people = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Person()));
        var another = ActivatorUtilities.CreateInstance<ChatMessages>(database.Services);

        // Two batchers, as two replicas have: batches of the same people meet in the database.
        await Task.WhenAll(people.SelectMany(person => Enumerable.Range(0, 25)
            .SelectMany(_ => new[] { _messages.Accept(person, "Раз", null, Cancel), another.Accept(person, "Два", Guid.CreateVersion7(), Cancel) })));

        foreach (var person in people)
        {
            var page = await _messages.History(person, before: null, after: 0, limit: 200, Cancel);
            Assert.Equal(Enumerable.Range(1, 50).Select(seq => (long)seq), page.Messages.Select(message => message.Seq));
            Assert.All(page.Messages.GroupBy(message => message.SessionId), session => Assert.True(session.Count() <= 30));
        }
    }

    [Fact]
    public async Task One_message_at_a_time_has_the_turn()
    {
        var me = await Person();

        var first = await Ask(me);
        var second = await Ask(me);
        var busy = await _messages.ClaimTurn(me, 2, Cancel);
        await Answer(first);
        var taken = await _messages.ClaimTurn(me, 2, Cancel);
        var answered = await _messages.ClaimTurn(me, 1, Cancel);

        Assert.Equal((true, false), (first.HasTurn, second.HasTurn));
        Assert.Equal((TurnClaim.Busy, TurnClaim.Taken, TurnClaim.Answered), (busy, taken, answered));
    }

    [Fact]
    public async Task A_reply_hands_the_turn_on()
    {
        var me = await Person();
        var first = await Ask(me);
        await Ask(me);

        await _messages.Reply(first.Message!, new NewReply(Guid.CreateVersion7(), "Да", MessageMetadata.None, EndsSession: false, HandTurnTo: 2), Cancel);

        Assert.Equal(2, (await _messages.Head(me, Cancel)).TurnSeq);
        Assert.False((await Ask(me)).HasTurn);
        Assert.Equal(TurnClaim.Taken, await _messages.RenewTurn(me, 2, Cancel));
    }

    [Fact]
    public async Task A_turn_that_nobody_renews_is_free_after_its_lease_and_its_first_holder_finds_out()
    {
        var me = await Person();
        await Ask(me);
        await Ask(me);
        database.Time.Advance(Conversation.TurnLease - TimeSpan.FromSeconds(1));
        Assert.Equal(TurnClaim.Taken, await _messages.RenewTurn(me, 1, Cancel));
        database.Time.Advance(Conversation.TurnLease - TimeSpan.FromSeconds(1));
        Assert.Equal(TurnClaim.Busy, await _messages.ClaimTurn(me, 2, Cancel));
        database.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(TurnClaim.Taken, await _messages.ClaimTurn(me, 2, Cancel));
        Assert.Equal(TurnClaim.Busy, await _messages.RenewTurn(me, 1, Cancel));
    }

    [Fact]
    public async Task A_released_turn_is_free_at_once_and_only_its_holder_releases_it()
    {
        var me = await Person();
        await Ask(me);
        await Ask(me);

        await _messages.ReleaseTurn(me, 2, handTo: null, Cancel);
        Assert.Equal(TurnClaim.Busy, await _messages.ClaimTurn(me, 2, Cancel));
        await _messages.ReleaseTurn(me, 1, handTo: null, Cancel);

        Assert.Equal(TurnClaim.Taken, await _messages.ClaimTurn(me, 2, Cancel));
    }

    [Fact]
    public async Task A_clock_that_goes_back_does_not_turn_time_round()
    {
        var me = await Person();
        var first = await Ask(me);
        await using (var context = database.Open())
        {
            var head = context.Conversations.Single(row => row.UserId == me);
            head.LastActiveAt = first.Message!.OccurredAt.AddMinutes(1);
            await context.SaveChangesAsync(Cancel);
        }

        var second = await Ask(me);

        Assert.Equal(first.Message.OccurredAt.AddMinutes(1), second.Message!.OccurredAt);
    }

    [Fact]
    public async Task Ending_by_a_clock_that_went_back_ends_the_session_when_it_was_last_active()
    {
        var me = await Person();
        var first = await Ask(me);
        var later = first.Message!.OccurredAt.AddMinutes(1);
        await using (var context = database.Open())
        {
            var head = context.Conversations.Single(row => row.UserId == me);
            (head.SessionStartedAt, head.LastActiveAt) = (later, later);
            await context.SaveChangesAsync(Cancel);
        }

        var ended = await _messages.EndSession(me, SessionEndReason.Command, Cancel);

        Assert.Equal(new SessionEnd(first.Session!.SessionId, SessionEndReason.Command), ended);
        Assert.Equal(later, (await Summary(me, first.Session.SessionId)).EndedAt);
    }

    [Fact]
    public async Task What_nobody_asked_for_goes_one_after_the_other_through_sessions_of_many_people_at_once()
    {
        var (me, other) = (await Person(), await Person());
        var open = await Ask(me);

        var said = await Say([.. Enumerable.Range(0, 30).Select(i => A.Said(me, $"{i}")), A.Said(other)]);

        var (mine, theirs) = (said.Take(30).ToList(), said[30]);
        Assert.Equal(Enumerable.Range(2, 30).Select(seq => (long)seq), mine.Select(outcome => outcome.Message!.Seq));
        Assert.Equal((1L, 1), (theirs.Message!.Seq, theirs.Session!.Count));
        Assert.All(mine.Take(29), outcome => Assert.Equal(open.Session!.SessionId, outcome.Session!.SessionId));
        Assert.Equal([new SessionEnd(open.Session!.SessionId, SessionEndReason.Limit)], mine[28].Ended);
        Assert.Equal(30, (await Summary(me, open.Session.SessionId)).MessageCount);
        Assert.Equal((1, 31L), (mine[29].Session!.Count, mine[29].Session!.LastSeq));

        // As it was told, so it stands; and the turn of whoever asked is theirs still.
        var page = await _messages.History(me, before: null, after: 1, limit: 200, Cancel);
        Assert.Equal(mine.Select(outcome => (outcome.Message!.Id, outcome.Message.SessionId, outcome.Message.Text, outcome.Message.OccurredAt)), page.Messages.Select(message => (message.Id, message.SessionId, message.Text, message.OccurredAt)));
        var head = await _messages.Head(me, Cancel);
        Assert.Equal((31L, 0L, mine[29].Session!.SessionId, 1L), (head.LastSeq, head.ReadSeq, head.OpenSessionId!.Value, head.TurnSeq!.Value));
    }

    [Fact]
    public async Task A_stranger_is_told_nothing_and_the_database_says_so()
    {
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => Say([A.Said(Guid.CreateVersion7())]));

        Assert.True(database.Services.GetRequiredService<Aimi.Reminders.IReminderQueue>().Refused(refused));
    }

    private async Task<IReadOnlyList<StoreOutcome>> Say(NewMessage[] messages)
    {
        await using var context = database.Open();
        await using var transaction = await context.Database.BeginTransactionAsync(Cancel);
        var said = await database.Services.GetRequiredService<IMessageStore>().Say(context, messages, Cancel);
        await transaction.CommitAsync(Cancel);
        return said;
    }

    private async Task<Guid> Person()
    {
        var user = A.User();
        await database.Save(user, A.Conversation(user));
        return user.Id;
    }

    private Task<StoreOutcome> Ask(Guid person) => _messages.Accept(person, "Раз", clientMessageId: null, Cancel);

    private Task<StoreOutcome> Answer(StoreOutcome question, bool ends = false) => _messages.Reply(
        question.Message!, new NewReply(Guid.CreateVersion7(), "Да", MessageMetadata.None, ends, HandTurnTo: null), Cancel);

    private async Task<StoreOutcome> Exchange(Guid person) => await Answer(await Ask(person));

    private async Task<Aimi.Sessions.SessionSummary> Summary(Guid person, Guid session)
    {
        await using var context = database.Open();
        return context.SessionSummaries.Single(summary => summary.UserId == person && summary.SessionId == session);
    }
}
