using Aimi.Planning.DatesInWords;

namespace Aimi.Assistant.Offline.Understanding;

/// <summary>What a person wants with a part of what they say.</summary>
public enum IntentName
{
    /// <summary>Nothing that Aimi can do: they talk.</summary>
    Tell,

    /// <summary>"Напомни завтра в 10 позвонить маме".</summary>
    PlanReminder,

    /// <summary>"Встреча с Олей в пятницу в 15", "dentist on Monday at 9".</summary>
    PlanEvent,

    /// <summary>"Надо купить молоко", "add a task: pay the rent by Friday".</summary>
    PlanTask,

    /// <summary>"Буду бегать по утрам", "I want to meditate three times a week".</summary>
    PlanHabit,

    /// <summary>"Хочу выучить испанский к лету".</summary>
    PlanGoal,

    /// <summary>"Перенеси созвон на час позже", "move the dentist to Friday".</summary>
    Reschedule,

    /// <summary>"Переименуй задачу в …", "напоминай о созвоне за 15 минут", "make it every week".</summary>
    Change,

    /// <summary>"Отмени встречу с Олей", "cancel that".</summary>
    Cancel,

    /// <summary>"Верни встречу", "no, keep it", "resume running": what was cancelled, done or given up is wanted again.</summary>
    Restore,

    /// <summary>"Я оплатил счёт", "mark the report as done".</summary>
    Complete,

    /// <summary>"Сделал зарядку", "I ran today": of a habit.</summary>
    CheckIn,

    /// <summary>"Не делала вчера зарядку", "undo the check-in".</summary>
    UndoCheckIn,

    /// <summary>"Что у меня на этой неделе?", "what's on today?".</summary>
    Agenda,

    /// <summary>"Когда я свободен завтра?".</summary>
    FreeTime,

    /// <summary>"Какие у меня цели?", "show my tasks"; the kind stands in <see cref="Intent.Kind"/>.</summary>
    List,

    /// <summary>"Как у меня дела с испанским?", "how am I doing with running?".</summary>
    Progress,

    /// <summary>"Запомни, что у меня аллергия на орехи".</summary>
    Remember,

    /// <summary>"Нет, я живу не в Казани, а в Перми", "correct that: …".</summary>
    Correct,

    /// <summary>"Что ты знаешь о моей сестре?", "where do I live?".</summary>
    Recall,

    /// <summary>"Что ты обо мне знаешь?".</summary>
    AboutMe,

    /// <summary>"Как меня зовут?", "what timezone am I in?": what stands in the profile.</summary>
    Profile,

    /// <summary>"Кто видит мои данные?", "do you remember everything I say?".</summary>
    Privacy,

    /// <summary>"Откуда ты это знаешь?".</summary>
    WhereFrom,

    /// <summary>"Забудь про мой диагноз".</summary>
    Forget,

    /// <summary>"Зови меня Аня".</summary>
    SetName,

    /// <summary>"Я теперь в Берлине, переключи пояс".</summary>
    SetTimezone,

    /// <summary>"Не беспокой меня с 22 до 8".</summary>
    SetQuietHours,

    /// <summary>"Да", "ok, do it".</summary>
    Confirm,

    /// <summary>"Нет", "не надо".</summary>
    Reject,

    Greeting,
    Farewell,
    Thanks,

    /// <summary>"Извини".</summary>
    Sorry,

    /// <summary>"Ты глупая", "you don't get it".</summary>
    Scolding,
    HowAreYou,
    WhoAreYou,
    Help,

    /// <summary>"Который час?".</summary>
    Time,
}

/// <summary>What a plan, or a question about plans, is about.</summary>
public enum PlanKind
{
    Event,
    Task,
    Habit,
    Goal,
    Reminder,
}

/// <summary>One thing that a person wants, with what they said of it. What they did not say is null.</summary>
/// <param name="Start">Where its words begin in the message, in UTF-16 units.</param>
/// <param name="Length">In UTF-16 units.</param>
/// <param name="Confidence">0 to 1; under 0.5 better ask.</param>
public sealed record Intent(IntentName Name, int Start, int Length, double Confidence)
{
    /// <summary>Of what is planned, remembered or named anew: without the words of time and of asking, the case kept, the first letter a capital. "Позвонить маме".</summary>
    public string? Title { get; init; }

    /// <summary>What of that which is there is meant: "созвон", "встречу с Олей"; in the person's words, without those of time. Null for "that", "это".</summary>
    public string? Target { get; init; }

    public PlanKind? Kind { get; init; }

    /// <summary>When it shall be; of what is moved, the new time; of a question, the days it is about.</summary>
    public SpokenDate? When { get; init; }

    /// <summary>When that which is meant is now: "перенеси завтрашний созвон на пятницу".</summary>
    public SpokenDate? At { get; init; }

    /// <summary>"На час позже" is +1 h, "на 15 минут раньше" is −15 min.</summary>
    public TimeSpan? Shift { get; init; }

    /// <summary>How long before to remind: "за 15 минут".</summary>
    public TimeSpan? RemindBefore { get; init; }

    /// <summary>How often, where no rule says it: "три раза в неделю".</summary>
    public int? TimesPerWeek { get; init; }

    /// <summary>What is to be remembered, forgotten, looked up: in the person's words.</summary>
    public string? Content { get; init; }

    /// <summary>An IANA zone, where one was named or can be told from a city.</summary>
    public string? Timezone { get; init; }

    /// <summary>What the time words leave open.</summary>
    public DateQuestion? Question { get; init; }
}
