using System.Globalization;

namespace Aimi.Planning.DatesInWords;

/// <summary>
/// Reads dates, times, spans and recurrences out of a sentence, in Russian and English, by rules. Pure: the same words at the same time mean the same.
/// </summary>
public static class DateReader
{
    /// <summary>Longer texts are not read, in UTF-16 units: who plans says it shorter.</summary>
    public const int MaxText = 2_000;

    /// <param name="now">What the person's wall clock says.</param>
    /// <param name="language">In which to read; words of the other one are not understood. Its region, where it has one, tells how 03/04 is written.</param>
    /// <param name="zone">Of that clock, an IANA name: what is said by the clock of another zone ("3pm EST") is turned into its time. Null: it is asked about.</param>
    public static DateReading Read(string text, DateTime now, CultureInfo language, string? zone = null)
    {
        if (text.Length > MaxText || string.IsNullOrWhiteSpace(text))
            return DateReading.Nothing;

        var grammar = DateLanguages.Of(language);
        var phrase = Tokenizer.Read(text, grammar.Language.Lexicon, language);
        var pieces = PieceReader.Read(phrase, grammar.Rules);
        var all = pieces.Count == 0 ? [] : new Composer(phrase, pieces, grammar.Language).Compose();
        var clue = new Clue(DateTime.SpecifyKind(now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute)), DateTimeKind.Unspecified),
            grammar.Language.SpeaksOfPast(phrase), zone);
        var reading = Resolved(phrase, all, new SaidResolver(phrase, clue), language);
        return reading.Question is null && new LeftOvers(phrase, pieces, all, grammar.Language).Find() is { } left
            ? Asking(DoubtKind.LeftOver, phrase, left.First, left.Last, reading.Dates, language)
            : reading;
    }

    private static DateReading Resolved(Phrase phrase, IReadOnlyList<Said> all, SaidResolver resolver, CultureInfo language)
    {
        var dates = new List<SpokenDate>();
        foreach (var said in all)
        {
            var (readings, doubt) = resolver.Resolve(said);
            if (doubt is { } why)
                return Asking(why, phrase, said.First, said.Last, readings, language);
            dates.Add(readings[0]);
        }

        return dates.Count == 0 ? DateReading.Nothing : new DateReading(dates, null);
    }

    private static DateReading Asking(DoubtKind why, Phrase phrase, int first, int last, IReadOnlyList<SpokenDate> candidates, CultureInfo language)
    {
        var said = phrase.Text[phrase[first].Start..phrase[last].End];
        return new DateReading([], new DateQuestion(DateTexts.Question(why, said, candidates, language), candidates));
    }
}
