using System.Globalization;
using Aimi.Accounts;
using Aimi.Planning;
using CsCheck;
using NodaTime;
using NodaTime.Extensions;
using LocalTime = Aimi.Accounts.LocalTime;

namespace Aimi.Tests.Planning;

/// <summary>Streaks against a slow oracle that knows neither Ical.Net nor how they are folded.</summary>
public sealed class StreakProperties
{
    private static readonly DateOnly Today = new(2026, 3, 18);
    private static readonly User Anya = A.User();

    /// <summary>A rule, and which days it means: by arithmetic.</summary>
    private sealed record Rule(string Frequency, Func<DateOnly, DateOnly, bool> Means);

    private sealed record Life(Rule? Rule, int TimesPerWeek, DateOnly StartsOn, DateOnly[] Kept, (DateOnly From, int Days)[] Pauses)
    {
        public override string ToString() =>
            $"{Rule?.Frequency ?? TimesPerWeek + " a week"} from {StartsOn:O}, kept {string.Join(' ', Kept.Select(day => day.ToString("O", CultureInfo.InvariantCulture)))}, paused {string.Join(' ', Pauses)}";
    }

    private static readonly Gen<DateOnly> Day = Gen.Int[-70, 0].Select(Today.AddDays);

    private static readonly Gen<Rule> Rules = Gen.OneOf(
        Gen.Int[1, 4].Select(every => new Rule($"FREQ=DAILY;INTERVAL={every}", (day, start) => (day.DayNumber - start.DayNumber) % every == 0)),
        Gen.Int[1, 127].Select(days => new Rule(
            "FREQ=WEEKLY;BYDAY=" + string.Join(',', Enumerable.Range(0, 7).Where(day => (days & (1 << day)) != 0).Select(day => "SU,MO,TU,WE,TH,FR,SA".Split(',')[day])),
            (day, _) => (days & (1 << (int)day.DayOfWeek)) != 0)),
        Gen.Int[1, 31].Select(number => new Rule($"FREQ=MONTHLY;BYMONTHDAY={number}", (day, _) => day.Day == number)));

    private static readonly Gen<Life> Lives = Gen.Select(
        Gen.OneOf(Rules.Select(rule => (Rule?)rule), Gen.Const((Rule?)null)),
        Gen.Int[1, 7],
        Gen.Int[-60, 3].Select(Today.AddDays),
        Gen.OneOf(Day.Array[0, 20], Day.Array[30, 120]),
        Gen.Select(Day, Gen.Int[1, 12]).Array[0, 4],
        (rule, times, start, kept, pauses) => new Life(rule, times, start, kept, pauses));

    [Fact]
    public void They_equal_a_slow_oracles() => Lives.Sample(life => Assert.Equal(Slow(life), Fast(life)), iter: 3000);

    [Fact]
    public void Undoing_a_check_in_and_checking_in_again_is_as_if_nothing_was() => Lives.Where(life => life.Kept.Length > 0).Sample(life =>
    {
        var (before, less) = (Fast(life), Fast(life with { Kept = [.. life.Kept.Where(day => day != life.Kept[0])] }));
        Assert.Equal(before, Fast(life with { Kept = [.. life.Kept, life.Kept[0]] }));
        Assert.True(less.Best <= before.Best && less.Current <= before.Current);
    });

    [Fact]
    public void Who_checks_in_on_every_day_keeps_the_streak_through_every_transition_of_every_zone()
    {
        var years = new Interval(NodaTime.Instant.FromUtc(2010, 1, 1, 0, 0), NodaTime.Instant.FromUtc(2027, 1, 1, 0, 0));
        var transitions = 0;
        foreach (var zone in DateTimeZoneProviders.Tzdb.GetAllZones())
        {
            foreach (var change in zone.GetZoneIntervals(years).Where(interval => interval.HasStart && interval.Start >= years.Start))
            {
                transitions++;
                var (dayStart, moments) = (transitions % 13, Enumerable.Range(-72, 144).Select(hour => change.Start.ToDateTimeOffset().AddHours(hour)));
                var kept = moments.Select(moment => LocalTime.DayOf(moment, zone.Id, dayStart)).ToHashSet();
                var today = kept.Max();

                var streak = Streak(Daily(kept.Min()), kept, [], new OwnDay(today, zone.Id));

                Assert.True(streak.Current == kept.Count && streak.Best == kept.Count, $"{zone.Id} {change.Start}: {streak} of {kept.Count}");
                Assert.InRange(kept.Count, 6, 8);
            }
        }

        Assert.True(transitions > 5000);
    }

    [Fact]
    public void A_day_that_a_zone_left_out_breaks_nothing()
    {
        HashSet<DateOnly> kept = [new(2011, 12, 28), new(2011, 12, 29), new(2011, 12, 31), new(2012, 1, 1)];
        Assert.Equal(4, Streak(Daily(kept.Min()), kept, [], new OwnDay(kept.Max(), "Pacific/Apia")).Current);
        Assert.Equal(2, Streak(Daily(kept.Min()), kept, [], new OwnDay(kept.Max(), "Europe/Moscow")).Current);
    }

    [Fact]
    public void Who_checks_in_on_every_day_keeps_the_streak_across_changes_of_zone_east_and_west()
    {
        var zones = DateTimeZoneProviders.Tzdb.Ids.ToArray();
        Gen.Select(Gen.Int[0, zones.Length - 1], Gen.Int[0, 12], Gen.Int[1, 60]).Array[2, 12].Sample(journey =>
        {
            var (now, kept, pauses) = (A.Now, new HashSet<DateOnly>(), new List<HabitPause>());
            var person = A.User();
            var habit = Daily(LocalTime.DayOf(now, person.Timezone));
            foreach (var (place, dayStart, hours) in journey)
            {
                var (formerZone, formerSettings) = (person.Timezone, person.Settings);
                (person.Timezone, person.Settings) = (zones[place], new UserSettings { DayStartHour = dayStart });
                pauses.AddRange(SkippedDays.Between(new PersonChange(person, formerZone, formerSettings), now).Select(day => Pause(habit, day, day)));
                for (var hour = 0; hour <= hours; hour++)
                {
                    // At once after a landing, and then every hour.
                    now = now.AddHours(hour == 0 ? 0 : 1);
                    var today = LocalTime.DayOf(now, person.Timezone, dayStart);
                    kept.Add(today);
                    var streak = Streak(habit, kept, pauses, new OwnDay(today, person.Timezone));

                    // A day before the habit began counts for nothing, and neither does one that was skipped and then lived, westwards.
                    var counting = kept.Count(day => day >= habit.StartsOn && !pauses.Exists(pause => pause.FromDay == day));
                    Assert.Equal((counting, counting, true), (streak.Current, streak.Best, streak.CheckedInToday));
                }
            }
        }, iter: 300);
    }

    private static Streaks Fast(Life life)
    {
        var habit = A.Habit(Anya);
        (habit.Frequency, habit.TimesPerWeek, habit.StartsOn) = (life.Rule?.Frequency ?? "FREQ=WEEKLY", life.Rule is null ? life.TimesPerWeek : null, life.StartsOn);
        return Streak(habit, life.Kept.ToHashSet(), life.Pauses.Select(pause => Pause(habit, pause.From, pause.From.AddDays(pause.Days - 1))), new OwnDay(Today, "Europe/Moscow"));
    }

    private static Streaks Slow(Life life)
    {
        bool Excused(DateOnly day) => life.Pauses.Any(pause => day >= pause.From && day < pause.From.AddDays(pause.Days));
        bool Asked(DateOnly day) => day >= life.StartsOn && !Excused(day);
        bool Kept(DateOnly day) => life.Kept.Contains(day);

        // True and false are kept and missed; what is open is not here. The latest first.
        List<bool> rounds = [];
        var dueToday = Asked(Today);
        if (life.Rule is { } rule)
        {
            bool Due(DateOnly day) => Asked(day) && rule.Means(day, life.StartsOn);
            for (var day = Today; day >= life.StartsOn; day = day.AddDays(-1))
            {
                if (Due(day) && (Kept(day) || day != Today))
                    rounds.Add(Kept(day));
            }

            dueToday = Due(Today);
        }
        else
        {
            var allDays = Enumerable.Range(-80, 100).Select(Today.AddDays);
            foreach (var week in allDays.GroupBy(day => (ISOWeek.GetYear(day), ISOWeek.GetWeekOfYear(day))).OrderByDescending(week => week.Key))
            {
                var (done, possible) = (week.Count(day => Asked(day) && Kept(day)), week.Count(day => Asked(day) && (Kept(day) || day >= Today)));
                if (done >= life.TimesPerWeek)
                    rounds.Add(true);
                else if (week.Count(Asked) >= life.TimesPerWeek && possible < life.TimesPerWeek)
                    rounds.Add(false);
                if (week.Contains(Today))
                    dueToday &= week.Count(day => day < Today && Asked(day) && Kept(day)) < life.TimesPerWeek;
            }
        }

        var best = 0;
        for (var from = 0; from < rounds.Count; from++)
            best = Math.Max(best, rounds.Skip(from).TakeWhile(kept => kept).Count());
        var recent = rounds.Take(30).ToList();
        return new Streaks(
            life.Rule is null ? StreakUnit.Week : StreakUnit.Day,
            rounds.TakeWhile(kept => kept).Count(),
            best,
            recent.Count == 0 ? null : recent.Average(kept => kept ? 1.0 : 0.0),
            Kept(Today),
            dueToday,
            life.Pauses.Any(pause => Today >= pause.From && Today < pause.From.AddDays(pause.Days)));
    }

    private static Streaks Streak(Habit habit, HashSet<DateOnly> kept, IEnumerable<HabitPause> pauses, OwnDay own) =>
        Streaks.Of(habit, new HabitDays(habit, kept, pauses, own));

    private static Habit Daily(DateOnly from)
    {
        var habit = A.Habit(Anya);
        habit.StartsOn = from;
        return habit;
    }

    private static HabitPause Pause(Habit habit, DateOnly from, DateOnly to) => new()
    {
        UserId = Anya.Id,
        Id = Guid.CreateVersion7(),
        HabitId = habit.Id,
        FromDay = from,
        ToDay = to,
        CreatedAt = A.Now,
        UpdatedAt = A.Now,
    };
}
