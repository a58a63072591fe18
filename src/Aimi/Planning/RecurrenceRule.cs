using System.Globalization;
using System.Text.RegularExpressions;
using Ical.Net;
using Ical.Net.DataTypes;
using Ical.Net.Evaluation;
using Rule = Ical.Net.DataTypes.RecurrenceRule;

namespace Aimi.Planning;

/// <summary>
/// An RRULE (RFC 5545), evaluated on the wall clock: no zone, no gaps and overlaps. Who needs instants maps what comes out by
/// <see cref="Accounts.LocalTime"/>.
/// </summary>
public sealed partial class RecurrenceRule
{
    public const string Invalid = "rule_invalid";
    public const string TooDense = "rule_too_dense";

    /// <summary>In characters.</summary>
    public const int MaxLength = 500;

    /// <summary>Occurrences in any <see cref="DenseSpan"/>: every hour is fine, every half hour is not.</summary>
    public const int MaxDensity = 500;
    public const int MaxInterval = 1_000;

    /// <summary>A rule with a COUNT is counted from its start each time: this is what that may cost.</summary>
    public const int MaxCount = 10_000;

    private static readonly TimeSpan DenseSpan = TimeSpan.FromDays(14);

    // A year and more: months, weeks and days of a rule have all come by.
    private static readonly TimeSpan CheckedSpan = TimeSpan.FromDays(400);

    // 29 February comes after eight years at the latest.
    private const int YearsToFirst = 10;

    // Steps without an occurrence before a rule is given up: two years of hours, half a day of minutes.
    private const int MaxIdleSteps = 20_000;
    private const int MaxIdleMinutes = 720;

    // Ical.Net reads FREQ=3 and BYHOUR=%209 too.
    private const string Part =
        "(FREQ=(SECONDLY|MINUTELY|HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY)|UNTIL=[0-9]{8}(T[0-9]{6}Z?)?|(COUNT|INTERVAL)=[0-9]+|(BY[A-Z]+|WKST)=[A-Z0-9,+-]+)";

    private readonly Rule _rule;

    private readonly string _text;

    private RecurrenceRule(Rule rule, string text) => (_rule, _text) = (rule, text);

    public FrequencyType Frequency => _rule.Frequency;

    public int? Count => _rule.Count;

    /// <summary>The last moment at which it may come, by the wall clock; null where it has no UNTIL.</summary>
    public DateTime? Until { get; private init; }

    /// <summary>Why a rule is refused; null where it is fine.</summary>
    /// <param name="start">When the series starts, by the wall clock.</param>
    /// <param name="allDay">It repeats by days: what comes within a day is refused.</param>
    public static RuleRefusal? Check(string rule, DateTime start, bool allDay = false, string zone = "UTC")
    {
        if (Parsed(rule, zone) is not { } parsed)
            return new RuleRefusal(Invalid, "The rule is not an RRULE of RFC 5545, such as FREQ=WEEKLY;BYDAY=MO,WE.");
        if (parsed.Contradiction(allDay) is { } contradiction)
            return new RuleRefusal(Invalid, contradiction);
        if (parsed.Frequency is FrequencyType.Secondly)
            return new RuleRefusal(TooDense, "The rule repeats every few seconds.");

        return parsed.CheckDensity(start);
    }

    /// <param name="zone">In which an UNTIL in UTC is read.</param>
    /// <exception cref="FormatException">The rule is malformed: it was not checked before it was stored.</exception>
    public static RecurrenceRule Parse(string rule, string zone = "UTC") =>
        Parsed(rule, zone) ?? throw new FormatException("The rule is not an RRULE.");

    /// <summary>The times of a series that starts at <paramref name="start"/>, from <paramref name="from"/> until before <paramref name="to"/>, in order.</summary>
    /// <remarks>Lazy, and ends with the span, however seldom the rule comes true.</remarks>
    public IEnumerable<DateTime> Between(DateTime start, DateTime from, DateTime to) => Between(start, from, to, maxIdleSteps: null);

    /// <summary>The same rule, of which <paramref name="count"/> are left.</summary>
    public string WithCount(int count) => Ended($"COUNT={count.ToString(CultureInfo.InvariantCulture)}");

    /// <summary>The same rule, which ends with <paramref name="last"/> in place of its COUNT or UNTIL.</summary>
    /// <param name="last">In UTC, or by the wall clock, as its kind says.</param>
    public string EndingWith(DateTime last) =>
        Ended($"UNTIL={last.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture)}{(last.Kind is DateTimeKind.Utc ? "Z" : "")}");

    // By hand: Ical.Net 5.2 does not write a rule that stands alone.
    private string Ended(string end) => string.Join(
        ';', [.. _text.Split(';').Where(part => !part.StartsWith("COUNT=", StringComparison.Ordinal) && !part.StartsWith("UNTIL=", StringComparison.Ordinal)), end]);

    private IEnumerable<DateTime> Between(DateTime start, DateTime from, DateTime to, int? maxIdleSteps)
    {
        if (to <= start || Until < from)
            return [];

        // UNTIL also ends the search where nothing comes any more, so every search has one.
        var rule = new Rule();
        rule.CopyFrom(_rule);
        rule.Until = new CalDateTime(Until < to ? Until.Value : to, tzId: null);
        var near = SeedNear(start, from);
        return new RecurrencePatternEvaluator(rule)
            .Evaluate(new CalDateTime(near, tzId: null), SearchStart(from, near), new EvaluationOptions { MaxUnmatchedIncrementsLimit = maxIdleSteps })
            .Select(period => period.StartTime.Value)
            .SkipWhile(wall => wall < from)
            .TakeWhile(wall => wall < to);
    }

    // On the wall clock weeks, days, hours and minutes are all alike: the series is the same from a whole number of its steps later. Months and years
    // are not, and few; a COUNT has to be counted.
    private DateTime SeedNear(DateTime start, DateTime from)
    {
        if (Count is not null || from <= start)
            return start;

        TimeSpan? unit = Frequency switch
        {
            FrequencyType.Minutely => TimeSpan.FromMinutes(1),
            FrequencyType.Hourly => TimeSpan.FromHours(1),
            FrequencyType.Daily => TimeSpan.FromDays(1),
            FrequencyType.Weekly => TimeSpan.FromDays(7),
            _ => null,
        };
        if (unit is not { } one)
            return start;

        // One step more to go: within a step, a day or a week, there may be occurrences before its seed.
        var step = one * _rule.Interval;
        return start + (step * Math.Max(0, ((from - start).Ticks / step.Ticks) - 1));
    }

    // Ical.Net leaves out the months and years before; the first week of a year may begin in the year before, hence the year more.
    private CalDateTime? SearchStart(DateTime from, DateTime seed) =>
        Count is null && Frequency is FrequencyType.Monthly or FrequencyType.Yearly && from.AddDays(-400) is var before && before > seed
            ? new CalDateTime(before, tzId: null)
            : null;

    private RuleRefusal? CheckDensity(DateTime start)
    {
        var recent = new Queue<DateTime>(MaxDensity + 1);
        try
        {
            foreach (var wall in Between(start, start, start.AddYears(YearsToFirst), Frequency is FrequencyType.Minutely ? MaxIdleMinutes : MaxIdleSteps))
            {
                recent.Enqueue(wall);
                if (recent.Count > MaxDensity && wall - recent.Dequeue() < DenseSpan)
                    return new RuleRefusal(TooDense, "The rule gives more than 500 occurrences in 14 days.");
                if (wall - start > CheckedSpan)
                    return null;
            }
        }
        catch (EvaluationLimitExceededException)
        {
            return new RuleRefusal(Invalid, "The rule hardly ever comes true; say it with a greater FREQ.");
        }

        return recent.Count == 0 ? new RuleRefusal(Invalid, "The rule never comes true.") : null;
    }

    // What RFC 5545 forbids and Ical.Net lets pass.
    private string? Contradiction(bool allDay) => this switch
    {
        { _rule: { Count: not null, Until: not null } } => "COUNT and UNTIL exclude each other.",
        { Count: > MaxCount } => "COUNT is at most 10,000.",
        { _rule.Interval: > MaxInterval } => "INTERVAL is at most 1,000.",
        { Frequency: not (FrequencyType.Monthly or FrequencyType.Yearly) } when _rule.ByDay.Any(day => day.Offset is not null) =>
            "Numbered days (1MO) need FREQ=MONTHLY or YEARLY.",
        { Frequency: not FrequencyType.Yearly, _rule.ByWeekNo.Count: > 0 } => "BYWEEKNO needs FREQ=YEARLY.",
        { Frequency: FrequencyType.Daily or FrequencyType.Weekly or FrequencyType.Monthly, _rule.ByYearDay.Count: > 0 } => "BYYEARDAY needs FREQ=YEARLY.",
        { Frequency: FrequencyType.Weekly, _rule.ByMonthDay.Count: > 0 } => "BYMONTHDAY and FREQ=WEEKLY exclude each other.",
        _ when allDay && (Frequency < FrequencyType.Daily || _rule.ByHour.Count + _rule.ByMinute.Count + _rule.BySecond.Count > 0) =>
            "What takes the whole day repeats by days.",
        _ => null,
    };

    private static RecurrenceRule? Parsed(string text, string zone)
    {
        if (text.Length > MaxLength || !Form().IsMatch(text))
            return null;

        var names = text.Split(';').Select(part => part[..part.IndexOf('=', StringComparison.Ordinal)].ToUpperInvariant()).ToList();
        if (names.Count != names.Distinct(StringComparer.Ordinal).Count())
            return null;

        try
        {
            var rule = new Rule(text.ToUpperInvariant());
            return new RecurrenceRule(rule, text.ToUpperInvariant()) { Until = WallOf(rule.Until, zone) };
        }
        catch (Exception malformed) when (malformed is ArgumentException or FormatException or OverflowException or InvalidOperationException)
        {
            return null;
        }
    }

    private static DateTime? WallOf(CalDateTime? until, string zone) => until switch
    {
        null => null,
        { HasTime: false } => until.Value.AddDays(1).AddSeconds(-1),
        { IsUtc: true } => Accounts.LocalTime.ToWall(new DateTimeOffset(until.AsUtc, TimeSpan.Zero), zone),
        _ => until.Value,
    };

    [GeneratedRegex($"^{Part}(;{Part})*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}

/// <summary>Why a rule is refused: an error code of the contract and a sentence for it.</summary>
public sealed record RuleRefusal(string Code, string Detail);
