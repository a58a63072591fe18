using System.Collections.Frozen;

namespace Aimi.Language;

/// <summary>English forms that no ending leads back to their verb.</summary>
public static class IrregularVerbs
{
    private static readonly FrozenDictionary<string, string> Verbs = """
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
        """.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).SelectMany(line => line.Skip(1).Select(form => (form, verb: line[0]))).ToFrozenDictionary(pair => pair.form, pair => Stems.Of(pair.verb), StringComparer.Ordinal);

    /// <summary>The stem of a word, and of "ran" that of "run".</summary>
    /// <param name="word">Folded.</param>
    /// <param name="stem">Its own.</param>
    public static string StemOf(string word, string stem) => Verbs.GetValueOrDefault(word, stem);
}
