namespace Aimi.Assistant.Llm;

/// <summary>Why a model gave no whole answer. The words are labels in the metrics.</summary>
public enum LlmFailure
{
    /// <summary>There is none, or nobody whom it could be asked for.</summary>
    NoModel,

    /// <summary>Too many requests, or the quota is used up.</summary>
    Busy,
    Unreachable,

    /// <summary>An error of the server's own.</summary>
    Failed,

    /// <summary>It will not have the key, the model's name or the question.</summary>
    Refused,

    /// <summary>No first word, or none after the last, within the time.</summary>
    Slow,
    BrokeOff,
    Unreadable,

    /// <summary>The vendor's filter let nothing through.</summary>
    Filtered,

    /// <summary>It was not asked: it failed often, or wanted to be left alone.</summary>
    Resting,

    /// <summary>The person used up what they have for the day.</summary>
    OverBudget,
}

/// <summary>The model gave no whole answer. The message is for the operator, and holds neither a secret nor what was said.</summary>
public sealed class LlmException(LlmFailure kind, string message) : Exception(message)
{
    public LlmFailure Kind => kind;

    /// <summary>How long the server wants to be left alone; null where it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Asked again at once it may well answer.</summary>
    internal bool IsPassing => kind is LlmFailure.Busy or LlmFailure.Unreachable or LlmFailure.Failed or LlmFailure.BrokeOff;

    /// <summary>It is the server's trouble, whatever it is asked.</summary>
    internal bool IsOfServer => IsPassing || kind is LlmFailure.Slow;
}
