using System.Diagnostics;
using Aimi.Assistant;
using Aimi.Assistant.Deeds;
using Aimi.Data;
using Aimi.Hosting.Telemetry;
using Aimi.Messages;
using Aimi.Realtime;

namespace Aimi.Conversations;

/// <summary>The turns of this replica: begins them, and runs them one after the other for each person.</summary>
internal sealed partial class Turns(
    TurnPlaces places,
    ChatMessages messages,
    SessionContext context,
    Coach coach,
    RealtimeHub hub,
    IServiceScopeFactory scopes,
    ConversationMetrics metrics,
    TimeProvider time,
    ILogger<Turns> log) : IDisposable
{
    /// <summary>A reply that is not there after this long has failed.</summary>
    private static readonly TimeSpan ReplyTimeout = TimeSpan.FromSeconds(90);

    /// <summary>Pieces for other replicas are gathered for this long: each is a message over the network.</summary>
    private static readonly TimeSpan RemoteDeltaInterval = TimeSpan.FromMilliseconds(50);

    private readonly TurnQueue _queue = new(messages, time);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<(Guid UserId, Guid MessageId), Turn> _active = [];

    /// <summary>Ends with an error what is in progress; the turns are given back, so that another replica can answer at once.</summary>
    public Task Cut() => _stopping.CancelAsync();

    /// <summary>Begins the turn of a message that was just stored.</summary>
    /// <param name="span">The turn's own; it ends it.</param>
    public Turn Begin(StoreOutcome accepted, Arrival arrival, Activity? span) => Begin(accepted.Message!, accepted.Session, accepted.HasTurn, arrival, span);

    /// <summary>Joins the turn of a message that was stored earlier and has no reply, or begins it.</summary>
    /// <param name="span">The turn's own, if it begins.</param>
    public Turn Resume(ChatMessage question, Arrival arrival, Activity? span) => Begin(question, session: null, hasTurn: false, arrival, span);

    /// <summary>The replies to a person that are in progress on this replica.</summary>
    public IReadOnlyList<Turn> InProgress(Guid userId)
    {
        lock (_gate)
            return [.. _active.Values.Where(turn => turn.Question.UserId == userId)];
    }

    /// <summary>Stops the replies in progress of a person, all of them or that to one message. What was said so far is stored.</summary>
    public IReadOnlyList<Turn> Stop(Guid userId, Guid? clientMessageId)
    {
        var stopped = InProgress(userId).Where(turn => clientMessageId is null || turn.Question.ClientMessageId == clientMessageId).ToList();
        foreach (var turn in stopped)
            turn.Stop.Cancel();
        return stopped;
    }

    public void Dispose() => _stopping.Dispose();

    private Turn Begin(ChatMessage question, OpenSession? session, bool hasTurn, Arrival arrival, Activity? span)
    {
        var key = (question.UserId, question.Id);
        lock (_gate)
        {
            if (_active.TryGetValue(key, out var turn))
            {
                places.GiveBack(question.UserId);
            }
            else
            {
                _active[key] = turn = new Turn(question, arrival, span);
                var granted = _queue.Join(question.UserId, question.Seq, hasTurn);

                // Its owner is the place that it has: a stop waits until all are given back.
                _ = Task.Run(() => Run(turn, session, granted));
            }

            if (arrival.Origin is { } origin)
                turn.AskedOver(origin);
            return turn;
        }
    }

    private void Forget(Turn turn)
    {
        var userId = turn.Question.UserId;
        lock (_gate)
            _active.Remove((userId, turn.Question.Id));
        places.GiveBack(userId);
    }

    private async Task Run(Turn turn, OpenSession? session, Task granted)
    {
        var question = turn.Question;
        using var acting = Acting.For(question.UserId);
        try
        {
            // Standing in line is not part of a reply's time: each of those before has that bound.
            var waiting = metrics.Now;
            TurnClaim claim;
            using (granted.IsCompletedSuccessfully ? null : Spans.Source.StartActivity(TurnStage.Wait))
                claim = await _queue.Enter(question.UserId, question.Seq, granted, _stopping.Token);
            metrics.Stage(TurnStage.Wait, waiting);
            using var patience = new CancellationTokenSource(ReplyTimeout, time);
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token, patience.Token);
            if (claim == TurnClaim.Answered)
                Complete(turn, (await messages.FindReply(question.UserId, question.Id, deadline.Token))!, TurnOutcome.Elsewhere);
            else
                await Answer(turn, session, deadline.Token);
        }
        catch (Exception failure)
        {
            ReplyFailed(question.UserId, question.Id, failure.GetType().Name, failure);
            metrics.TurnEnded(turn.Arrival, TurnOutcome.Failed);
            turn.Span.Fail(failure.GetType().Name);
            turn.Fail(new ReplyFailedException(failure));
        }
        finally
        {
            // First: a process that stops waits for its turns, and then tells of what is over.
            turn.Span?.Dispose();
            Forget(turn);
        }
    }

    private async Task Answer(Turn turn, OpenSession? session, CancellationToken deadline)
    {
        var question = turn.Question;
        var handed = false;
        using var deeds = new TurnDeeds(scopes);
        try
        {
            using var speaking = CancellationTokenSource.CreateLinkedTokenSource(deadline, turn.Stop.Token);
            var stopped = false;
            try
            {
                await KeepTurnWhile(question, Speak(turn, session, deeds, speaking.Token), speaking);
            }
            catch (OperationCanceledException) when (turn.Stop.IsCancellationRequested)
            {
                stopped = true;
            }

            if (!stopped && turn.SaidLength == 0)
                throw new InvalidOperationException("The assistant said nothing.");

            var outcome = stopped ? TurnOutcome.Stopped : TurnOutcome.Answered;
            var next = _queue.Next(question.UserId);
            var reply = new NewReply(turn.ReplyId, turn.Said, Metadata(turn, deeds, stopped), Farewell.Is(question.Text), next);

            var storing = metrics.Now;
            var stored = await Store(question, reply, deeds);
            metrics.Stage(TurnStage.Store, storing);
            var answer = stored.Message;
            if (stored.Status == StoreStatus.Stored)
            {
                handed = true;
                await _queue.Leave(question.UserId, question.Seq, next);
                await context.Add(stored.Message!, stored.Session!, turn.Pending, CancellationToken.None);
                hub.Publish(question.UserId, MessageFrame.Of(stored.Message!).ToUtf8());
                foreach (var ended in stored.Ended ?? [])
                    context.Tell(question.UserId, ended);
            }
            else
            {
                // Another replica answered, after this one had lost its turn.
                outcome = TurnOutcome.Elsewhere;
                answer = await messages.FindReply(question.UserId, question.Id, deadline);
            }

            Complete(turn, answer ?? throw new UnreachableException("A duplicate reply has an original."), outcome);
        }
        finally
        {
            if (!handed)
                await _queue.Abandon(question.UserId, question.Seq);
        }
    }

    // Most replies do nothing: they are stored together with those to other people.
    private async Task<StoreOutcome> Store(ChatMessage question, NewReply reply, TurnDeeds deeds)
    {
        using var span = Spans.Source.StartActivity(TurnStage.Store);
        return deeds.IsEmpty
            ? await messages.Reply(question, reply, CancellationToken.None)
            : await deeds.Commit(
                (database, done, token) => messages.Reply(database, question, reply with { Metadata = reply.Metadata with { Actions = done.Count == 0 ? null : done } }, token),
                CancellationToken.None);
    }

    // Counted first: who waits for the reply may look at once.
    private void Complete(Turn turn, ChatMessage reply, string outcome)
    {
        metrics.TurnEnded(turn.Arrival, outcome);
        turn.Span?.SetTag("aimi.turn.outcome", outcome);
        turn.Complete(reply);
    }

    private static MessageMetadata Metadata(Turn turn, TurnDeeds deeds, bool stopped) => !stopped && deeds.Pending is null && turn.Origin is null
        ? MessageMetadata.None
        : new MessageMetadata
        {
            Stopped = stopped ? true : null,
            PendingAction = deeds.Pending,
            Model = turn.Origin?.Model,
            Fallback = turn.Origin?.Fallback,
        };

    private async Task Speak(Turn turn, OpenSession? session, TurnDeeds deeds, CancellationToken cancellationToken)
    {
        var question = turn.Question;
        var looking = metrics.Now;
        var said = await context.Of(question, session, cancellationToken);
        metrics.Stage(TurnStage.Cache, looking);
        turn.Pending = said.Pending;
        var times = new AnswerTimes(time);
        var wanted = new CoachTurn(question.UserId, said.LastSession, said.ThisSession, said.GoesOn, question.Text, question.Seq, said.Pending, deeds, times, turn.ComesFrom);
        var speaking = metrics.Now;
        try
        {
            await Say(turn, coach.Reply(wanted, cancellationToken));
        }
        finally
        {
            metrics.Spoke(speaking, times);
        }
    }

    private async Task Say(Turn turn, IAsyncEnumerable<string> reply)
    {
        var userId = turn.Question.UserId;
        var unsent = string.Empty;
        var sentAt = time.GetTimestamp();
        await foreach (var whole in reply)
        {
            var piece = turn.Say(whole);
            if (piece.Length == 0)
                break;

            if (hub.SocketsOf(userId) > 0)
                hub.PublishHere(userId, new DeltaFrame(turn.ReplyId, piece).ToUtf8());

            unsent += piece;
            if (time.GetElapsedTime(sentAt) < RemoteDeltaInterval)
                continue;

            hub.PublishElsewhere(userId, new DeltaFrame(turn.ReplyId, unsent).ToUtf8());
            (unsent, sentAt) = (string.Empty, time.GetTimestamp());
        }
    }

    /// <summary>Renews the turn as long as the reply takes; most take less than one renewal.</summary>
    private async Task KeepTurnWhile(ChatMessage question, Task speaking, CancellationTokenSource speech)
    {
        try
        {
            while (!speaking.IsCompleted)
            {
                using var waiting = new CancellationTokenSource();
                await Task.WhenAny(speaking, Task.Delay(Conversation.TurnLease / 3, time, waiting.Token));
                await waiting.CancelAsync();

                // Lost (this process slept, the database was away): whoever has the turn now answers.
                if (!speaking.IsCompleted && await messages.RenewTurn(question.UserId, question.Seq, CancellationToken.None) != TurnClaim.Taken)
                    throw new InvalidOperationException("The turn was lost.");
            }
        }
        catch
        {
            await speech.CancelAsync();
            await speaking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        await speaking;
    }

    [LoggerMessage(1001, LogLevel.Warning, "The reply to message {MessageId} of {UserId} failed ({Kind})", EventName = "reply_failed")]
    private partial void ReplyFailed(Guid userId, Guid messageId, string kind, Exception failure);
}
