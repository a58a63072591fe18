using System.Collections.Frozen;
using Aimi.Language;

namespace Aimi.Sessions.Summaries;

/// <summary>English forms that no ending leads back to their verb.</summary>
internal static class IrregularVerbs
{
    private static readonly FrozenDictionary<string, string> Verbs = WordList.Lines("""
        run ran
        go went gone
        swim swam swum
        write wrote written
        speak spoke spoken
        sleep slept
        eat ate eaten
        learn learnt
        send sent
        buy bought
        make made
        do did done
        meet met
        teach taught
        think thought
        drink drank drunk
        drive drove driven
        begin began begun
        take took taken
        get got gotten
        give gave given
        pay paid
        find found
        build built
        sing sang sung
        ride rode ridden
        wake woke woken
        tell told
        spend spent
        keep kept
        """).SelectMany(line => line.Skip(1).Select(form => (form, verb: line[0]))).ToFrozenDictionary(pair => pair.form, pair => Stems.Of(pair.verb), StringComparer.Ordinal);

    /// <summary>The stem of a word, and of "ran" that of "run".</summary>
    public static string StemOf(Token word) => Verbs.GetValueOrDefault(word.Text, word.Stem);
}
