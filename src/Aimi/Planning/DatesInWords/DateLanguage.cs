using System.Globalization;

namespace Aimi.Planning.DatesInWords;

/// <summary>What a language knows of time: its words, its rules, and how it tells what is no time. <see cref="NumericRules"/> are everyone's.</summary>
internal abstract class DateLanguage
{
    public abstract CultureInfo Culture { get; }

    public abstract Lexicon Lexicon { get; }

    /// <summary>Of those that read something the longest wins, then the first.</summary>
    public abstract IReadOnlyList<Rule> Rules { get; }

    /// <summary>03/04 is the fourth of March. Where it may be either, it is asked about.</summary>
    public abstract bool MonthFirst { get; }

    /// <summary>The sentence tells what was: "вчера была", "I went".</summary>
    public abstract bool SpeaksOfPast(Phrase phrase);

    /// <summary>A word between two pieces that say one thing: "завтра где-то в 10". Commas are glue anyway.</summary>
    public abstract bool IsGlue(Phrase phrase, int at);

    /// <summary>The word makes the number before it a count or a measure, not a time: "кг", "people", "%".</summary>
    public abstract bool IsMeasure(Phrase phrase, int at);

    /// <summary>The word makes the number behind it a name: "комната", "iPhone", "version".</summary>
    public abstract bool NamesNumber(Phrase phrase, int at);

    /// <summary>The hour can only be meant so: 17, 05. What is not exact may be twelve hours later.</summary>
    public virtual bool IsExactHour(Token hour, bool withMinutes) => hour.Value is 0 or > 12 || (hour.Digits == 2 && hour.Text[0] == '0');

    /// <summary>"except", "кроме": what follows is taken out of a series, in a way that is not understood.</summary>
    public abstract bool Excepts(Phrase phrase, int at);

    /// <summary>"three times", "дважды": how often, where it stands right behind a series.</summary>
    public abstract bool IsTimes(Phrase phrase, int at);

    /// <summary>"not", "не": the time right behind it is the one that is not meant.</summary>
    public abstract bool Denies(Phrase phrase, int at);

    /// <summary>The word says a time for sure, so that it must not be left over: a weekday, "tomorrow".</summary>
    public abstract bool IsTimeWord(Phrase phrase, int at);
}
