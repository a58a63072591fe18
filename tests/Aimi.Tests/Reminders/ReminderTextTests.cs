using Aimi.Accounts;
using Aimi.Planning;
using Aimi.Reminders;

namespace Aimi.Tests.Reminders;

public class ReminderTextTests
{
    [Theory]
    [InlineData("ru", 1, "1 минуту")]
    [InlineData("ru", 2, "2 минуты")]
    [InlineData("ru", 5, "5 минут")]
    [InlineData("ru", 11, "11 минут")]
    [InlineData("ru", 21, "21 минуту")]
    [InlineData("ru", 22, "22 минуты")]
    [InlineData("ru", 25, "25 минут")]
    [InlineData("ru", 60, "1 час")]
    [InlineData("ru", 2 * 60, "2 часа")]
    [InlineData("ru", 5 * 60, "5 часов")]
    [InlineData("ru", 11 * 60, "11 часов")]
    [InlineData("ru", 21 * 60, "21 час")]
    [InlineData("ru", 22 * 60, "22 часа")]
    [InlineData("ru", (22 * 60) + 21, "22 часа 21 минуту")]
    [InlineData("ru", 24 * 60, "1 день")]
    [InlineData("ru", 2 * 24 * 60, "2 дня")]
    [InlineData("ru", (5 * 24 * 60) + 65, "5 дней 1 час")]
    [InlineData("ru", 11 * 24 * 60, "11 дней")]
    [InlineData("ru", 21 * 24 * 60, "21 день")]
    [InlineData("ru", 0, "меньше минуты")]
    [InlineData("en", 1, "1 minute")]
    [InlineData("en-GB", 2, "2 minutes")]
    [InlineData("en", 21, "21 minutes")]
    [InlineData("en", 60, "1 hour")]
    [InlineData("en", 5 * 60, "5 hours")]
    [InlineData("en", 150, "2 hours 30 minutes")]
    [InlineData("en", 24 * 60, "1 day")]
    [InlineData("en", 25 * 60, "1 day 1 hour")]
    [InlineData("en", 3 * 24 * 60, "3 days")]
    [InlineData("en", 0, "less than a minute")]
    public void Durations_have_the_form_that_their_number_asks_for(string locale, int minutes, string expected) =>
        Assert.Equal(expected, ReminderWords.For(locale).Duration(TimeSpan.FromMinutes(minutes)));

    [Theory]
    // Now it is Sunday, 15 March 2026, 12:00 in Moscow.
    [InlineData("ru", 120, false, "Сегодня в 14:00, через 2 часа.")]
    [InlineData("ru", 24 * 60, false, "Завтра в 12:00, через 1 день.")]
    [InlineData("ru", 2 * 24 * 60, false, "Во вторник, 17 марта, в 12:00, через 2 дня.")]
    [InlineData("ru", 0, false, "Сейчас, в 12:00.")]
    [InlineData("ru", -21, false, "Началось сегодня в 11:39, 21 минуту назад.")]
    [InlineData("ru", 60, true, "Срок — сегодня в 13:00, через 1 час.")]
    [InlineData("ru", -60, true, "Срок был сегодня в 11:00, 1 час назад.")]
    [InlineData("en", 120, false, "Today at 14:00, in 2 hours.")]
    [InlineData("en", 24 * 60, false, "Tomorrow at 12:00, in 1 day.")]
    [InlineData("en", 2 * 24 * 60, false, "On Tuesday, 17 March, at 12:00, in 2 days.")]
    [InlineData("en", 0, true, "Due now, at 12:00.")]
    [InlineData("en", -30, false, "It began today at 11:30, 30 minutes ago.")]
    [InlineData("en", 75, true, "Due today at 13:15, in 1 hour 15 minutes.")]
    [InlineData("en", -24 * 60, true, "It was due yesterday at 12:00, 1 day ago.")]
    public void It_says_when_by_the_persons_clock(string locale, int minutesAhead, bool due, string expected)
    {
        var at = A.Now.AddMinutes(minutesAhead);
        var text = ReminderTexts.Of(Reminder(at, A.Now, new ReminderPayload { Title = "Урок", Due = due }), Person(locale), A.Now.AddSeconds(2));

        Assert.Equal(new ReminderText("Урок", expected), text);
    }

    [Theory]
    [InlineData("ru", 0, false, "Сегодня, весь день.")]
    [InlineData("ru", 1, false, "Завтра, весь день.")]
    [InlineData("ru", 1, true, "Срок — завтра.")]
    [InlineData("ru", 4, false, "В четверг, 19 марта, весь день.")]
    [InlineData("ru", -1, true, "Срок был вчера.")]
    [InlineData("en", 0, false, "Today, all day.")]
    [InlineData("en", 4, true, "Due on Thursday, 19 March.")]
    public void What_takes_the_whole_day_has_no_hour(string locale, int daysAhead, bool due, string expected)
    {
        var at = new DateTimeOffset(2026, 3, 15, 0, 0, 0, TimeSpan.FromHours(3)).AddDays(daysAhead).ToUniversalTime();
        var reminder = Reminder(at, A.Now, new ReminderPayload { AllDay = true, Due = due, Timezone = "Europe/Moscow" });
        reminder = Copy(reminder, offset: at - at.AddHours(9));

        Assert.Equal(expected, ReminderTexts.Of(reminder, Person(locale), A.Now).Body);
    }

    [Theory]
    [InlineData("ru", "Всё ещё ждёт. Срок был сегодня в 11:00, 1 час назад.")]
    [InlineData("en", "It is still waiting. It was due today at 11:00, 1 hour ago.")]
    public void A_nag_says_that_it_still_waits(string locale, string expected)
    {
        var reminder = Copy(Reminder(A.Now.AddHours(-1), A.Now, new ReminderPayload { Due = true }), offset: TimeSpan.FromHours(-1));
        Assert.Equal(expected, ReminderTexts.Of(reminder, Person(locale), A.Now).Body);
    }

    [Theory]
    [InlineData("ru", "Время для вашей привычки. Это напоминание опоздало на 22 минуты.")]
    [InlineData("en", "Time for your habit. This reminder is 22 minutes late.")]
    public void What_comes_late_says_so(string locale, string expected)
    {
        var reminder = Copy(Reminder(A.Now, A.Now, new ReminderPayload { Title = "10 слов" }), ReminderKind.Habit, TimeSpan.Zero);
        Assert.Equal(new ReminderText("10 слов", expected), ReminderTexts.Of(reminder, Person(locale), A.Now.AddMinutes(22)));
    }

    [Theory]
    [InlineData("ru", ReminderKind.Agenda, "Ваш день: воскресенье, 15 марта", "• 15:00 — Урок\n• до 18:00 — Купить молоко\n• привычка — 10 слов в день")]
    [InlineData("en", ReminderKind.Agenda, "Your day: Sunday, 15 March", "• 15:00 — Урок\n• by 18:00 — Купить молоко\n• habit — 10 слов в день")]
    [InlineData("ru", ReminderKind.CheckIn, "Как прошёл ваш день?", "Что из этого сегодня удалось?\n• 15:00 — Урок\n• до 18:00 — Купить молоко\n• привычка — 10 слов в день")]
    [InlineData("ru", ReminderKind.Digest, "3 напоминания", "• 15:00 — Урок\n• до 18:00 — Купить молоко\n• привычка — 10 слов в день")]
    [InlineData("en", ReminderKind.Digest, "3 reminders", "• 15:00 — Урок\n• by 18:00 — Купить молоко\n• habit — 10 слов в день")]
    public void A_day_is_a_list(string locale, ReminderKind kind, string title, string body)
    {
        var person = Person(locale);
        string[] lines =
        [
            ReminderTexts.LineOf(Only(A.Event(person, A.Now.AddHours(3))), person),
            ReminderTexts.LineOf(Only(A.Task(person, A.Now.AddHours(6))), person),
            ReminderTexts.LineOf(A.Habit(person), person),
        ];
        var reminder = Copy(Reminder(A.Now, A.Now, new ReminderPayload()), kind, TimeSpan.Zero);

        Assert.Equal(new ReminderText(title, body), ReminderTexts.Of(reminder, person, A.Now, lines));
    }

    [Theory]
    [InlineData("ru", "Ничего не запланировано: день целиком ваш.")]
    [InlineData("en", "Nothing is planned: the day is yours.")]
    public void An_empty_day_is_said_to_be_empty(string locale, string expected)
    {
        var reminder = Copy(Reminder(A.Now, A.Now, new ReminderPayload()), ReminderKind.Agenda, TimeSpan.Zero);
        Assert.Equal(expected, ReminderTexts.Of(reminder, Person(locale), A.Now, []).Body);
    }

    [Fact]
    public void A_line_of_a_digest_says_what_and_when()
    {
        var reminder = Reminder(A.Now.AddHours(26), A.Now, new ReminderPayload { Title = "Урок" });
        Assert.Equal("Урок — завтра в 14:00", ReminderTexts.LineOf(reminder, Person("ru"), A.Now));
    }

    private static Occurrence Only(PlannedEvent planned) =>
        Series.Between(planned, [], DateTimeOffset.MinValue.AddYears(100), DateTimeOffset.MaxValue.AddYears(-100)).Single();

    private static User Person(string locale)
    {
        var person = A.User();
        person.Locale = locale;
        return person;
    }

    private static Reminder Reminder(DateTimeOffset at, DateTimeOffset trigger, ReminderPayload payload) => new()
    {
        UserId = Guid.Empty,
        Id = Guid.Empty,
        OccurrenceAt = at,
        TriggerAt = trigger,
        Offset = TimeSpan.Zero,
        Channel = "log",
        DedupeKey = "",
        Payload = payload,
        CreatedAt = A.Now,
        UpdatedAt = A.Now,
    };

    private static Reminder Copy(Reminder reminder, TimeSpan offset) => Copy(reminder, reminder.Kind, offset);

    private static Reminder Copy(Reminder reminder, ReminderKind kind, TimeSpan offset) => new()
    {
        UserId = reminder.UserId,
        Id = reminder.Id,
        Kind = kind,
        OccurrenceAt = reminder.OccurrenceAt,
        TriggerAt = reminder.TriggerAt,
        Offset = offset,
        Channel = reminder.Channel,
        DedupeKey = reminder.DedupeKey,
        Payload = reminder.Payload,
        CreatedAt = A.Now,
        UpdatedAt = A.Now,
    };
}
