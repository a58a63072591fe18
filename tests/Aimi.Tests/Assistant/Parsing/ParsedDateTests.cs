using System.Globalization;
using Aimi.Assistant.Offline.Understanding;
using Aimi.Assistant.Parsing;
using Aimi.Hosting;
using Aimi.Planning.DatesInWords;

namespace Aimi.Tests.Assistant.Parsing;

/// <summary>Times of the wall clock on the wire, in New York around its two changes of the clock: 8 March and 1 November 2026, at two.</summary>
public class ParsedDateTests
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");

    [Theory]
    [InlineData("2026-03-07T10:00", "2026-03-07T10:00:00-05:00", "2026-03-07T15:00:00Z")]
    [InlineData("2026-03-08T02:30", "2026-03-08T03:00:00-04:00", "2026-03-08T07:00:00Z")] // the clock skips it
    [InlineData("2026-03-08T10:00", "2026-03-08T10:00:00-04:00", "2026-03-08T14:00:00Z")]
    [InlineData("2026-11-01T01:30", "2026-11-01T01:30:00-04:00", "2026-11-01T05:30:00Z")] // the clock shows it twice
    [InlineData("1850-03-15T10:00", "1850-03-15T10:00:02-04:56", "1850-03-15T14:56:02Z")] // four hours, 56 minutes and two seconds behind
    public void A_moment_bears_the_offset_of_its_day(string wall, string from, string instant)
    {
        var date = Of(SpokenDateKind.Instant, wall);
        Assert.Equal((from, null, Instant(instant), null), (date.From, date.To, date.StartAt, date.EndAt));
    }

    [Fact]
    public void A_day_begins_with_its_first_moment_and_days_end_with_the_first_one_after_them()
    {
        var day = Of(SpokenDateKind.Day, "2026-03-08", allDay: true);
        Assert.Equal(("2026-03-08", null, Instant("2026-03-08T05:00:00Z"), null), (day.From, day.To, day.StartAt, day.EndAt));

        var days = Of(SpokenDateKind.Range, "2026-03-07", "2026-03-08", allDay: true);
        Assert.Equal(("2026-03-07", "2026-03-08", Instant("2026-03-07T05:00:00Z"), Instant("2026-03-09T04:00:00Z")), (days.From, days.To, days.StartAt, days.EndAt));
    }

    [Fact]
    public void A_length_is_of_time_and_not_of_the_clock()
    {
        var night = ParsedDate.Of(
            new SpokenDate("two hours", 0, 9, SpokenDateKind.Duration, At("2026-03-08T01:00"), At("2026-03-08T03:00"), false, null, 1) { Duration = TimeSpan.FromHours(2) },
            ParseClock.At(Instant("2026-03-08T06:00:00.7Z"), "America/New_York"),
            English);
        Assert.Equal(("2026-03-08T01:00:00-05:00", "2026-03-08T04:00:00-04:00", "PT2H"), (night.From, night.To, night.Duration));

        var meeting = ParsedDate.Of(
            new SpokenDate("at 15 for half an hour", 0, 22, SpokenDateKind.Instant, At("2026-03-08T15:00"), null, false, null, 1) { Duration = TimeSpan.FromMinutes(30) },
            Clock,
            English);
        Assert.Equal((null, "PT30M", Instant("2026-03-08T19:30:00Z")), (meeting.To, meeting.Duration, meeting.EndAt));
    }

    // New York, 1 November 2026: the clock is set back from two to one, 8 March from two to three.
    [Theory]
    [InlineData("2026-11-01T04:30:00Z", "2026-11-01T01:30:00-05:00", "2026-11-01T06:30:00Z")]
    [InlineData("2026-11-01T05:30:40Z", "2026-11-01T02:30:00-05:00", "2026-11-01T07:30:00Z")]
    [InlineData("2026-11-01T06:30:00Z", "2026-11-01T03:30:00-05:00", "2026-11-01T08:30:00Z")]
    [InlineData("2026-03-08T06:30:00Z", "2026-03-08T04:30:00-04:00", "2026-03-08T08:30:00Z")]
    public void In_two_hours_is_when_two_hours_have_passed(string now, string from, string instant)
    {
        var clock = ParseClock.At(Instant(now), "America/New_York");
        var spoken = Assert.Single(DateReader.Read("call mom in two hours", clock.Wall, English).Dates);
        var date = ParsedDate.Of(spoken, clock, English);
        Assert.Equal((from, Instant(instant)), (date.From, date.StartAt));

        // A day from now is one of the calendar, at the same hour.
        var day = Assert.Single(DateReader.Read("call mom in one day at 10:00", clock.Wall, English).Dates);
        Assert.Null(day.FromNow);
    }

    [Fact]
    public void An_intent_is_told_in_the_words_of_the_contract()
    {
        var when = new SpokenDate("по будням в 8", 7, 13, SpokenDateKind.Recurrence, At("2026-03-09T08:00"), null, false, "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", 1);
        var intent = new Intent(IntentName.PlanHabit, 0, 20, 0.9) { Title = "Бегать", Kind = PlanKind.Habit, When = when, Shift = TimeSpan.FromMinutes(-15), RemindBefore = TimeSpan.FromDays(1), TimesPerWeek = 5 };

        var response = ParseResponse.Of(new DateReading([when], null), [new Intent(IntentName.Greeting, 0, 0, 1), intent], Clock, CultureInfo.GetCultureInfo("ru"));

        var date = """{"text":"по будням в 8","start":7,"length":13,"kind":"recurrence","from":"2026-03-09T08:00:00-04:00","all_day":false,"repeat_rule":"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR","repeats":"по будням","start_at":"2026-03-09T12:00:00Z","confidence":1}""";
        Assert.Equal(
            $$$$"""{"now":"2026-03-07T07:00:00-05:00","timezone":"America/New_York","dates":[{{{{date}}}}],"intent":{"name":"plan_habit","slots":{"title":"Бегать","kind":"habit","when":{{{{date}}}},"shift":"-PT15M","remind_before":"P1D","times_per_week":5}}}""",
            System.Text.Json.JsonSerializer.Serialize(response, WireJson.Options));
    }

    [Fact]
    public void What_an_intent_leaves_open_is_asked_too()
    {
        var question = new DateQuestion("When?", []);
        var response = ParseResponse.Of(DateReading.Nothing, [new Intent(IntentName.PlanEvent, 0, 5, 0.9) { Question = question }], Clock, English);
        Assert.Equal("When?", response.Question?.Text);
    }

    [Fact]
    public void Of_several_wishes_the_first_is_told_and_the_others_named()
    {
        var response = ParseResponse.Of(DateReading.Nothing, [Wish(IntentName.Thanks), Wish(IntentName.PlanGoal), Wish(IntentName.PlanHabit), Wish(IntentName.Tell)], Clock, English);
        Assert.Equal(IntentName.PlanGoal, response.Intent?.Name);
        Assert.Equal([IntentName.PlanHabit], response.Also!);

        var talk = ParseResponse.Of(DateReading.Nothing, [Wish(IntentName.Thanks), Wish(IntentName.Farewell)], Clock, English);
        Assert.Equal((IntentName.Thanks, null), (talk.Intent?.Name, talk.Also));

        static Intent Wish(IntentName name) => new(name, 0, 1, 1);
    }

    private static ParseClock Clock => ParseClock.At(Instant("2026-03-07T12:00:00Z"), "America/New_York");

    private static ParsedDate Of(SpokenDateKind kind, string from, string? to = null, bool allDay = false) =>
        ParsedDate.Of(new SpokenDate("words", 0, 5, kind, At(from), to is null ? null : At(to), allDay, null, 1), Clock, English);

    private static DateTime At(string wall) => DateTime.Parse(wall, CultureInfo.InvariantCulture);

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
