using System.Diagnostics.Metrics;
using Aimi.Assistant;
using Aimi.Hosting.Resources;
using Aimi.Hosting.Telemetry;
using Aimi.Messages;
using Aimi.Realtime;

namespace Aimi.Conversations;

/// <summary>What people said, how long their replies took and where that time went. On the clock that only goes on.</summary>
internal sealed class ConversationMetrics(IMeterFactory meters, TimeProvider time) : IMetrics
{
    private static readonly double[] Boundaries = [0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 90];

    private readonly Counter<long> _accepted = meters.Counter("aimi.message.accepted", "{message}", "Messages of people that were stored; one that is sent again is not.");
    private readonly Counter<long> _ended = meters.Counter("aimi.session.ended", "{session}", "Sessions that ended.");
    private readonly Histogram<double> _turns = meters.Seconds("aimi.turn.duration", "From a message until its reply was stored, or failed.", Boundaries);
    private readonly Histogram<double> _stages = meters.Seconds("aimi.turn.stage.duration", "The parts of that time.", Boundaries);

    public long Now => time.GetTimestamp();

    public void Begin(Meter meter)
    {
        Accepted(Arrival.Rest, 0);
        Accepted(Arrival.Socket, 0);
        foreach (var reason in Enum.GetValues<SessionEndReason>())
            Ended(reason, 0);
    }

    public void Accepted(Arrival arrival) => Accepted(arrival.Transport, 1);

    public void SessionEnded(SessionEndReason reason) => Ended(reason, 1);

    /// <param name="outcome">Of <see cref="TurnOutcome"/>.</param>
    public void TurnEnded(Arrival arrival, string outcome) =>
        _turns.Record(time.GetElapsedTime(arrival.At).TotalSeconds, new("outcome", outcome), new("transport", arrival.Transport));

    /// <summary>A part of a turn is over.</summary>
    /// <param name="stage">Of <see cref="TurnStage"/>.</param>
    /// <param name="begun">As <see cref="Now"/>.</param>
    public void Stage(string stage, long begun) => Stage(stage, time.GetElapsedTime(begun));

    /// <inheritdoc cref="Stage(string, long)"/>
    public void Stage(string stage, TimeSpan taken) => _stages.Record(taken.TotalSeconds, new KeyValuePair<string, object?>("stage", stage));

    /// <summary>What was said is over: what the assistant took by itself, and what it waited for.</summary>
    public void Spoke(long begun, AnswerTimes times)
    {
        Stage(TurnStage.Model, time.GetElapsedTime(begun) - times.Context - times.Tools);
        if (times.Context > TimeSpan.Zero)
            Stage(TurnStage.Context, times.Context);
        if (times.Tools > TimeSpan.Zero)
            Stage(TurnStage.Tools, times.Tools);
    }

    private void Accepted(string transport, int messages) => _accepted.Add(messages, new KeyValuePair<string, object?>("transport", transport));

    private void Ended(SessionEndReason reason, int sessions) => _ended.Add(sessions, new KeyValuePair<string, object?>("reason", reason.Word()));
}

/// <summary>When a message came in, and how.</summary>
/// <param name="Origin">The socket; null: by a request.</param>
/// <param name="At">As <see cref="ConversationMetrics.Now"/>.</param>
internal readonly record struct Arrival(Outbox? Origin, long At)
{
    public const string Rest = "rest";
    public const string Socket = "websocket";

    public string Transport => Origin is null ? Rest : Socket;
}

/// <summary>How a turn ended, as a label.</summary>
internal static class TurnOutcome
{
    public const string Answered = "answered";

    /// <summary>The person wanted no more; what was said so far is the reply.</summary>
    public const string Stopped = "stopped";

    /// <summary>Another replica has answered.</summary>
    public const string Elsewhere = "elsewhere";
    public const string Failed = "failed";
}

/// <summary>The parts of a turn, as labels.</summary>
internal static class TurnStage
{
    /// <summary>Until the message is durable.</summary>
    public const string Accept = "accept";

    /// <summary>For the person's messages before it.</summary>
    public const string Wait = "wait";

    /// <summary>What was said in the session: from the cache, or from the database.</summary>
    public const string Cache = "cache";

    /// <summary>What is known of the person, and remembered about this.</summary>
    public const string Context = "context";

    /// <summary>The model, and the guardrails before and behind it.</summary>
    public const string Model = "model";
    public const string Tools = "tools";

    /// <summary>Until the reply, and what it did, is durable.</summary>
    public const string Store = "store";
}
