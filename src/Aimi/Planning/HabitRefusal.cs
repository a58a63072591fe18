using Aimi.Hosting;

namespace Aimi.Planning;

/// <summary>Why something that was wished of a habit is not done; nothing was written.</summary>
/// <param name="Code">Stable: what programs go by.</param>
/// <param name="Field">The member or parameter that is not valid; null where it is not for one of them.</param>
public sealed record HabitRefusal(int Status, string Code, string Detail, string? Field = null)
{
    public static readonly HabitRefusal NotFound = new(404, Problems.NotFound, "There is no such habit.");
    public static readonly HabitRefusal NoCheckIn = new(404, Problems.NotFound, "Nothing was checked in on that day.");
    public static readonly HabitRefusal NoPause = new(404, Problems.NotFound, "The habit has no such pause.");
    public static readonly HabitRefusal VersionConflict = new(412, Problems.VersionConflict, "The habit changed since it was read. Read it again.");

    public static readonly HabitRefusal IdTaken = new(409, Problems.IdempotencyConflict, "The id is that of another habit.");

    public static HabitRefusal Invalid(string field, string detail) => new(400, Problems.ValidationFailed, detail, field);
}

/// <summary>What came of a wish: the value, or why not.</summary>
public readonly record struct HabitOutcome<T>(T? Value, HabitRefusal? Refusal)
    where T : class
{
    public static implicit operator HabitOutcome<T>(T value) => new(value, null);

    public static implicit operator HabitOutcome<T>(HabitRefusal refusal) => new(null, refusal);
}
