namespace Aimi.Assistant.Offline.Understanding;

/// <summary>What shows an intent: a turn of phrase, and what must be true of the clause besides.</summary>
internal sealed record Rule(IntentName Name, Pattern Pattern, int Rank)
{
    public double Confidence { get; private init; } = 0.9;

    public PlanKind? Kind { get; private init; }

    /// <summary>It asks something of Aimi in so many words: it begins a clause of its own wherever it stands, and counts in long stories, too.</summary>
    public bool Strong { get; private init; }

    /// <summary>It only holds of a whole sentence, or of what follows a time: "купить молоко".</summary>
    public bool Alone { get; private init; }

    /// <summary>Not in a question.</summary>
    public bool Told { get; private init; }

    /// <summary>Only in a question.</summary>
    public bool Asked { get; private init; }

    /// <summary>A time must be said that is not over.</summary>
    public bool Ahead { get; private init; }

    /// <summary>A time must be said.</summary>
    public bool Dated { get; private init; }

    /// <summary>A day of the next two weeks must be said.</summary>
    public bool Soon { get; private init; }

    /// <summary>Nothing but a length must be said: "на два часа".</summary>
    public bool Lasting { get; private init; }

    /// <summary>An hour must be said.</summary>
    public bool Timed { get; private init; }

    /// <summary>It must be said to come back by the month or the year.</summary>
    public bool Rarely { get; private init; }

    /// <summary>One moment must be said, or hours of a day.</summary>
    public bool Moment { get; private init; }

    /// <summary>A last day must be said, or a time far ahead.</summary>
    public bool Due { get; private init; }

    /// <summary>How often must be said.</summary>
    public bool Often { get; private init; }

    /// <summary>How long before must be said: "за 15 минут".</summary>
    public bool Before { get; private init; }

    /// <summary>A time said must be one of the last days, and no series.</summary>
    public bool Lately { get; private init; }

    /// <summary>Hours of the day must be said.</summary>
    public bool Hours { get; private init; }

    /// <summary>The clause has at most so many words.</summary>
    public int MostWords { get; private init; } = int.MaxValue;

    /// <param name="heading">Of a group of rules: the intent, and what is asked of the clause: <c>PlanHabit often told 0.8</c>.</param>
    public static Rule Of(string heading, Pattern pattern, int rank)
    {
        var words = heading.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var rule = new Rule(Enum.Parse<IntentName>(words[0]), pattern, rank);
        return words.Skip(1).Aggregate(rule, (rule, word) => word switch
        {
            "strong" => rule with { Strong = true },
            "alone" => rule with { Alone = true },
            "told" => rule with { Told = true },
            "asked" => rule with { Asked = true },
            "ahead" => rule with { Ahead = true },
            "dated" => rule with { Dated = true },
            "soon" => rule with { Soon = true },
            "lasting" => rule with { Lasting = true },
            "timed" => rule with { Timed = true },
            "rarely" => rule with { Rarely = true },
            "moment" => rule with { Moment = true },
            "due" => rule with { Due = true },
            "often" => rule with { Often = true },
            "before" => rule with { Before = true },
            "lately" => rule with { Lately = true },
            "hours" => rule with { Hours = true },
            ['≤', .. var most] => rule with { MostWords = int.Parse(most, System.Globalization.CultureInfo.InvariantCulture) },
            ['0', '.', ..] => rule with { Confidence = double.Parse(word, System.Globalization.CultureInfo.InvariantCulture) },
            _ => rule with { Kind = Enum.Parse<PlanKind>(word) },
        });
    }
}
