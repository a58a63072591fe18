using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml;

namespace Aimi.Bench.Scenarios;

/// <summary>The days of a scenario on a server's test clock (<c>AIMI__TestClock</c>): day 1 is the next such weekday on it.</summary>
internal sealed partial class ScenarioClock(HttpClient http, TimeZoneInfo zone)
{
    private DateOnly _first;

    /// <param name="starts">A weekday and a time: <c>Monday 08:00</c>.</param>
    public async Task Start(string starts, CancellationToken cancellationToken)
    {
        if (starts.Split(' ') is not [var name, var time] || !Enum.TryParse<DayOfWeek>(name, out var weekday))
            throw new FormatException($"starts: a weekday and a time, such as Monday 08:00; not {starts}.");

        var today = DateOnly.FromDateTime((await LocalNow(cancellationToken)).DateTime);
        _first = today.AddDays(1);
        while (_first.DayOfWeek != weekday)
            _first = _first.AddDays(1);
        await Advance($"day 1 {time}", cancellationToken);
    }

    /// <summary>Sets the clock forward to a time of the scenario, or by a duration such as <c>+2:30</c>.</summary>
    public async Task Advance(string to, CancellationToken cancellationToken)
    {
        var now = await LocalNow(cancellationToken);
        var wall = to.StartsWith('+')
            ? now.DateTime + TimeSpan.Parse(to[1..], CultureInfo.InvariantCulture)
            : DateTime.Parse(Resolve(to), CultureInfo.InvariantCulture);
        var ahead = new DateTimeOffset(wall, zone.GetUtcOffset(wall)) - now;
        if (ahead <= TimeSpan.Zero)
            throw new FormatException($"{to} has passed: it is {Local(now)}.");

        using var answer = await http.PostAsJsonAsync("/test/clock", new { advance = XmlConvert.ToString(ahead) }, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary><c>day 2 10:00</c> as <c>2026-03-17T10:00</c>, <c>day 2</c> as <c>2026-03-17</c>; all else as it is.</summary>
    public string Resolve(string text) => Day().Replace(text, match =>
    {
        var number = int.Parse(match.Groups["day"].ValueSpan, CultureInfo.InvariantCulture);
        var day = _first.AddDays(number - 1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return match.Groups["time"] is { Success: true } time ? $"{day}T{time.Value}" : day;
    });

    public string Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, zone).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);

    public async Task<DateTimeOffset> LocalNow(CancellationToken cancellationToken)
    {
        var clock = await http.GetFromJsonAsync<JsonNode>("/test/clock", cancellationToken);
        return TimeZoneInfo.ConvertTime((DateTimeOffset)clock!["now"]!, zone);
    }

    [GeneratedRegex(@"day (?<day>\d+)( (?<time>\d\d:\d\d))?", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Day();
}
