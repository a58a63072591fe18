using System.Text;
using System.Text.Json.Nodes;
using Aimi.Planning;
using Aimi.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Tests.Planning;

public sealed class CalendarImportOnSqliteTests(StoppedClock<EmbeddedStack> clock)
    : CalendarImportSuite(clock.Stack), IClassFixture<StoppedClock<EmbeddedStack>>;

public sealed class CalendarImportOnServersTests(StoppedClock<ServerStack> clock)
    : CalendarImportSuite(clock.Stack), IClassFixture<StoppedClock<ServerStack>>;

/// <summary>Files of other calendars become plans.</summary>
public abstract class CalendarImportSuite(TestStack stack) : CalendarSuite(stack)
{
    [Fact]
    public async Task A_file_of_Google_shape_is_taken_whole()
    {
        var me = await Person();
        Assert.Equal((5, 0, 0, 0), Counts(await Import(me, FileOf("google.ics"))));

        var events = await Events(me);
        var call = events["0weekly1team2call3@google.com"];
        Assert.Equal(
            ("Team call", "Europe/Berlin", "FREQ=WEEKLY;WKST=MO;BYDAY=MO", new DateTime(2026, 3, 16, 15, 0, 0), false, EventSource.External),
            (call.Title, call.Timezone, call.RepeatRule, call.WallTime, call.Floating, call.Source));
        Assert.Equal((Utc("2026-03-16T14:00:00Z"), Utc("2026-03-16T15:00:00Z")), (call.StartAt, call.EndAt));
        Assert.Equal("Room 4, Berlin\n\nAgenda, notes: https://example.com/doc\nBring numbers; be brief", call.Description);
        Assert.Equal(["PT24H", "PT15M"], call.ReminderOffsets!);

        var occurrences = await Occurrences(me);
        Assert.Equal(
            [
                (new DateTime(2026, 3, 23, 15, 0, 0), EventStatus.Planned, Utc("2026-03-24T15:00:00Z"), "Team call (moved)"),
                (new DateTime(2026, 3, 30, 15, 0, 0), EventStatus.Cancelled, default(DateTimeOffset?), null),
            ],
            occurrences.Select(occurrence => (occurrence.WallTime, occurrence.Status, occurrence.StartAt, occurrence.Title)));
        Assert.Equal(Utc("2026-03-24T16:30:00Z"), occurrences[0].EndAt);

        // What is there once in UTC is said in the zone that the calendar is shown in.
        Assert.Equal(("Europe/Berlin", "Zahnarzt 🦷 prüfen", Utc("2026-03-20T17:00:00Z")), (events["1dentist2@google.com"].Timezone, events["1dentist2@google.com"].Title, events["1dentist2@google.com"].StartAt));
        var trip = events["2trip3@google.com"];
        Assert.Equal((true, Utc("2026-04-30T21:00:00Z"), Utc("2026-05-03T21:00:00Z")), (trip.AllDay, trip.StartAt, trip.EndAt));
        Assert.Equal((true, "FREQ=YEARLY", new DateTime(2020, 7, 11)), (events["3birthday4@google.com"].AllDay, events["3birthday4@google.com"].RepeatRule, events["3birthday4@google.com"].WallTime));
        Assert.Equal(EventStatus.Cancelled, events["4gone5@google.com"].Status);
    }

    [Fact]
    public async Task A_file_of_Apple_shape_is_taken_whole()
    {
        var me = await Person();
        Assert.Equal((4, 0, 0, 0), Counts(await Import(me, FileOf("apple.ics"))));

        var events = await Events(me);
        var run = events["0A1B2C3D-0000-4444-8888-ABCDEFABCDEF"];
        Assert.Equal("Утренняя пробежка в парке, если не будет дождя и сильного ветра 🏃", run.Title);
        Assert.Equal(("America/New_York", Utc("2026-04-01T12:30:00Z")), (run.Timezone, run.StartAt));
        Assert.Equal(["PT30M"], run.ReminderOffsets!);
        Assert.All(await Occurrences(me), occurrence => Assert.Equal(EventStatus.Cancelled, occurrence.Status));
        Assert.Equal(2, (await Occurrences(me)).Count);

        var sleep = events["FLOATING-0000-4444-8888-ABCDEFABCDEF"];
        Assert.Equal((true, "Europe/Moscow", Utc("2026-04-02T19:00:00Z"), Utc("2026-04-03T03:30:00Z")), (sleep.Floating, sleep.Timezone, sleep.StartAt, sleep.EndAt));
        var parcel = events["TODO-0000-4444-8888-ABCDEFABCDEF"];
        Assert.Equal((EventType.Task, 5, Utc("2026-04-05T15:00:00Z"), EventStatus.Planned), (parcel.Type, parcel.Priority, parcel.DueAt, parcel.Status));
        Assert.Equal((EventType.Task, true, EventStatus.Completed), (events["TODO-DONE-4444-8888-ABCDEFABCDEF"].Type, events["TODO-DONE-4444-8888-ABCDEFABCDEF"].AllDay, events["TODO-DONE-4444-8888-ABCDEFABCDEF"].Status));
    }

    [Fact]
    public async Task A_file_of_Outlook_shape_is_taken_whole()
    {
        var me = await Person();
        Assert.Equal((3, 0, 0, 0), Counts(await Import(me, FileOf("outlook.ics"))));

        var events = await Events(me);
        var report = events.Values.Single(planned => planned.RepeatRule is not null);
        Assert.Equal(("Квартальный отчёт", "Europe/Moscow", 3), (report.Title, report.Timezone, report.Priority));
        Assert.Contains(@"C:\share\plan.xlsx", report.Description!, StringComparison.Ordinal);
        Assert.Equal(("Встреча", "Europe/Berlin"), (events["outlook-berlin"].Title, events["outlook-berlin"].Timezone));
        Assert.Equal(Utc("2026-07-02T03:30:00Z"), events["outlook-custom"].StartAt);
    }

    [Theory]
    [InlineData("google.ics")]
    [InlineData("apple.ics")]
    [InlineData("outlook.ics")]
    public async Task The_same_file_again_changes_nothing(string name)
    {
        var me = await Person();
        var first = Counts(await Import(me, FileOf(name)));
        var (before, occurrences) = (await Events(me), await Occurrences(me));
        Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal((0, 0, first.Created, 0), Counts(await Import(me, FileOf(name))));
        Assert.Equivalent(before, await Events(me), strict: true);
        Assert.Equivalent(occurrences, await Occurrences(me), strict: true);
    }

    [Fact]
    public async Task A_newer_file_updates_what_is_different_and_nothing_else()
    {
        var me = await Person();
        var file = Encoding.UTF8.GetString(FileOf("google.ics"));
        await Import(me, FileOf("google.ics"));
        Time.Advance(TimeSpan.FromMinutes(1));

        var newer = file.Replace("SUMMARY:Zahnarzt", "SUMMARY:Arzt", StringComparison.Ordinal).Replace("EXDATE;TZID=Europe/Berlin:20260330T150000", "EXDATE;TZID=Europe/Berlin:20260330T150000,20260406T150000", StringComparison.Ordinal);
        Assert.Equal((0, 2, 3, 0), Counts(await Import(me, Encoding.UTF8.GetBytes(newer))));

        var events = await Events(me);
        Assert.Equal(("Arzt 🦷 prüfen", 2), (events["1dentist2@google.com"].Title, events["1dentist2@google.com"].Version));

        // An occurrence more is a change of its series.
        Assert.Equal((3, 2), ((await Occurrences(me)).Count, events["0weekly1team2call3@google.com"].Version));
        Assert.Equal(1, events["2trip3@google.com"].Version);
    }

    [Fact]
    public async Task What_the_person_did_here_stays_when_the_file_comes_again()
    {
        var me = await Person();
        await Import(me, FileOf("apple.ics"));
        await using (var context = Stack.Database.Open())
        {
            await context.Events.Where(planned => planned.UserId == me.Id && planned.ExternalId == "TODO-0000-4444-8888-ABCDEFABCDEF")
                .ExecuteUpdateAsync(row => row.SetProperty(planned => planned.Status, EventStatus.Completed), Cancellation);
        }

        Assert.Equal((0, 0, 4, 0), Counts(await Import(me, FileOf("apple.ics"))));
        Assert.Equal(EventStatus.Completed, (await Events(me))["TODO-0000-4444-8888-ABCDEFABCDEF"].Status);
    }

    [Fact]
    public async Task What_can_not_be_taken_is_skipped_with_its_reason_and_the_rest_is_imported()
    {
        var me = await Person();
        var answer = await Import(me, """
            BEGIN:VEVENT
            UID:good
            DTSTART:20260401T100000Z
            END:VEVENT
            BEGIN:VEVENT
            DTSTART:20260401T100000Z
            END:VEVENT
            BEGIN:VEVENT
            UID:dense
            DTSTART:20260401T100000Z
            RRULE:FREQ=SECONDLY
            END:VEVENT
            BEGIN:VEVENT
            UID:nonsense
            DTSTART:20260401T100000Z
            RRULE:FREQ=SOMETIMES
            END:VEVENT
            BEGIN:VEVENT
            UID:nowhere
            DTSTART;TZID=Middle Earth:20260401T100000
            END:VEVENT
            BEGIN:VEVENT
            UID:backwards
            DTSTART:20260401T100000Z
            DTEND:20260401T090000Z
            END:VEVENT
            BEGIN:VEVENT
            UID:never
            DTSTART:20261301T100000Z
            END:VEVENT
            BEGIN:VEVENT
            UID:no-start
            SUMMARY:x
            END:VEVENT
            BEGIN:VEVENT
            UID:orphan
            RECURRENCE-ID:20260401T100000Z
            DTSTART:20260401T100000Z
            END:VEVENT
            """);

        Assert.Equal((1, 0, 0, 8), Counts(answer));
        Assert.Equal(
            ["backwards=ends_before_start", "dense=rule_too_dense", "never=time_not_valid", "no-start=start_missing", "nonsense=rule_invalid", "nowhere=zone_unknown", "orphan=series_missing", "uid_missing"],
            Skipped(answer).Order(StringComparer.Ordinal));

        // What has no title is given one in the person's language.
        Assert.Equal("Без названия", (await Events(me))["good"].Title);
    }

    [Fact]
    public async Task Two_imports_of_one_file_at_once_make_everything_once()
    {
        var me = await Person();
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Import(me, FileOf("google.ics"))));

        Assert.Equal(5, answers.Sum(answer => (int)answer["created"]!));
        Assert.Equal(25, answers.Sum(answer => (int)answer["unchanged"]!));
        Assert.Equal((5, 2), ((await Events(me)).Count, (await Occurrences(me)).Count));
    }

    [Fact]
    public async Task The_same_UID_of_two_people_is_two_events()
    {
        var anna = await Person();
        var boris = await Person();
        await Import(anna, FileOf("google.ics"));
        Assert.Equal((5, 0, 0, 0), Counts(await Import(boris, FileOf("google.ics"))));
        Assert.All((await Events(anna)).Values, planned => Assert.Equal(1, planned.Version));
    }

    [Fact]
    public async Task What_is_no_calendar_too_many_or_too_large_is_refused_whole()
    {
        var me = await Person();
        await TestPerson.Problem(await Post(me, "hello"u8.ToArray()), 422, "not_a_calendar");
        await TestPerson.Problem(await Post(me, []), 422, "not_a_calendar");
        await TestPerson.Problem(await Post(me, FileOf("google.ics")[..^20]), 422, "not_a_calendar");
        await TestPerson.Problem(await Post(me, Calendar(string.Concat(Enumerable.Repeat("BEGIN:VEVENT\nEND:VEVENT\n", 5_001)))), 422, "too_many");
        await TestPerson.Problem(await Post(me, Calendar(string.Concat(Enumerable.Repeat("BEGIN:A\n", 250_000)))), 422, "not_a_calendar");
        await TestPerson.Problem(await me.Post("/calendar/import", "{}"), 415, "unsupported_media_type");

        // Up to two mebibytes are read, more than any other body may have.
        Assert.Equal((0, 0, 0, 0), Counts(await Import(me, "X-FILL:" + new string('x', (2 * 1024 * 1024) - 200))));
        await TestPerson.Problem(await Post(me, new byte[(2 * 1024 * 1024) + 1]), 413, "too_large");
        Assert.Empty(await Events(me));
    }

    [Fact]
    public async Task Five_thousand_events_come_in_one_file()
    {
        var me = await Person();
        var entries = string.Concat(Enumerable.Range(0, 5_000).Select(number => $"BEGIN:VEVENT\nUID:{number}\nSUMMARY:Event {number}\nDTSTART:20260401T100000Z\nEND:VEVENT\n"));
        Assert.Equal((5_000, 0, 0, 0), Counts(await Import(me, entries)));
        Assert.Equal((0, 0, 5_000, 0), Counts(await Import(me, entries)));
    }

    [Fact]
    public async Task A_series_with_more_exceptions_than_days_is_skipped()
    {
        var me = await Person();
        var many = string.Join(',', Enumerable.Repeat("20260401T100000Z", 100_000));
        var answer = await Import(me, $"BEGIN:VEVENT\nUID:many\nDTSTART:20260401T100000Z\nRRULE:FREQ=DAILY\nEXDATE:{many}\nEND:VEVENT");
        Assert.Equal(["many=too_many_exceptions"], Skipped(answer));
    }

    [Fact]
    public async Task What_is_over_is_imported_as_done_so_that_nobody_is_asked_how_it_went()
    {
        var me = await Person();
        await Import(me, "BEGIN:VEVENT\nUID:old\nDTSTART:20240401T100000Z\nEND:VEVENT\nBEGIN:VTODO\nUID:late\nDUE:20240401T100000Z\nEND:VTODO");
        var events = await Events(me);
        Assert.Equal((EventStatus.Completed, EventStatus.Planned), (events["old"].Status, events["late"].Status));
    }

    [Fact]
    public async Task What_was_over_and_is_put_off_takes_place_after_all()
    {
        var me = await Person();
        await Import(me, "BEGIN:VEVENT\nUID:one\nDTSTART:20260301T100000Z\nEND:VEVENT");
        await Import(me, "BEGIN:VEVENT\nUID:one\nDTSTART:20260401T100000Z\nEND:VEVENT");
        Assert.Equal(EventStatus.Planned, (await Events(me))["one"].Status);
    }

    [Fact]
    public async Task Files_made_to_be_slow_get_a_plain_answer()
    {
        var me = await Person();
        const string open = "BEGIN:VEVENT\nUID:x\nDTSTART:20260401T100000Z\n";
        var answers = new List<(int, int, int, int)>();
        foreach (var entries in new[]
        {
            $"{open}RRULE:FREQ=DAILY;BYMONTHDAY={string.Join(',', Enumerable.Repeat("1", 500_000))}\nEND:VEVENT",
            $"{open}SUMMARY:{new string('x', 1 << 20)}\nEND:VEVENT",
            $"{open}SUMMARY;X={new string('x', 1 << 20)};ENCODING=QUOTED-PRINTABLE:=\n{string.Concat(Enumerable.Repeat("=\n", 400_000))}\nEND:VEVENT",
            $"{open}SUMMARY{string.Concat(Enumerable.Repeat(";a=b", 400_000))}:x\nEND:VEVENT",
            $"{open}{string.Concat(Enumerable.Repeat("RRULE:\n", 250_000))}END:VEVENT",
            $"{open}DURATION:P{new string('9', 1 << 20)}D\nEND:VEVENT",
            $"{open}DESCRIPTION:{string.Concat(Enumerable.Repeat("\\n\n ", 250_000))}\nEND:VEVENT",
        })
        {
            answers.Add(Counts(await Import(me, entries)));
        }

        Assert.Equal([(0, 0, 0, 1), (1, 0, 0, 0), (0, 1, 0, 0), (0, 1, 0, 0), (0, 0, 0, 1), (0, 1, 0, 0), (0, 0, 1, 0)], answers);
    }

    [Fact]
    public async Task The_history_knows_that_it_came_and_that_it_moved()
    {
        var me = await Person();
        await Import(me, "BEGIN:VEVENT\nUID:one\nDTSTART:20260401T100000Z\nEND:VEVENT");
        Time.Advance(TimeSpan.FromMinutes(1));
        await Import(me, "BEGIN:VEVENT\nUID:one\nDTSTART:20260402T100000Z\nEND:VEVENT");

        await using var context = Stack.Database.Open();
        var history = await context.EventHistory.Where(change => change.UserId == me.Id).OrderBy(change => change.ChangedAt).ToListAsync(Cancellation);
        Assert.Equal(
            [(null, EventStatus.Planned, default(DateTimeOffset?)), (EventStatus.Planned, EventStatus.Planned, Utc("2026-04-02T10:00:00Z"))],
            history.Select(change => (change.FromStatus, change.ToStatus, change.Metadata.MovedTo)));
    }

    private static DateTimeOffset? Utc(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static IEnumerable<string> Skipped(JsonNode answer) =>
        answer["skipped"]!.AsArray().Select(skipped => skipped!["uid"] is { } uid ? $"{uid}={skipped["reason"]}" : $"{skipped["reason"]}");
}
