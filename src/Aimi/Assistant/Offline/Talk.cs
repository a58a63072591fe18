using System.Globalization;
using System.Runtime.CompilerServices;
using Aimi.Assistant.Offline.Understanding;
using Aimi.Language;
using Microsoft.Extensions.AI;

namespace Aimi.Assistant.Offline;

/// <summary>A line of the conversation.</summary>
internal sealed record Line(bool ByPerson, string Text);

/// <summary>What is said now, and all that the answer to it follows from.</summary>
/// <param name="Before">The conversation until now, oldest first.</param>
/// <param name="Text">What the person says.</param>
/// <param name="Language">In which to answer.</param>
internal sealed record Talk(OpenTurn Turn, IReadOnlyList<Line> Before, string Text, CultureInfo Language, ToolCalls Tools)
{
    /// <summary>What was read in a turn: each result of a tool has its answer thought anew, from the same words.</summary>
    private static readonly ConditionalWeakTable<OpenTurn, Dictionary<(string Text, string Language), IReadOnlyList<Intent>>> Heard = [];

    /// <summary>Of <see cref="Before"/>, what was said in this session: a question of the last one is not open any more.</summary>
    public IReadOnlyList<Line> ThisSession { get; } = SinceTheirLast(Before, Turn.Said.Count);

    /// <summary>A model began this answer, and could not finish it.</summary>
    public bool TakenOver { get; init; }

    /// <summary>What they want with it, in the order of their words.</summary>
    public required IReadOnlyList<Intent> Intents { get; init; }

    /// <summary>What the person's wall clock says.</summary>
    public DateTime Now { get; } = Turn.Now.LocalTime.DateTime;

    public Sayings Say { get; } = new(Language);

    public SpokenTime Times { get; } = new(Language, Turn.Now.LocalTime.DateTime);

    /// <summary>The goal that was made in this answer: what else is planned in it serves it.</summary>
    public Guid? Goal { get; set; }

    /// <summary>The line of a list of ours that the person chose.</summary>
    public string? Picked { get; init; }

    /// <summary>How much of a series they chose; null where they were not asked.</summary>
    public Aimi.Planning.SeriesScope? Scope { get; init; }

    public static Talk Of(IReadOnlyList<ChatMessage> messages, OpenTurn turn)
    {
        var asked = messages.Count - 1;
        while (asked >= 0 && messages[asked].Role != ChatRole.User)
            asked--;

        var text = asked < 0 ? turn.Text : messages[asked].Text;
        var thisTurn = messages.Skip(asked + 1).ToList();
        var before = messages.Take(Math.Max(asked, 0)).Where(message => message.Role == ChatRole.User || message.Role == ChatRole.Assistant)
            .Where(message => message.Text.Length > 0).Select(message => new Line(message.Role == ChatRole.User, message.Text)).ToList();

        // "10" and "👍" are of no language: that of the talk goes on.
        var language = text.Any(char.IsLetter) || before.FindLast(line => line.ByPerson && line.Text.Any(char.IsLetter)) is not { } last
            ? turn.Language
            : SpokenLanguage.Of(last.Text, turn.Now.Locale);
        return new Talk(turn, before, text, language, ToolCalls.Of(thisTurn))
        {
            TakenOver = ToolCalls.HoldsAnothers(thisTurn),
            Intents = Read(turn, text, language),
        };
    }

    private static IReadOnlyList<Line> SinceTheirLast(IReadOnlyList<Line> before, int said)
    {
        var at = before.Count;
        while (said > 0 && at > 0)
        {
            if (before[--at].ByPerson)
                said--;
        }

        return [.. before.Skip(at)];
    }

    public IReadOnlyList<Intent> Read(string text) => Read(Turn, text, Language);

    private static IReadOnlyList<Intent> Read(OpenTurn turn, string text, CultureInfo language)
    {
        var heard = Heard.GetOrCreateValue(turn);
        if (!heard.TryGetValue((text, language.Name), out var intents))
            heard[(text, language.Name)] = intents = IntentReader.Read(text, turn.Now.LocalTime.DateTime, language, turn.Now.Timezone);
        return intents;
    }
}
