namespace Aimi.Assistant.Guardrails.Moderation;

/// <summary>What is refused. Swearing, grief, health, sexuality between adults and the news are not.</summary>
internal enum ModerationCategory
{
    /// <summary>Sexual content about children.</summary>
    Minors,

    /// <summary>How to hurt people: weapons, attacks, poison, hard drugs.</summary>
    Weapons,

    /// <summary>Hate against a group of people.</summary>
    Hate,

    /// <summary>A threat against somebody.</summary>
    Threat,

    /// <summary>How to hurt oneself. What a person says of it is answered by <see cref="Crisis.CrisisProtocol"/> before.</summary>
    SelfHarm,
}

/// <summary>Decides what is refused.</summary>
internal interface IModerator
{
    /// <returns>Null for what is fine. It never fails: whoever can not decide asks the rules.</returns>
    ValueTask<ModerationCategory?> Check(string text, CancellationToken cancellationToken);
}

/// <summary>Of <c>Moderation = off</c>.</summary>
internal sealed class NoModerator : IModerator
{
    public ValueTask<ModerationCategory?> Check(string text, CancellationToken cancellationToken) => default;
}
