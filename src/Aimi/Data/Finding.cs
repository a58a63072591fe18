namespace Aimi.Data;

/// <summary>How a thing stands that Aimi needs.</summary>
public enum Verdict
{
    Fine,

    /// <summary>It works, and may not for long, or not as it was meant.</summary>
    Doubtful,
    Broken,
}

/// <summary>What <c>./aimi doctor</c> found out, without a word of language and without a secret.</summary>
/// <param name="Key">The text that tells it; the one named <c>Key.Do</c>, if there is one, says what to do.</param>
/// <param name="Values">What the texts have gaps for.</param>
public sealed record Finding(Verdict Verdict, string Key, params object[] Values);

/// <summary>Looks at the database as it is, and changes nothing.</summary>
internal interface IDatabaseCheckup
{
    /// <param name="tell">Called for each finding as it is made, so that a hang later on loses none.</param>
    Task Examine(Action<Finding> tell, CancellationToken cancellationToken);
}
