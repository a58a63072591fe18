using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using Aimi.Language;

namespace Aimi.Assistant.Offline;

/// <summary>
/// What Aimi asked with her last words. Nothing is kept of it: her own texts are heard again in the conversation, with what stood in their gaps.
/// </summary>
/// <param name="Key">Which of the texts of <c>Replies.resx</c> it is; their names begin with Ask.</param>
/// <param name="Slots">What it names, such as the title of a plan.</param>
/// <param name="Said">What the person said on the matter until then, the newest last.</param>
/// <param name="Asked">All that Aimi said then.</param>
internal sealed partial record OpenQuestion(string Key, IReadOnlyList<string> Slots, IReadOnlyList<string> Said, string Asked)
{
    /// <summary>No plan needs more questions than this; who is asked more often speaks of something new each time.</summary>
    private const int MostAnswers = 6;

    private static readonly Lazy<(string Key, Regex Text)[]> Texts = new(() =>
    [
        .. new[] { SpokenLanguage.Russian, SpokenLanguage.English }.SelectMany(language =>
            Sayings.Texts.GetResourceSet(language.Name == "en" ? CultureInfo.InvariantCulture : language, createIfNotExists: true, tryParents: false)!
                .Cast<DictionaryEntry>().Where(text => ((string)text.Key).StartsWith("Ask", StringComparison.Ordinal))
                .Select(text => ((string)text.Key, Heard((string)text.Value!)))),
    ]);

    public string Title => Slots.Count > 0 ? Slots[0] : "";

    /// <summary>Null where Aimi asked nothing.</summary>
    /// <param name="before">The conversation until now, oldest first.</param>
    public static OpenQuestion? Of(IReadOnlyList<Line> before)
    {
        if (before is not [.., { ByPerson: true }, { ByPerson: false } last] || Hear(last.Text) is not var (key, slots))
            return null;

        // What was asked before this question belongs to it, as long as each was answered by the next.
        var said = new List<string>();
        for (var at = before.Count - 1; at > 0 && said.Count < MostAnswers && !before[at].ByPerson && before[at - 1].ByPerson; at -= 2)
        {
            if (at < before.Count - 1 && Hear(before[at].Text) is null)
                break;
            said.Insert(0, before[at - 1].Text);
        }

        return new OpenQuestion(key, slots, said, last.Text);
    }

    /// <summary>The lines of a numbered list in what Aimi said.</summary>
    public IReadOnlyList<string> Choices() =>
        [.. Asked.Split('\n').Select(line => Choice().Match(line)).Where(match => match.Success).Select(match => match.Groups["line"].Value)];

    /// <summary>The question itself, without what else was said beside it.</summary>
    public string Again(Sayings say)
    {
        var (asked, choices) = (say.Say(Key, [.. Slots]), Choices());
        return choices.Count == 0 ? asked : Sayings.Numbered(asked, choices);
    }

    // The last question of several is the one to be answered.
    private static (string Key, IReadOnlyList<string> Slots)? Hear(string text)
    {
        var heard = Texts.Value.Select(known => (known.Key, Match: known.Text.Match(text))).Where(known => known.Match.Success).ToList();
        if (heard.Count == 0)
            return null;

        var (key, match) = heard.OrderByDescending(known => known.Match.Index).ThenByDescending(known => known.Match.Length).First();
        return (key, [.. match.Groups.Values.Skip(1).Where(group => group.Success).Select(group => group.Value)]);
    }

    private static Regex Heard(string template)
    {
        var pattern = Gap().Replace(Regex.Escape(template), "(.+?)");

        // A gap at the end goes on to the end of the line.
        return new Regex(template.EndsWith('}') ? pattern + "$" : pattern, RegexOptions.CultureInvariant | RegexOptions.Multiline, TimeSpan.FromSeconds(1));
    }

    [GeneratedRegex(@"^\d+\. (?<line>.+)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Choice();

    [GeneratedRegex(@"\\\{\d(:[^}]*)?}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Gap();
}
