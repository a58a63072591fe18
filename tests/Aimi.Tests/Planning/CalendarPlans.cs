using Aimi.Accounts;
using Aimi.Planning;

namespace Aimi.Tests.Planning;

/// <summary>Plans of every kind that a feed has to tell.</summary>
internal sealed record CalendarPlans(IReadOnlyList<PlannedEvent> Events, IReadOnlyList<EventOccurrence> Occurrences)
{
    public static CalendarPlans Of(Guid userId)
    {
        var weekly = Event("Созвон, команда; \"Берлин\" 🧑‍🚀\nвторая строка \\ и ещё", "Europe/Berlin", new DateTime(2026, 3, 16, 15, 0, 0), minutes: 60, rule: "FREQ=WEEKLY;BYDAY=MO");
        var nights = Event("Дежурство", "America/New_York", new DateTime(2026, 3, 7, 2, 30, 0), minutes: 90, rule: "FREQ=DAILY;COUNT=200");
        var trip = Event("Море", "Europe/Moscow", new DateTime(2026, 5, 1), minutes: 3 * 24 * 60);
        trip.AllDay = trip.Floating = true;
        var birthday = Event("День рождения", "Europe/Moscow", new DateTime(2020, 7, 11), minutes: 24 * 60, rule: "FREQ=YEARLY");
        birthday.AllDay = birthday.Floating = true;
        var sleep = Event("Спать", "Europe/Moscow", new DateTime(2026, 3, 16, 22, 0, 0), minutes: null, rule: "FREQ=WEEKLY;BYDAY=SU,TH");
        sleep.Floating = true;
        var emoji = Event(string.Concat(Enumerable.Repeat("👩‍👩‍👧‍👦", 45)), "Asia/Kathmandu", new DateTime(2026, 4, 1, 9, 0, 0), minutes: 30);
        emoji.Description = new string('ж', 3_999) + "\\n\r\n,;:" + new string('z', 500);
        emoji.Description = emoji.Description.ReplaceLineEndings("\n");
        var utc = Event("UTC", "UTC", new DateTime(2026, 4, 1, 9, 0, 0), minutes: 30, rule: "FREQ=MONTHLY");
        var cancelled = Event("Отменено", "Africa/Casablanca", new DateTime(2026, 4, 2, 9, 0, 0), minutes: 30);
        cancelled.Status = EventStatus.Cancelled;
        var due = Event("Отчёт", "Europe/Berlin", new DateTime(2026, 3, 20, 18, 0, 0), minutes: null, rule: "FREQ=WEEKLY;COUNT=10", task: true);
        due.Priority = 5;
        var someday = new PlannedEvent
        {
            UserId = userId,
            Id = Guid.CreateVersion7(),
            Type = EventType.Task,
            Title = "Когда-нибудь",
            Timezone = "Europe/Moscow",
            Source = EventSource.User,
            Priority = 1,
            CreatedAt = A.Now,
            UpdatedAt = A.Now,
        };

        return new CalendarPlans(
            [weekly, nights, trip, birthday, sleep, emoji, utc, cancelled, due, someday],
            [
                Different(weekly, 7, occurrence => occurrence.Status = EventStatus.Cancelled),
                Different(weekly, 14, occurrence => (occurrence.StartAt, occurrence.EndAt, occurrence.Title) = (At(2026, 3, 31, 9), At(2026, 3, 31, 11), "Перенесён 🎉")),
                Different(weekly, 21, occurrence => occurrence.Title = "Другое имя"),
                Different(birthday, (new DateTime(2026, 7, 11) - new DateTime(2020, 7, 11)).Days, occurrence => occurrence.Description = "Юбилей"),
                Different(sleep, 3, occurrence => occurrence.Status = EventStatus.Cancelled),
                Different(due, 7, occurrence => occurrence.Status = EventStatus.Completed),
                Different(due, 14, occurrence => occurrence.DueAt = At(2026, 4, 4, 9)),
            ]);

        PlannedEvent Event(string title, string zone, DateTime wall, int? minutes, string? rule = null, bool task = false)
        {
            var at = LocalTime.ToInstant(wall, zone);
            return new PlannedEvent
            {
                UserId = userId,
                Id = Guid.CreateVersion7(),
                Type = task ? EventType.Task : EventType.Event,
                Title = title,
                StartAt = task ? null : at,
                EndAt = minutes is { } length ? at.AddMinutes(length) : null,
                DueAt = task ? at : null,
                WallTime = wall,
                Timezone = zone,
                RepeatRule = rule,
                Source = EventSource.User,
                CreatedAt = A.Now,
                UpdatedAt = A.Now,
            };
        }

        EventOccurrence Different(PlannedEvent series, int days, Action<EventOccurrence> how)
        {
            var occurrence = new EventOccurrence
            {
                UserId = userId,
                Id = Guid.CreateVersion7(),
                EventId = series.Id,
                WallTime = series.WallTime!.Value.AddDays(days),
                CreatedAt = A.Now,
                UpdatedAt = A.Now,
            };
            how(occurrence);
            return occurrence;
        }
    }

    /// <summary>What has to be the same after a way through a feed.</summary>
    public static IEnumerable<object> Essence(Dictionary<string, PlannedEvent> events) => events.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (object)new
    {
        pair.Key,
        pair.Value.Type,
        pair.Value.Title,
        pair.Value.Description,
        pair.Value.Status,
        pair.Value.StartAt,
        pair.Value.EndAt,
        pair.Value.DueAt,
        pair.Value.WallTime,
        pair.Value.AllDay,
        pair.Value.Floating,
        pair.Value.Timezone,
        pair.Value.Priority,
        pair.Value.RepeatRule,
    });

    public static object Essence(EventOccurrence occurrence) =>
        new { occurrence.WallTime, occurrence.Status, occurrence.StartAt, occurrence.EndAt, occurrence.DueAt, occurrence.Title, occurrence.Description };

    private static DateTimeOffset At(int year, int month, int day, int hour) => new(year, month, day, hour, 0, 0, TimeSpan.Zero);
}
