using Aimi.Hosting;

namespace Aimi.Reminders;

/// <summary>Why something that was wished of reminders is not done; nothing was written.</summary>
/// <param name="Code">Stable: what programs go by; null: that of the status.</param>
/// <param name="Field">The member that is not valid; null where it is not for one of them.</param>
public sealed record ReminderRefusal(int Status, string? Code, string Detail, string? Field = null)
{
    public const string NothingToRemind = "nothing_to_remind";
    public const string TransitionNotAllowed = "transition_not_allowed";

    public static readonly ReminderRefusal NotFound = new(404, Problems.NotFound, "There is no such reminder.");

    public static ReminderRefusal Invalid(string field, string detail) => new(400, Problems.ValidationFailed, detail, field);

    public static ReminderRefusal Nothing(string detail) => new(422, NothingToRemind, detail);
}
