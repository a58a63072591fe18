using Aimi.Cli.Contract;

namespace Aimi.Cli.Connection;

/// <summary>What a <see cref="ChatConnection"/> tells whoever shows the conversation.</summary>
internal abstract record ChatEvent;

/// <summary>The server greeted; what was waiting is being sent.</summary>
/// <param name="LastSeq">The newest message before this client came, or that it has seen.</param>
/// <param name="Again">After a lost connection.</param>
internal sealed record Connected(long LastSeq, bool Again) : ChatEvent;

/// <summary>No connection; the next attempt is under way by itself.</summary>
/// <param name="Attempt">1 for the first failure since a connection that lasted, or since the start.</param>
/// <param name="Again">There was a connection before.</param>
internal sealed record Disconnected(int Attempt, bool Again) : ChatEvent;

/// <summary>The server does not let us in; the connection has ended for good.</summary>
internal sealed record Refused(string? Reason) : ChatEvent;

/// <summary>A frame to show; a message comes here once, however often it arrived, and never as the echo of one's own.</summary>
internal sealed record Arrived(ServerFrame Frame) : ChatEvent;

/// <summary>A message sent from here has its reply.</summary>
internal sealed record Answered(Guid ClientMessageId, Said Reply) : ChatEvent;

/// <summary>A message sent from here has no reply and will not be sent again by itself.</summary>
internal sealed record Unanswered(Send Send, Failed Error) : ChatEvent
{
    /// <summary>False where the message itself is at fault.</summary>
    public bool CanRetry => Error.Code is not ("validation_failed" or "unknown_field" or "unprocessable" or "too_large" or "idempotency_conflict");
}
