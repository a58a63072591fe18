using System.Diagnostics;
using Aimi.Assistant;
using Aimi.Assistant.Deeds;
using Aimi.Data;
using Aimi.Messages;
using Aimi.Realtime;

namespace Aimi.Conversations;

/// <summary>The turns of this replica: begins them, runs them one after the other for each person, and waits for them when the process stops.</summary>
internal sealed partial class Turns(
    ChatMessages messages, SessionContext context, Coach coach, RealtimeHub hub, IServiceScopeFactory scopes, TimeProvider time, ILogger<Turns> log) : IHostedService, IDisposable
{
    /// <summary>More messages of one person that wait for their reply are refused.</summary>
    public const int MaxPerUser = 100;

    /// <summary>A reply that is not there after this long has failed.</summary>
    private static readonly TimeSpan ReplyTimeout = TimeSpan.FromSeconds(90);

    /// <summary>Pieces for other replicas are gathered for this long: each is a message over the network.</summary>
    private static readonly TimeSpan RemoteDeltaInterval = TimeSpan.FromMilliseconds(50);

    private readonly TurnQueue _queue = new(messages, time);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<(Guid UserId, Guid MessageId), (Turn Turn, Task Running)> _active = [];
    private readonly Dictionary<Guid, int> _places = [];

    /// <summary>Takes a place for one more message of a person, before it is stored; false where they have too many. The turn that begins with it gives it back.</summary>
    public bool TakePlace(Guid userId)
    {
        lock (_gate)
        {
            var taken = _places.GetValueOrDefault(userId);
            if (taken < MaxPerUser)
                _places[userId] = taken + 1;
            return taken < MaxPerUser;
        }
    }

    /// <summary>Gives back the place of a message for which no turn began.</summary>
    public void GivePlaceBack(Guid userId)
    {
        lock (_gate)
        {
            if (--_places[userId] == 0)
                _places.Remove(userId);
        }
    }

    /// <summary>Begins the turn of a message that was just stored.</summary>
    public Turn Begin(StoreOutcome accepted) => Begin(accepted.Message!, accepted.Session, accepted.HasTurn);

    /// <summary>Joins the turn of a message that was stored earlier and has no reply, or begins it.</summary>
    public Turn Resume(ChatMessage question) => Begin(question, session: null, hasTurn: false);

    /// <summary>The replies to a person that are in progress on this replica.</summary>
    public IReadOnlyList<Turn> InProgress(Guid userId)
    {
        lock (_gate)
            return [.. _active.Values.Select(entry => entry.Turn).Where(turn => turn.Question.UserId == userId)];
    }

    /// <summary>Stops the replies in progress of a person, all of them or that to one message. What was said so far is stored.</summary>
    public IReadOnlyList<Turn> Stop(Guid userId, Guid? clientMessageId)
    {
        var stopped = InProgress(userId).Where(turn => clientMessageId is null || turn.Question.ClientMessageId == clientMessageId).ToList();
        foreach (var turn in stopped)
            turn.Stop.Cancel();
        return stopped;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The server has stopped listening: turns in progress finish, or end with an error when the host's patience does.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Task running;
        lock (_gate)
            running = Task.WhenAll(_active.Values.Select(entry => entry.Running));
        try
        {
            await running.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await _stopping.CancelAsync();
            await running;
        }
    }

    public void Dispose() => _stopping.Dispose();

    private Turn Begin(ChatMessage question, OpenSession? session, bool hasTurn)
    {
        var key = (question.UserId, question.Id);
        lock (_gate)
        {
            if (_active.TryGetValue(key, out var running))
            {
                GivePlaceBack(question.UserId);
                return running.Turn;
            }

            var turn = new Turn(question);
            var granted = _queue.Join(question.UserId, question.Seq, hasTurn);
            _active[key] = (turn, Task.Run(() => Run(turn, session, granted)));
            return turn;
        }
    }

    private void Forget(Turn turn)
    {
        var userId = turn.Question.UserId;
        lock (_gate)
        {
            _active.Remove((userId, turn.Question.Id));
            GivePlaceBack(userId);
        }
    }

    private async Task Run(Turn turn, OpenSession? session, Task granted)
    {
        var question = turn.Question;
        using var acting = Acting.For(question.UserId);
        try
        {
            // Standing in line is not part of a reply's time: each of those before has that bound.
            var claim = await _queue.Enter(question.UserId, question.Seq, granted, _stopping.Token);
            using var patience = new CancellationTokenSource(ReplyTimeout, time);
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token, patience.Token);
            if (claim == TurnClaim.Answered)
                turn.Complete((await messages.FindReply(question.UserId, question.Id, deadline.Token))!);
            else
                await Answer(turn, session, deadline.Token);
        }
        catch (Exception failure)
        {
            ReplyFailed(question.UserId, question.Id, failure.GetType().Name, failure);
            turn.Fail(new ReplyFailedException(failure));
        }
        finally
        {
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

            var next = _queue.Next(question.UserId);
            var reply = new NewReply(turn.ReplyId, turn.Said, Metadata(turn, deeds, stopped), Farewell.Is(question.Text), next);

            // Most replies do nothing: they are stored together with those to other people.
            var stored = deeds.IsEmpty
                ? await messages.Reply(question, reply, CancellationToken.None)
                : await deeds.Commit(
                    (database, done, token) => messages.Reply(database, question, reply with { Metadata = reply.Metadata with { Actions = done.Count == 0 ? null : done } }, token),
                    CancellationToken.None);
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
                answer = await messages.FindReply(question.UserId, question.Id, deadline);
            }

            turn.Complete(answer ?? throw new UnreachableException("A duplicate reply has an original."));
        }
        finally
        {
            if (!handed)
                await _queue.Abandon(question.UserId, question.Seq);
        }
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
        var said = await context.Of(question, session, cancellationToken);
        turn.Pending = said.Pending;
        var unsent = string.Empty;
        var sentAt = time.GetTimestamp();
        var wanted = new CoachTurn(question.UserId, said.LastSession, said.ThisSession, question.Text, question.Seq, said.Pending, deeds, turn.ComesFrom);
        await foreach (var whole in coach.Reply(wanted, cancellationToken))
        {
            var piece = turn.Say(whole);
            if (piece.Length == 0)
                break;

            if (hub.SocketsOf(question.UserId) > 0)
                hub.PublishHere(question.UserId, new DeltaFrame(turn.ReplyId, piece).ToUtf8());

            unsent += piece;
            if (time.GetElapsedTime(sentAt) < RemoteDeltaInterval)
                continue;

            hub.PublishElsewhere(question.UserId, new DeltaFrame(turn.ReplyId, unsent).ToUtf8());
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
