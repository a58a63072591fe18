using System.Globalization;
using Aimi.Assistant;
using Aimi.Assistant.Context;
using Aimi.Assistant.Deeds;
using Aimi.Graph;
using Aimi.Memory;
using Aimi.Memory.Recall;
using Aimi.Messages;
using Aimi.Planning;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Aimi.Tests.Assistant.Context;

/// <summary>People of whom a prompt tells, with ids and times that stay: what a model is given of them is compared letter by letter.</summary>
internal static class ToldPerson
{
    private static readonly PromptTokens Tokens = new();

    /// <summary>What goes to the model.</summary>
    public static IReadOnlyList<ChatMessage> Prompt(
        PersonContext context, string language, int limit, int fromLastSession, FeedbackQuestion? question, PendingConfirmation? pending, params ChatMessage[] messages)
    {
        var asked = messages.Last(message => message.Role == ChatRole.User).Text;
        var turn = new OpenTurn(Id(1), asked, CultureInfo.GetCultureInfo(language), context.Now, question, pending, new TurnDeeds(null!))
        {
            Seq = 42,
            BuildContext = () => Task.FromResult(context),
            FromLastSession = fromLastSession,
        };
        return new PromptBudget(Tokens, Options.Create(new PromptOptions { PromptTokens = limit })).Prompt(turn, context, messages);
    }

    public static int Count(ChatMessage message) => Tokens.Of(message);

    public static Guid Id(int number) => new($"0195a000-0000-7000-8000-{number:x12}");

    public static PersonNow Now(string name, string locale) => new(name, locale, "Europe/Moscow", A.Now.ToOffset(TimeSpan.FromHours(3)));

    /// <summary>Nothing is known but the time.</summary>
    public static PersonContext Empty(string locale) => PersonContext.Empty(Id(1), Now("", locale));

    /// <summary>Something of every kind is known.</summary>
    /// <param name="say">Makes what others wrote of what the test would have them write.</param>
    public static PersonContext Rich(string locale, Func<string, string> say)
    {
        var ru = locale == "ru";
        var portrait = new UserState
        {
            UserId = Id(1),
            CreatedAt = A.Now,
            UpdatedAt = A.Now,
            LastSummary = T("Решили учить по десять слов в день и начать с глаголов", "They decided on ten words a day, verbs first"),
            LastSummarySessionId = Id(90),
            Traits =
            [
                new Trait("name", T("Зовут Аня", "Name is Anna"), 0.9, Id(11), [1]),
                new Trait("health:allergy", T("Аллергия на орехи", "Allergic to nuts"), 0.75, Id(12), [4, 18, 21, 30]),
            ],
            RecentMood = [new MoodReading("good", 0.6, Id(90), A.Now.AddDays(-1))],
        };
        return new PersonContext(
            Now(T("Аня", "Anna"), locale),
            portrait,
            [
                new GoalInContext(Id(21), T("Выучить испанский к лету", "Learn Spanish by summer"), 0.354, new DateOnly(2026, 6, 1), 4, T("слова идут легко", "words come easily"), true, [3]),
                new GoalInContext(Id(22), T("Пробежать марафон", "Run a marathon"), 0, new DateOnly(2027, 4, 18), 3, null, false, []),
            ],
            [
                new HabitToday(Id(31), T("10 слов в день", "10 words a day"), Id(21), new Streaks(StreakUnit.Day, 12, 20, 0.9, CheckedInToday: false, DueToday: true, Paused: false)),
                new HabitToday(Id(32), T("Бегать три раза в неделю", "Run three times a week"), null, new Streaks(StreakUnit.Week, 2, 5, 0.5, CheckedInToday: true, DueToday: true, Paused: false)),
                new HabitToday(Id(33), T("Йога", "Yoga"), null, new Streaks(StreakUnit.Day, 0, 3, null, CheckedInToday: false, DueToday: false, Paused: true)),
            ],
            [Plan(41, EventType.Task, T("Оплатить курс", "Pay for the course"), A.Now.AddDays(-3))],
            [
                Plan(42, EventType.Event, T("Урок с Катей", "Lesson with Kate"), A.Now.AddHours(6), TimeSpan.FromHours(1)),
                Plan(43, EventType.Event, T("Поезд в Казань", "Train to Kazan"), A.Now.AddHours(30), TimeSpan.FromHours(11)),
                Plan(44, EventType.Task, T("Сдать эссе", "Hand in the essay"), A.Now.AddDays(4)),
                Plan(45, EventType.Event, T("Отпуск", "Holidays"), new DateTimeOffset(2026, 3, 23, 21, 0, 0, TimeSpan.Zero), TimeSpan.FromDays(3), allDay: true),
            ],
            [
                new OpenMatter(OpenMatterKind.HowItWent, T("Собеседование", "Interview"), A.Now.AddDays(-1), new ContextSource("event", Id(46), [])),
                new OpenMatter(OpenMatterKind.ToConfirm, T("Визит к стоматологу", "Dentist"), A.Now.AddDays(9), new ContextSource("event", Id(47), [])),
                new OpenMatter(OpenMatterKind.Question, T("Какой словарь лучше?", "Which dictionary is best?"), A.Now.AddDays(-1), new ContextSource("session", Id(90), [27])),
                new OpenMatter(OpenMatterKind.Agreed, T("Прислать расписание", "Send the timetable"), A.Now.AddDays(-1), new ContextSource("session", Id(90), [29])),
            ],
            [
                new Neighbour(Id(21), NodeType.Person, Id(51), T("Катя", "Kate"), null, "teacher", "mentioned_with", 0.6, A.Now, [3]),
                new Neighbour(Id(21), NodeType.Habit, Id(31), T("10 слов в день", "10 words a day"), "active", null, "serves", 0.5, A.Now, []),
            ],
            [
                Memory(61, MemoryType.Fact, T("Учит испанский ради работы в Мадриде", "Learns Spanish for a job in Madrid"), 5, 6),
                Memory(62, MemoryType.Fact, T("Утром голова свежее", "Is fresher in the morning"), 8),
                Memory(63, MemoryType.Message, T("Хочу говорить с коллегами без переводчика", "I want to talk to colleagues without an interpreter"), 9),
                Memory(64, MemoryType.Message, T("В школе учила немецкий", "At school I had German"), 2),
            ]);

        string T(string russian, string english) => say(ru ? russian : english);
    }

    private static Occurrence Plan(int id, EventType type, string title, DateTimeOffset at, TimeSpan? length = null, bool allDay = false) =>
        Series.First(new PlannedEvent
        {
            UserId = Id(1),
            Id = Id(id),
            Type = type,
            Title = title,
            StartAt = type is EventType.Task ? null : at,
            DueAt = type is EventType.Task ? at : null,
            EndAt = at + length,
            AllDay = allDay,
            Timezone = "Europe/Moscow",
            Source = EventSource.User,
            CreatedAt = A.Now,
            UpdatedAt = A.Now,
        })!;

    private static Recalled Memory(int id, MemoryType type, string content, params long[] seqs) => new(
        new Candidate(Id(id), type, null, null, content, 0.5, 1, 0.5, A.Now.AddDays(-100), null, true, Id(91), seqs), 0.5, 1, 1, 0.5, 0.5);
}
