using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using Aimi.Accounts;

namespace Aimi.Reminders;

/// <summary>
/// How long before a thing to remind of it, or when: an ISO 8601 duration (<c>PT2H</c>, <c>P1D</c>) or an RFC 3339 instant. Days are days of the
/// calendar: <c>P1D</c> before 9:00 is 9:00 the day before, also where the clock was changed in between; <c>PT24H</c> is 24 hours.
/// </summary>
public sealed partial record ReminderOffset
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    private int Days { get; init; }

    private TimeSpan Time { get; init; }

    /// <summary>An instant, in place of a time before.</summary>
    public DateTimeOffset? At { get; private init; }

    /// <summary>The longest that it can be before the thing, an hour more or less by the clock.</summary>
    internal TimeSpan Reach => TimeSpan.FromDays(Days) + Time;

    /// <summary>False where it is neither, or longer than a year. Years and months are no length of time, and refused.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out ReminderOffset? offset)
    {
        offset = null;
        if (Duration().Match(text) is { Success: true } duration && !text.EndsWith('P') && !text.EndsWith('T'))
        {
            var days = (Number(duration, "w") * 7) + Number(duration, "d");
            var time = TimeSpan.FromHours(Number(duration, "h")) + TimeSpan.FromMinutes(Number(duration, "m")) + TimeSpan.FromSeconds(Number(duration, "s"));
            offset = new ReminderOffset { Days = days, Time = time };
            return offset.Reach <= Longest;
        }

        if (!Moment().IsMatch(text) || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
            return false;

        offset = new ReminderOffset { At = at.ToUniversalTime() };
        return true;
    }

    /// <summary>Those of a list that can be read.</summary>
    internal static IReadOnlyList<ReminderOffset> Read(IEnumerable<string> texts) =>
        [.. texts.Select(text => TryRead(text, out var offset) ? offset : null).OfType<ReminderOffset>().Distinct()];

    /// <summary>When to remind of what is at <paramref name="anchor"/>.</summary>
    internal DateTimeOffset Before(DateTimeOffset anchor, string zone) =>
        At ?? (Days == 0 ? anchor : LocalTime.ToInstant(LocalTime.ToWall(anchor, zone).AddDays(-Days), zone)) - Time;

    /// <summary>When to remind of what takes the whole day: in the morning of the day, or of as many days before as it has full days.</summary>
    internal DateTimeOffset BeforeDay(DateOnly day, TimeOnly morning, string zone) =>
        At ?? LocalTime.ToInstant(day.AddDays(-(int)Reach.TotalDays).ToDateTime(morning), zone);

    private static int Number(Match duration, string unit) =>
        duration.Groups[unit] is { Success: true } digits ? int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^P((?<w>\d{1,2})W)?((?<d>\d{1,3})D)?(T((?<h>\d{1,4})H)?((?<m>\d{1,6})M)?((?<s>\d{1,8})S)?)?$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Duration();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Moment();
}
