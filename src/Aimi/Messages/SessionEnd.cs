namespace Aimi.Messages;

/// <summary>Why a session ended.</summary>
public enum SessionEndReason
{
    /// <summary>The person said goodbye, or asked for it.</summary>
    Command,

    /// <summary>Nothing was said for <see cref="ChatSessionOptions.Timeout"/>.</summary>
    Timeout,

    /// <summary>It held <see cref="ChatSessionOptions.MaxMessages"/> messages.</summary>
    Limit,

    /// <summary>Aimi ended it: an import, a shutdown, an operator.</summary>
    System,
}

/// <summary>A session that ended in the statement that reports it; its <c>session_summary</c> row is pending since then.</summary>
public sealed record SessionEnd(Guid SessionId, SessionEndReason Reason);
