using System.Globalization;

namespace Aimi.Planning.DatesInWords;

/// <summary>Dates and times in digits, which are the same in every language but for the order of 03/04.</summary>
internal sealed class NumericRules(DateLanguage language)
{
    public IReadOnlyList<Rule> Rules => [Iso, Compact, Spaced, Full, DayAndMonth, Clock, Dash];

    // 2027-03-15, 2027-03-15T18:30; 2027/3/15, 2027.03.15
    private static Match Iso(Phrase phrase, int at)
    {
        if (phrase[at].Digits != 4 || !phrase.IsNumber(at, 1900, 2199) || Separator(phrase, at + 1) is not { } mark
            || !phrase.IsTightNumber(at + 2, 0, 99) || !phrase.IsTight(at + 3, mark) || !phrase.IsTightNumber(at + 4, 0, 99))
            return Match.None;

        var day = new Moment { Day = new DayName.OfMonth(phrase[at + 4].Value, phrase[at + 2].Value, phrase[at].Value) };
        return phrase.Is(at + 5, "t") && !phrase[at + 5].Spaced && phrase.IsTightNumber(at + 6, 0, 24) && phrase.IsTight(at + 7, ":")
            && phrase.IsTightNumber(at + 8, 0, 59)
            ? new Match(day with { Clock = new ClockTime(phrase[at + 6].Value, phrase[at + 8].Value, IsExact: true) }, 9 + Seconds(phrase, at + 9))
            : new Match(day, 5);
    }

    // 20270315
    private static Match Compact(Phrase phrase, int at) =>
        phrase[at] is { Kind: TokenKind.Word, Length: 8 } word && DateTime.TryParseExact(word.Text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day.Year is >= 1900 and <= 2199 && word.Spaced && phrase[at + 1] is not { Spaced: false, Kind: TokenKind.Word or TokenKind.Number }
            ? new Match(Moment(day.Day, day.Month, day.Year), 1)
            : Match.None;

    // 2027 03 15, 03 15 2027, and nothing else
    private static Match Spaced(Phrase phrase, int at)
    {
        if (at > 0 || phrase.Count != 3 || phrase[1].Digits is not (1 or 2))
            return Match.None;
        if (phrase[0].Digits == 4 && phrase[2].Digits is 1 or 2 && phrase.IsNumber(0, 1900, 2199) && IsDate(phrase[2].Value, phrase[1].Value))
            return new Match(Moment(phrase[2].Value, phrase[1].Value, phrase[0].Value), 3);
        if (phrase[2].Digits != 4 || !phrase.IsNumber(2, 1900, 2199) || phrase[0].Digits is not (1 or 2))
            return Match.None;
        return (IsDate(phrase[0].Value, phrase[1].Value), IsDate(phrase[1].Value, phrase[0].Value)) switch
        {
            (true, false) => new Match(Moment(phrase[0].Value, phrase[1].Value, phrase[2].Value), 3),
            (false, true) => new Match(Moment(phrase[1].Value, phrase[0].Value, phrase[2].Value), 3),
            (true, true) => new Match(new Piece.Doubt(DoubtKind.TwoReadings, Moment(phrase[0].Value, phrase[1].Value, phrase[2].Value),
                Moment(phrase[1].Value, phrase[0].Value, phrase[2].Value)), 3),
            _ => Match.None,
        };
    }

    // 15.03.2027, 15/03/27, 15-03-2027
    private Match Full(Phrase phrase, int at)
    {
        if (phrase[at].Digits is not (1 or 2) || !IsAlone(phrase, at) || Separator(phrase, at + 1) is not { } mark
            || !phrase.IsTightNumber(at + 2, 1, 31) || !phrase.IsTight(at + 3, mark)
            || !phrase.IsTightNumber(at + 4) || phrase[at + 4].Digits is not (2 or 4) || (phrase.IsTight(at + 5, mark) && phrase.IsTightNumber(at + 6)))
            return Match.None;

        // 1.2.10 is a version; a year in two digits wants the others so, too.
        if (phrase[at + 4].Digits == 2 && (phrase[at + 2].Digits != 2 || mark == "-"))
            return Match.None;

        var year = phrase[at + 4].Digits == 2 ? Century(phrase[at + 4].Value) : phrase[at + 4].Value;
        return Dated(phrase, at, year, mark, 5);
    }

    // 15.03, 25/12; not 1.5, 3/4 of something, 18.30
    private Match DayAndMonth(Phrase phrase, int at)
    {
        if (phrase[at].Digits is not (1 or 2) || !IsAlone(phrase, at) || Separator(phrase, at + 1) is not ("." or "/") || phrase[at + 2].Digits != 2
            || !phrase.IsTightNumber(at + 2, 1, 31) || IsContinued(phrase, at + 3) || language.IsMeasure(phrase, at + 3))
            return Match.None;

        return phrase[at + 1].Text == "." && !IsDate(phrase[at].Value, phrase[at + 2].Value)
            ? Match.None
            : Dated(phrase, at, null, phrase[at + 1].Text, 3);
    }

    // 18:30, 18:30:00
    private Match Clock(Phrase phrase, int at) =>
        phrase[at].Digits is 1 or 2 && IsAlone(phrase, at) && phrase.IsTight(at + 1, ":") && phrase.IsTightNumber(at + 2, 0, 99) && phrase[at + 2].Digits == 2
            ? new Match(Hour(phrase, at), 3 + Seconds(phrase, at + 3))
            : Match.None;

    private Moment Hour(Phrase phrase, int at) =>
        new() { Clock = new ClockTime(phrase[at].Value, phrase[at + 2].Value, language.IsExactHour(phrase[at], withMinutes: true)) };

    // Between two times; elsewhere it means nothing, and the composer drops it.
    private static Match Dash(Phrase phrase, int at) =>
        phrase.Is(at, "-")
            && !(phrase.IsTight(at, "-") && phrase[at + 1] is { Kind: TokenKind.Word, Spaced: false, Meaning.Kind: MeaningKind.None })
            ? new Match(new Piece.Link(LinkKind.Dash), 1)
            : Match.None;

    private Match Dated(Phrase phrase, int at, int? year, string mark, int count)
    {
        var (first, second) = (phrase[at].Value, phrase[at + 2].Value);
        var (dayFirst, monthFirst) = (IsDate(first, second), IsDate(second, first));
        var (day, month) = (Moment(first, second, year), Moment(second, first, year));

        // Only slashes are written in both orders.
        if (mark != "/")
            return new Match(dayFirst || !monthFirst || mark == "." ? day : month, count);
        if (dayFirst && monthFirst && first != second && SlashOrder.IsMonthFirst(phrase) is { } shown)
            return new Match(shown ? month : day, count);
        if (dayFirst && monthFirst && first != second)
            return new Match(new Piece.Doubt(DoubtKind.TwoReadings, language.MonthFirst ? [month, day] : [day, month]), count);
        return !dayFirst && !monthFirst ? Match.None : new Match(dayFirst ? day : month, count);
    }

    // Of two digits: '99 was, '35 will be.
    private static int Century(int year) => year >= 70 ? 1900 + year : 2000 + year;

    private static Moment Moment(int day, int month, int? year) => new() { Day = new DayName.OfMonth(day, month, year) };

    private static bool IsDate(int day, int month) => day is >= 1 and <= 31 && month is >= 1 and <= 12;

    private static string? Separator(Phrase phrase, int at) =>
        !phrase[at].Spaced && phrase.Is(at, ".", "/", "-") ? phrase[at].Text : null;

    // Not in the middle of a longer row of numbers, nor a name.
    private bool IsAlone(Phrase phrase, int at) =>
        !(Joins(phrase, at - 1) && !phrase[at].Spaced && !phrase[at - 1].Spaced && phrase[at - 2].Kind is not TokenKind.None)
            && !language.NamesNumber(phrase, at - 1);

    private static bool IsContinued(Phrase phrase, int at) => Joins(phrase, at) && !phrase[at].Spaced && phrase.IsTightNumber(at + 1) && !phrase.Is(at, "-");

    private static bool Joins(Phrase phrase, int at) => phrase.Is(at, ".", "/", ":", "+", "№", "#", "$");

    private static int Seconds(Phrase phrase, int at) => phrase.IsTight(at, ":") && phrase.IsTightNumber(at + 1, 0, 59) ? 2 : 0;
}
