using Aimi.Messages;
using Aimi.Sessions;

namespace Aimi.Tests.Sessions;

/// <summary>What every session cache promises. The classes at the end of the line run it on each.</summary>
public abstract class SessionCacheBehaviour
{
    private protected static readonly ChatSessionOptions Options = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private protected abstract ISessionCache Cache { get; }

    /// <summary>Lets the time pass after which a session that is written to no more is forgotten.</summary>
    private protected abstract Task LetExpire(Guid userId);

    [Fact]
    public async Task Nothing_is_known_of_who_said_nothing() => Assert.Null(await Cache.Read(Guid.CreateVersion7(), Stop));

    [Theory]
    [InlineData("Привет! Как дела? 👋🏽")]
    [InlineData("""{"seq":7,"read":false}""")]
    [InlineData("a \"quote\", a \\ and \r\n\t‮‏")]
    [InlineData("")]
    public async Task A_message_is_read_back_as_it_was(string text)
    {
        var talk = new Talk(firstSeq: 41);
        var action = new ReplyAction("event_created", "event", Guid.CreateVersion7(), "Звонок маме");
        var said = talk.Message(41, text) with { OccurredAt = Talk.Start.AddTicks(1_234_567) };
        var reply = talk.Message(42, text) with { Metadata = new MessageMetadata { Stopped = true, Actions = [action], Tags = ["a"] } };

        await Cache.Append(talk.UserId, talk.After(42), [said, reply], Stop);

        var held = (await Cache.Read(talk.UserId, Stop))!;
        Assert.Equal(talk.After(42), held.Session);
        Assert.Equal(said, held.Messages[0] with { Metadata = said.Metadata });
        Assert.Equal(reply, held.Messages[1] with { Metadata = reply.Metadata });
        Assert.Equivalent(said.Metadata, held.Messages[0].Metadata, strict: true);
        Assert.Equivalent(reply.Metadata, held.Messages[1].Metadata, strict: true);
        Assert.Empty(held.PendingActions);
    }

    [Fact]
    public async Task Appending_answers_what_is_held_after_it()
    {
        var talk = new Talk();
        await talk.Said(Cache, 1, 2);

        var answered = (await Cache.AppendAndRead(talk.UserId, talk.After(3), [talk.Message(3)], Stop))!;

        Assert.Equal(talk.After(3), answered.Session);
        Assert.Equal([1, 2, 3], Seqs(answered));
        Assert.Equivalent(await Cache.Read(talk.UserId, Stop), answered, strict: true);
    }

    [Fact]
    public async Task Only_the_newest_are_kept()
    {
        var (slow, fast) = (new Talk(), new Talk());

        await slow.Said(Cache, 1, 37);
        await Cache.Append(fast.UserId, fast.After(37), fast.Messages(1, 37), Stop);

        foreach (var talk in new[] { slow, fast })
        {
            var held = (await Cache.Read(talk.UserId, Stop))!;
            Assert.Equal(Enumerable.Range(8, 30).Select(seq => (long)seq), Seqs(held));
            Assert.Equal(37, held.Session.Count);
            Assert.True(held.Covers(talk.After(37), Options));
        }
    }

    [Fact]
    public async Task What_the_person_says_marks_what_they_were_told_before_as_read()
    {
        var talk = new Talk();
        await talk.Said(Cache, 1, 4);
        Assert.Equal([true, true, true, false], Reads((await Cache.Read(talk.UserId, Stop))!));

        var held = (await Cache.AppendAndRead(talk.UserId, talk.After(6), [talk.Message(5), talk.Message(6)], Stop))!;

        Assert.Equal([true, true, true, true, true, false], Reads(held));
        Assert.Equal(Reads(held), Reads((await Cache.Read(talk.UserId, Stop))!));
    }

    [Fact]
    public async Task Reading_marks_up_to_that_message_and_none_after()
    {
        var talk = new Talk();
        await Cache.Append(talk.UserId, talk.After(1), [talk.Message(1)], Stop);
        foreach (var seq in new long[] { 2, 3, 4 })
            await Cache.Append(talk.UserId, talk.After(seq), [talk.Message(seq) with { Role = MessageRole.Assistant, Read = false }], Stop);

        await Cache.MarkRead(talk.UserId, talk.SessionId, 3, Stop);
        await Cache.MarkRead(talk.UserId, talk.SessionId, 2, Stop);
        await Cache.MarkRead(talk.UserId, Guid.CreateVersion7(), 4, Stop);

        Assert.Equal([true, true, true, false], Reads((await Cache.Read(talk.UserId, Stop))!));
    }

    [Fact]
    public async Task A_reply_that_was_read_before_it_came_here_is_read()
    {
        var talk = new Talk();
        await talk.Said(Cache, 1, 1);

        await Cache.MarkRead(talk.UserId, talk.SessionId, 2, Stop);
        await talk.Said(Cache, 2, 2);

        Assert.Equal([true, true], Reads((await Cache.Read(talk.UserId, Stop))!));
    }

    [Fact]
    public async Task A_session_is_forgotten_when_nothing_was_said_for_long()
    {
        var talk = new Talk();
        await talk.Said(Cache, 1, 2);

        await LetExpire(talk.UserId);
        Assert.Null(await Cache.Read(talk.UserId, Stop));

        // And what comes then finds no rest of it.
        Assert.Equal([3], Seqs((await Cache.AppendAndRead(talk.UserId, talk.After(3), [talk.Message(3)], Stop))!));
    }

    [Fact]
    public async Task A_session_is_cleared_only_while_it_is_that_one()
    {
        var old = new Talk();
        var current = new Talk(firstSeq: 3, old.UserId);
        await old.Said(Cache, 1, 2);
        await current.Said(Cache, 3, 3);

        await Cache.Clear(old.UserId, old.SessionId, Stop);
        Assert.Equal([3], Seqs((await Cache.Read(old.UserId, Stop))!));

        await Cache.Clear(old.UserId, current.SessionId, Stop);
        Assert.Null(await Cache.Read(old.UserId, Stop));
    }

    [Fact]
    public async Task Writers_that_come_out_of_order_leave_order_behind()
    {
        var talk = new Talk();
        foreach (var seq in new long[] { 4, 1, 5, 2, 3 })
            await Cache.Append(talk.UserId, talk.After(seq), [talk.Message(seq)], Stop);

        var held = (await Cache.Read(talk.UserId, Stop))!;
        Assert.Equal([1, 2, 3, 4, 5], Seqs(held));
        Assert.Equal([true, true, true, true, true], Reads(held));
        Assert.Equal(talk.After(5), held.Session);
        Assert.True(held.Covers(talk.After(5), Options));
    }

    [Fact]
    public async Task A_message_that_is_too_old_to_be_kept_changes_nothing()
    {
        var talk = new Talk();
        await Cache.Append(talk.UserId, talk.After(40), talk.Messages(11, 40), Stop);

        var held = (await Cache.AppendAndRead(talk.UserId, talk.After(5), [talk.Message(5)], Stop))!;

        Assert.Equal(Enumerable.Range(11, 30).Select(seq => (long)seq), Seqs(held));
        Assert.Equal(talk.After(40), held.Session);
    }

    [Fact]
    public async Task A_message_is_never_there_twice_and_the_last_that_was_told_stands()
    {
        var talk = new Talk();
        await talk.Said(Cache, 1, 3);

        await Cache.Append(talk.UserId, talk.After(2), [talk.Message(2, "as the database has it")], Stop);

        var held = (await Cache.Read(talk.UserId, Stop))!;
        Assert.Equal([1, 2, 3], Seqs(held));
        Assert.Equal("as the database has it", held.Messages[1].Text);
        Assert.True(held.Messages[1].Read);
    }

    [Fact]
    public async Task Two_writers_at_once_lose_nothing()
    {
        var talk = new Talk();

        await Parallel.ForEachAsync(
            Enumerable.Range(1, 30), Stop, async (seq, stop) => await Cache.Append(talk.UserId, talk.After(seq), [talk.Message(seq)], stop));

        var held = (await Cache.Read(talk.UserId, Stop))!;
        Assert.Equal(Enumerable.Range(1, 30).Select(seq => (long)seq), Seqs(held));
        Assert.True(held.Covers(talk.After(30), Options));
    }

    [Fact]
    public async Task A_new_session_takes_the_place_of_the_old_one_with_all_that_was_its()
    {
        var old = new Talk();
        var next = new Talk(firstSeq: 3, old.UserId);
        await old.Said(Cache, 1, 2);
        await Cache.SetPendingAction(old.UserId, old.SessionId, "confirm", "1", Stop);
        await Cache.MarkRead(old.UserId, old.SessionId, 1_000, Stop);

        await Cache.Append(old.UserId, next.After(4), [next.Message(3), next.Message(4)], Stop);

        var held = (await Cache.Read(old.UserId, Stop))!;
        Assert.Equal(next.After(4), held.Session);
        Assert.Equal([3, 4], Seqs(held));
        Assert.Equal([true, false], Reads(held));
        Assert.Empty(held.PendingActions);
    }

    [Fact]
    public async Task A_straggler_of_an_older_session_changes_nothing()
    {
        var old = new Talk();
        var current = new Talk(firstSeq: 3, old.UserId);
        await current.Said(Cache, 3, 4);
        var before = await Cache.Read(old.UserId, Stop);

        Assert.Null(await Cache.AppendAndRead(old.UserId, old.After(2), old.Messages(1, 2), Stop));
        await Cache.Append(old.UserId, old.After(2), old.Messages(1, 2), Stop);
        await Cache.Replace(old.UserId, old.Snapshot(2), Stop);
        await Cache.SetPendingAction(old.UserId, old.SessionId, "confirm", "1", Stop);
        await Cache.MarkRead(old.UserId, old.SessionId, 4, Stop);

        Assert.Equivalent(before, await Cache.Read(old.UserId, Stop), strict: true);
    }

    [Fact]
    public async Task Pending_actions_are_set_and_taken_away_and_survive_what_is_said()
    {
        var talk = new Talk();
        await Cache.SetPendingAction(talk.UserId, talk.SessionId, "too_early", "1", Stop);
        await talk.Said(Cache, 1, 1);
        await Cache.SetPendingAction(talk.UserId, talk.SessionId, "confirm", "удалить?", Stop);
        await Cache.SetPendingAction(talk.UserId, talk.SessionId, "choose", "", Stop);
        await talk.Said(Cache, 2, 2);
        Assert.Equal(
            new() { ["confirm"] = "удалить?", ["choose"] = "" },
            new Dictionary<string, string>((await Cache.Read(talk.UserId, Stop))!.PendingActions, StringComparer.Ordinal));

        await Cache.SetPendingAction(talk.UserId, talk.SessionId, "confirm", null, Stop);
        await Cache.SetPendingAction(talk.UserId, talk.SessionId, "choose", "2", Stop);
        Assert.Equal([KeyValuePair.Create("choose", "2")], (await Cache.Read(talk.UserId, Stop))!.PendingActions);
    }

    [Fact]
    public async Task Replacing_puts_the_databases_word_in_and_keeps_what_came_after_it()
    {
        var talk = new Talk();
        await talk.Said(Cache, 1, 2);
        await Cache.SetPendingAction(talk.UserId, talk.SessionId, "confirm", "1", Stop);
        await talk.Said(Cache, 5, 6);
        Assert.False((await Cache.Read(talk.UserId, Stop))!.Covers(talk.After(6), Options));

        var rebuilt = talk.Snapshot(5);
        await Cache.Replace(talk.UserId, rebuilt, Stop);

        var held = (await Cache.Read(talk.UserId, Stop))!;
        Assert.Equal([1, 2, 3, 4, 5, 6], Seqs(held));
        Assert.Equal(rebuilt.Messages.Select(message => message.MessageId), held.Messages.Take(5).Select(message => message.MessageId));
        Assert.Equal([true, true, true, true, true, false], Reads(held));
        Assert.Equal(talk.After(6), held.Session);
        Assert.True(held.Covers(talk.After(6), Options));
        Assert.Equal([KeyValuePair.Create("confirm", "1")], held.PendingActions);
    }

    [Fact]
    public async Task Replacing_starts_a_session_that_is_not_held()
    {
        var talk = new Talk();
        var snapshot = talk.Snapshot(40) with { PendingActions = SessionSnapshot.NothingPending.SetItem("confirm", "1") };

        await Cache.Replace(talk.UserId, snapshot, Stop);

        var held = (await Cache.Read(talk.UserId, Stop))!;
        Assert.Equal(Enumerable.Range(11, 30).Select(seq => (long)seq), Seqs(held));
        Assert.Equal(snapshot.PendingActions, held.PendingActions);
    }

    private static IEnumerable<long> Seqs(SessionSnapshot snapshot) => snapshot.Messages.Select(message => message.Seq);

    private static IEnumerable<bool> Reads(SessionSnapshot snapshot) => snapshot.Messages.Select(message => message.Read);
}
