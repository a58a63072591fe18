using System.Buffers;
using System.Text;
using Aimi.Planning.Calendar;
using NodaTime;
using NodaTime.TimeZones;

namespace Aimi.Tests.Planning;

/// <summary>The parts that read and write iCalendar, against what is hard about it.</summary>
public sealed class CalendarFileTests
{
    public static TheoryData<string> Texts => new(
        "plain", "a, b; c \\ d \\n e", "первая\nвторая", string.Concat(Enumerable.Repeat("👩‍👩‍👧‍👦", 60)), new string('ж', 500), new string('x', 75 - "SUMMARY:".Length), ":\"';=,");

    [Theory, MemberData(nameof(Texts))]
    public void A_text_comes_back_as_it_was_written_from_lines_that_no_reader_finds_too_long(string text)
    {
        var bytes = new ArrayBufferWriter<byte>();
        var writer = new CalendarWriter(bytes);
        writer.Begin("VCALENDAR");
        writer.Begin("VEVENT");
        writer.Text("SUMMARY", text);
        writer.End("VEVENT");
        writer.End("VCALENDAR");

        var written = new UTF8Encoding(false, throwOnInvalidBytes: true);
        Assert.All(written.GetString(bytes.WrittenSpan).Split("\r\n"), line => Assert.InRange(written.GetByteCount(line), 0, 75));
        Assert.Equal(text, CalendarFile.Read(bytes.WrittenMemory, out _)!.Entries.Single().Text("SUMMARY"));
    }

    [Theory]
    [InlineData("BEGIN:VCALENDAR\nEND:VCALENDAR", true)]
    [InlineData("\r\n\r\nbegin:vcalendar\r\nend:vcalendar\r\n", true)]
    [InlineData("BEGIN:VCALENDAR\nno colon here\nX:\n:\n;\nBEGIN:VEVENT\nSUMMARY;X=\"open:y\nEND:VEVENT\nEND:VCALENDAR", true)]
    [InlineData("", false)]
    [InlineData("<html></html>", false)]
    [InlineData("BEGIN:VCARD\nEND:VCARD", false)]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\nEND:VEVENT", false)]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VCALENDAR\nEND:VCALENDAR\nEND:VCALENDAR", false)]
    [InlineData("BEGIN:VCALENDAR\n", false)]
    [InlineData("END:VCALENDAR\n", false)]
    public void A_calendar_is_told_from_what_is_none(string text, bool isOne)
    {
        Assert.Equal(isOne, CalendarFile.Read(Encoding.UTF8.GetBytes(text), out var refusal) is not null);
        Assert.Equal(isOne ? null : ImportRefusal.NotACalendar, refusal);
    }

    [Fact]
    public void Any_bytes_are_an_answer_and_never_an_exception()
    {
        var random = new Random(5);
        var file = File.ReadAllBytes(Path.Combine(Checkout.Root, "tests/Aimi.Tests/Planning/Calendars/outlook.ics"));
        for (var round = 0; round < 3_000; round++)
        {
            var broken = (byte[])file.Clone();
            for (var damage = 0; damage < 8; damage++)
                broken[random.Next(broken.Length)] = (byte)random.Next(256);
            if (CalendarFile.Read(broken, out _) is { } read)
                EntryGroup.Of(read, "Europe/Moscow", A.Now, new ImportReport());
        }
    }

    [Theory]
    [InlineData("Europe/Berlin", "Europe/Berlin")]
    [InlineData("Russian Standard Time", "Europe/Moscow")]
    [InlineData("W. Europe Standard Time", "Europe/Berlin")]
    [InlineData("/freeassociation.sourceforge.net/Tzfile/Europe/Rome", "Europe/Rome")]
    [InlineData("Nowhere", null)]
    public void A_zone_is_known_by_its_name(string name, string? zone) => Assert.Equal(zone, new ZoneNames([], "Europe/Moscow", A.Now).Resolve(name));

    [Theory]
    [InlineData("+0300", null, null, "Europe/Moscow")] // the person's own comes first
    [InlineData("+0530", null, null, "Asia/Calcutta")]
    [InlineData("+0100", "+0200", "19700329T020000", "Europe/Berlin")]
    [InlineData("+1000", "+1100", "20081005T020000", "Australia/Sydney")] // south of the equator
    public void A_zone_of_no_name_is_known_by_its_clocks(string standard, string? daylight, string? from, string like)
    {
        var summer = daylight is null ? "" : $"BEGIN:DAYLIGHT\nTZOFFSETTO:{daylight}\nDTSTART:{from}\nEND:DAYLIGHT\n";
        var file = $"BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:Customized\nBEGIN:STANDARD\nTZOFFSETTO:{standard}\nEND:STANDARD\n{summer}END:VTIMEZONE\nEND:VCALENDAR";
        var definitions = CalendarFile.Read(Encoding.UTF8.GetBytes(file), out _)!.Calendars[0].Components;

        var zone = new ZoneNames(definitions, "Europe/Moscow", A.Now).Resolve("Customized");

        foreach (var month in Enumerable.Range(1, 12))
        {
            var instant = Instant.FromUtc(2026, month, 15, 0, 0);
            Assert.Equal(DateTimeZoneProviders.Tzdb[like].GetUtcOffset(instant), DateTimeZoneProviders.Tzdb[zone!].GetUtcOffset(instant));
        }
    }

    [Fact]
    public void A_zone_is_defined_as_its_clocks_go_for_every_zone_there_is()
    {
        foreach (var zone in TzdbDateTimeZoneSource.Default.ZoneLocations!.Select(location => location.ZoneId))
        {
            var bytes = new ArrayBufferWriter<byte>();
            ZoneDefinition.Write(new CalendarWriter(bytes), zone, 2026);
            var told = Observances(Encoding.UTF8.GetString(bytes.WrittenSpan));
            for (var instant = Instant.FromUtc(2025, 1, 2, 0, 0); instant < Instant.FromUtc(2035, 12, 30, 0, 0); instant += Duration.FromHours(67))
            {
                var expected = DateTimeZoneProviders.Tzdb[zone].GetUtcOffset(instant).ToTimeSpan();
                var last = told.Where(change => change.At <= instant.ToDateTimeUtc()).MaxBy(change => change.At);
                Assert.True(expected == last.To, $"{zone} at {instant}: {expected}, and by its definition {last.To}");
            }
        }
    }

    /// <summary>Every change of the clocks until 2036, by what a definition says.</summary>
    private static List<(DateTime At, TimeSpan To)> Observances(string definition)
    {
        var changes = new List<(DateTime, TimeSpan)>();
        var file = CalendarFile.Read(Encoding.UTF8.GetBytes($"BEGIN:VCALENDAR\r\n{definition}END:VCALENDAR"), out _)!;
        foreach (var part in file.Calendars[0].Components.Single().Components)
        {
            var (to, start) = (Offset(part.Text("TZOFFSETTO")!), DateTime.ParseExact(part.Text("DTSTART")!, "yyyyMMdd'T'HHmmss", null));
            var from = Offset(FromOf(definition, part.Text("DTSTART")!));
            if (part.Text("RRULE") is not { } rule)
            {
                changes.Add((start - from, to));
                continue;
            }

            var series = new Ical.Net.CalendarComponents.CalendarEvent { Start = new Ical.Net.DataTypes.CalDateTime(start) };
            series.RecurrenceRule = new Ical.Net.DataTypes.RecurrencePattern(rule);
            changes.AddRange(series.GetOccurrences().TakeWhile(onset => onset.Period.StartTime.Year < 2036).Select(onset => (onset.Period.StartTime.Value - from, to)));
        }

        return changes;
    }

    // The reader keeps no TZOFFSETFROM; it stands before the start.
    private static string FromOf(string definition, string start)
    {
        var before = definition[..definition.IndexOf($"DTSTART:{start}", StringComparison.Ordinal)];
        return before[(before.LastIndexOf("TZOFFSETFROM:", StringComparison.Ordinal) + 13)..].Split("\r\n")[0];
    }

    private static TimeSpan Offset(string text)
    {
        var span = TimeSpan.ParseExact(text[1..], ["hhmm", "hhmmss"], null);
        return text[0] == '-' ? -span : span;
    }
}
