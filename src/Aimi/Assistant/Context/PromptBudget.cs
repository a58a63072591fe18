using System.Globalization;
using Aimi.Language;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace Aimi.Assistant.Context;

/// <summary>Puts a prompt together that costs no more tokens than it may; what gives way for that says <see cref="PromptPart"/>.</summary>
public sealed class PromptBudget(PromptTokens tokens, IOptions<PromptOptions> options)
{
    /// <summary>The last exchanges of a session are what is being talked about.</summary>
    private const int LastExchanges = 3;

    /// <summary>A longer message of before is cut, in UTF-16 units.</summary>
    private const int MaxSaid = 4_000;

    /// <summary>The system prompt and the messages that there is room for.</summary>
    /// <param name="messages">Those of the last session, of this one, the person's message, and what was called for to answer it.</param>
    /// <param name="instructions">What the model is told beside the prompt.</param>
    public IReadOnlyList<ChatMessage> Prompt(OpenTurn turn, PersonContext context, IReadOnlyList<ChatMessage> messages, string? instructions = null)
    {
        var asked = Math.Max(0, messages.Index().LastOrDefault(message => message.Item.Role == ChatRole.User).Index);
        var rules = SystemPrompt.Rules(context.Now, turn.Language, turn.Question, turn.Pending);
        List<Piece> pieces =
        [
            .. Lines(KnownLines.Of(context, turn.Language), turn.Language),
            .. Exchanges([.. messages.Take(Math.Min(turn.FromLastSession, asked))], _ => PromptPart.LastSession),
            .. Exchanges([.. messages.Take(asked).Skip(turn.FromLastSession)], left => left < LastExchanges ? PromptPart.Talk : PromptPart.EarlierTalk),
        ];

        // What tools answered is no part of the budget: it would push out what the question was about.
        var room = options.Value.PromptTokens - tokens.Of(rules) - tokens.Of(instructions ?? "") - tokens.Of(messages[asked]) - Around(pieces, turn.Language);
        var dropped = GivenWay(pieces, room).ToHashSet();
        var kept = pieces.Where(piece => !dropped.Contains(piece)).ToList();
        var known = SystemPrompt.Known([.. kept.Select(piece => piece.Line).OfType<PromptLine>()], turn.Language);
        return [new(ChatRole.System, rules + known), .. kept.SelectMany(piece => piece.Said), .. messages.Skip(asked)];
    }

    private static IEnumerable<Piece> GivenWay(List<Piece> pieces, int room)
    {
        var cost = pieces.Sum(piece => piece.Tokens);
        foreach (var piece in pieces.Index().OrderBy(piece => piece.Item.Part).ThenBy(piece => piece.Item.Line is null ? piece.Index : -piece.Index).Select(piece => piece.Item))
        {
            if (cost <= room)
                yield break;

            cost -= piece.Tokens;
            yield return piece;
        }
    }

    // The heading goes with the first line, which is the last to go.
    private IEnumerable<Piece> Lines(IReadOnlyList<PromptLine> lines, CultureInfo language) => lines.Select((line, index) =>
    {
        var heading = lines.Take(index).Any(before => before.Part == line.Part) ? 0 : tokens.OfConstant(SystemPrompt.Heading(line.Part, language));
        return new Piece(line.Part, tokens.Of(line.Text) + heading, line, []);
    });

    // What stands around the lines stands there as long as there is one.
    private int Around(List<Piece> pieces, CultureInfo language) =>
        pieces.Exists(piece => piece.Line is not null) ? tokens.OfConstant(PromptFile.Read(PromptFile.Known, language)) : 0;

    /// <summary>Whole exchanges: no answer stands without what it answers.</summary>
    /// <param name="part">Of an exchange, by how many come after it.</param>
    private IEnumerable<Piece> Exchanges(IReadOnlyList<ChatMessage> messages, Func<int, PromptPart> part)
    {
        var exchanges = new List<List<ChatMessage>>();
        foreach (var message in messages)
        {
            if (exchanges.Count == 0 || message.Role == ChatRole.User)
                exchanges.Add([]);
            exchanges[^1].Add(Cut(message));
        }

        return exchanges.Select((exchange, index) => new Piece(part(exchanges.Count - 1 - index), exchange.Sum(tokens.Of), line: null, exchange));
    }

    private static ChatMessage Cut(ChatMessage message) =>
        message.Text.Length <= MaxSaid ? message : new ChatMessage(message.Role, Excerpt.Of(message.Text, MaxSaid) + "…");

    /// <summary>What gives way at once.</summary>
    private sealed class Piece(PromptPart part, int tokens, PromptLine? line, IReadOnlyList<ChatMessage> said)
    {
        public PromptPart Part => part;

        public int Tokens => tokens;

        public PromptLine? Line => line;

        public IReadOnlyList<ChatMessage> Said => said;
    }
}
