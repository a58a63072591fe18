using Aimi.Planning.DatesInWords;

namespace Aimi.Assistant.Offline.Understanding;

/// <summary>Fills an intent with what the clause says.</summary>
internal sealed class Slots(Grammar grammar, DateTime now)
{
    private const int MostNames = 3;

    /// <summary>One wish; of a plan at several times one for each.</summary>
    public IEnumerable<Intent> Fill(Clause clause, Rule rule, Dictionary<string, Range> found)
    {
        var intent = new Intent(rule.Name, clause.Start, clause.End - clause.Start, clause.Times.Question is null ? rule.Confidence : Math.Min(rule.Confidence, 0.4))
        {
            Kind = rule.Kind,
            RemindBefore = clause.Measures.Before,
            Question = clause.Times.Question,
        };
        if (found.TryGetValue("title", out var title))
            intent = intent with { Title = Wording.Title(clause, title, grammar) };
        if (found.TryGetValue("name", out var name))
            intent = intent with { Title = Wording.Title(clause, Name(clause, name), grammar) };
        if (found.TryGetValue("content", out var content))
            intent = intent with { Content = Wording.Content(clause, content, grammar) };
        if (found.TryGetValue("target", out var target) && Wording.Target(clause, target, grammar) is var (meant, kind))
            intent = intent with { Target = meant, Kind = rule.Kind ?? kind };
        if (found.TryGetValue("city", out var city))
            intent = Zone(intent, clause, city);
        intent = Timed(intent, clause);
        return intent.Name is IntentName.PlanEvent or IntentName.PlanReminder or IntentName.PlanTask && clause.Times.Each.Count > 1
            ? clause.Times.Each.Select(when => intent with { When = when })
            : Again(intent, clause) is { } again ? [intent with { When = clause.Times.Dates[0] }, again] : [intent];
    }

    // "Завтра в 18 тренировка, в четверг тоже": the same at the same hour of another day.
    private Intent? Again(Intent intent, Clause clause) =>
        intent.Name is IntentName.PlanEvent or IntentName.PlanReminder && clause.Times.Question is null && SaysTheSame(clause)
        && clause.Times.Dates is [{ Kind: SpokenDateKind.Instant } one, { Kind: SpokenDateKind.Day } other] && other.From.Date != one.From.Date
            ? intent with { When = one with { From = other.From.Date + one.From.TimeOfDay, To = null } }
            : null;

    // As its last word it belongs to no clause.
    private bool SaysTheSame(Clause clause) =>
        grammar.Is("same", clause.Tokens[^1]) || (Token.Of(clause.Text, clause.End.., 1) is [var next] && grammar.Is("same", next));

    // "Меня зовут Аня, мне тридцать": a name has at most three words and no comma.
    private static Range Name(Clause clause, Range name)
    {
        var (start, length) = name.GetOffsetAndLength(clause.Words.Count);
        var end = start + 1;
        while (end < start + Math.Min(length, MostNames) && !clause.Words[end].Apart)
            end++;
        return start..end;
    }

    private Intent Zone(Intent intent, Clause clause, Range city)
    {
        var zone = Cities.ZoneIn([.. clause.Words.Take(city)]);
        return intent with { Timezone = zone, Content = Wording.Content(clause, city, grammar), Confidence = zone is null ? 0.45 : intent.Confidence };
    }

    private Intent Timed(Intent intent, Clause clause) => intent.Name switch
    {
        IntentName.Remember or IntentName.Correct or IntentName.Recall or IntentName.AboutMe or IntentName.WhereFrom or IntentName.Forget or IntentName.SetName
            or IntentName.SetTimezone or IntentName.Greeting or IntentName.Farewell or IntentName.Thanks or IntentName.HowAreYou
            or IntentName.WhoAreYou or IntentName.Help or IntentName.Time or IntentName.Profile or IntentName.Privacy or IntentName.Sorry or IntentName.Scolding => intent with { Question = null },
        IntentName.Confirm or IntentName.Reject => intent with { When = Answered(clause), Shift = clause.Measures.Shift },
        IntentName.Reschedule => Moved(intent, clause),
        IntentName.Cancel or IntentName.Restore => intent with { At = clause.Times.Whole },
        IntentName.Change => clause.Measures.Before is null ? intent with { When = clause.Times.Whole } : intent with { At = clause.Times.Whole },
        IntentName.PlanHabit => intent with { When = clause.Times.Whole, TimesPerWeek = clause.Measures.TimesPerWeek },
        IntentName.Agenda or IntentName.FreeTime or IntentName.List or IntentName.Progress or IntentName.SetQuietHours => intent with { When = Days(clause.Times.Whole, now) },
        _ => intent with { When = clause.Times.Whole },
    };

    /// <summary>What is left where no rule fits. Who says nothing but a time answers a question by it.</summary>
    public Intent Tell(Clause clause)
    {
        var onlyTime = clause.Words.All(word => grammar.Is("lead", word) || grammar.Is("rather", word) || grammar.Is("not", word));

        // "Не завтра, а в пятницу".
        if (onlyTime && clause.Times.Dates is [_, var second] && clause.Words.Any(word => grammar.Is("not", word)))
            return new Intent(IntentName.Tell, clause.Start, clause.End - clause.Start, 0.5) { When = second };
        return new Intent(IntentName.Tell, clause.Start, clause.End - clause.Start, 0.5)
        {
            When = onlyTime ? Answered(clause) : null,
            Shift = onlyTime ? clause.Measures.Shift : null,
            Question = onlyTime ? clause.Times.Question : null,
        };
    }

    // "Не сейчас" sets no time.
    private SpokenDate? Answered(Clause clause) => clause.Times.Whole is { } when && when.From != now ? when : null;

    // Who asks for "a week" means the days from now; for "the evening", all of it.
    private static SpokenDate? Days(SpokenDate? date, DateTime now) => date switch
    {
        { Kind: SpokenDateKind.Duration, Duration: { } length } =>
            date with { Kind = SpokenDateKind.Range, From = now.Date, To = now.Date + length - TimeSpan.FromDays(1), AllDay = true, Duration = null },
        { Kind: SpokenDateKind.Instant, PartOfDay: true, From: var from } => date with { Kind = SpokenDateKind.Range, From = Part(from).From, To = Part(from).To },
        _ => date,
    };

    private static (DateTime From, DateTime To) Part(DateTime hour) => hour.Hour switch
    {
        >= 4 and < 12 => (hour.Date.AddHours(6), hour.Date.AddHours(12)),
        >= 12 and < 17 => (hour.Date.AddHours(12), hour.Date.AddHours(18)),
        >= 17 and < 22 => (hour.Date.AddHours(18), hour.Date.AddHours(23)),
        < 4 => (hour.Date.AddHours(-1), hour.Date.AddHours(7)),
        _ => (hour, hour.Date.AddHours(31)),
    };

    // From when, and when to: "to Friday" is where it goes, and what is said of the thing itself is where it stands.
    private Intent Moved(Intent intent, Clause clause)
    {
        var (dates, towards) = (clause.Times.Dates, clause.Times.Towards);
        intent = intent with { Shift = clause.Measures.Shift };
        if (intent.Shift is not null)
            return intent with { At = clause.Times.Whole };
        if (dates is [{ Kind: SpokenDateKind.Range, To: { } to } range] && grammar.Is("from", clause.Tokens.First(token => token.End > range.Start)))
        {
            var kind = range.AllDay ? SpokenDateKind.Day : SpokenDateKind.Instant;
            return intent with { At = range with { Kind = kind, To = null }, When = range with { Kind = kind, From = to, To = null } };
        }

        var goal = towards is [.., true] ? towards.Count - 1 : towards.Count > 1 && towards[0] ? 0 : -1;
        return dates.Count switch
        {
            0 => intent,
            1 => towards[0] || !grammar.HasAny("towards", clause.Tokens) ? intent with { When = Plain(dates[0]) } : intent with { At = dates[0] },
            2 when goal >= 0 && !towards[1 - goal] => intent with { When = Plain(dates[goal]), At = dates[1 - goal] },
            _ => intent with { When = clause.Times.Whole is { } whole ? Plain(whole) : null },
        };
    }

    // "Until Friday" is where it is moved to, and no deadline.
    private static SpokenDate Plain(SpokenDate date) => date.Kind is not SpokenDateKind.Deadline ? date
        : date with { Kind = date.AllDay || date.From.TimeOfDay == TimeSpan.Zero ? SpokenDateKind.Day : SpokenDateKind.Instant, From = date.AllDay ? date.From.Date : date.From };
}
