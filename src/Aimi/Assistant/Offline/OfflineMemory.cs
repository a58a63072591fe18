using System.Globalization;
using System.Text.Json;
using Aimi.Assistant.Context;
using Aimi.Assistant.Tools;
using Aimi.Memory;
using Aimi.Memory.Recall;
using Microsoft.Extensions.AI;

namespace Aimi.Assistant.Offline;

/// <summary>What the offline assistant does with the memory: it calls the tools that a language model would call, and says what they answered.</summary>
internal static class OfflineMemory
{
    private const int MaxLines = 5;

    /// <summary>A memory that is less near in meaning, and shares no word with the question, does not answer it.</summary>
    private const double NearEnough = 0.3;

    /// <summary>Beside one that fits well, one that fits half as well is another matter.</summary>
    private const double FitsAsWell = 0.6;

    /// <summary>The tool that the person's last message asks for; null where it asks for none.</summary>
    public static FunctionCallContent? Call(IReadOnlyList<ChatMessage> said)
    {
        var request = MemoryRequest.Of(said[^1].Text);
        return request?.Kind switch
        {
            MemoryRequestKind.Forget => Call(ToolNames.Forget, "what", request.What),
            MemoryRequestKind.Remember => Call(ToolNames.Remember, "content", request.What),

            // What it was about stands in what they said before.
            MemoryRequestKind.WhereFrom when Before(said) is { } question => Call(ToolNames.Search, "query", question),
            _ => null,
        };
    }

    /// <summary>What is to be said of a tool's answer.</summary>
    public static string Tell(FunctionCallContent call, FunctionResultContent result, CultureInfo culture)
    {
        switch (call.Name)
        {
            case ToolNames.Remember:
                return OfflineReply.Text(Read(result) is { Status: ToolStatus.Done } ? "Remembered" : "NotRemembered", culture);
            case ToolNames.Forget:
                return Read(result) switch
                {
                    { Status: ToolStatus.Done, Forgotten: { } gone } => string.Format(culture, OfflineReply.Text("Forgotten", culture), gone.Memories, gone.Messages),
                    { Status: ToolStatus.NotFound } => OfflineReply.Text("ForgottenNothing", culture),
                    _ => OfflineReply.Text("ForgetWhat", culture),
                };
            default:
                var found = Read(result)?.Items ?? [];
                var lines = found.Where(memory => memory.Kind is "message" or "fact").Take(2)
                    .Select(memory => Quote(memory.Title, DateTimeOffset.Parse(memory.SaidOn!, CultureInfo.InvariantCulture), culture)).ToList();
                return lines.Count == 0 ? OfflineReply.Text("WhereFromNothing", culture) : List("WhereFrom", lines, culture);
        }
    }

    /// <summary>What is known, where the message asks for it; null where it asks for nothing that is known.</summary>
    public static string? Answer(string text, PersonContext? context, CultureInfo culture)
    {
        if (MemoryRequest.Of(text)?.Kind is MemoryRequestKind.AboutMe)
        {
            var known = context?.Portrait.Traits.Select(trait => trait.Text).Take(2 * MaxLines).ToList() ?? [];
            return known.Count == 0 ? OfflineReply.Text("AboutMeNothing", culture) : List("AboutMe", known, culture);
        }

        if (!text.Contains('?', StringComparison.Ordinal) || context is null)
            return null;

        var fitting = context.Recalled.Where(Answers).ToList();
        var answers = fitting.Where(found => found.Score >= FitsAsWell * fitting[0].Score).Take(3).Select(found => Quote(found.Memory.Content, found.Memory.ValidFrom, culture)).ToList();
        return answers.Count == 0 ? null : List("Recalled", answers, culture);
    }

    private static bool Answers(Recalled found) =>
        found.Memory.EntityType is MemoryType.Fact or MemoryType.Goal or MemoryType.Event or MemoryType.Experience
        && (found.Memory.Lexical is not null || found.Memory.Similarity >= NearEnough);

    private static string List(string heading, IReadOnlyList<string> lines, CultureInfo culture) =>
        OfflineReply.Text(heading, culture) + "\n" + string.Join('\n', lines.Select(line => "- " + line));

    private static string Quote(string content, DateTimeOffset saidOn, CultureInfo culture) =>
        string.Format(culture, OfflineReply.Text("SaidOn", culture), content, saidOn);

    private static string? Before(IReadOnlyList<ChatMessage> said) =>
        said.SkipLast(1).LastOrDefault(message => message.Role == ChatRole.User)?.Text is { Length: > 0 } before ? before : null;

    private static FunctionCallContent Call(string tool, string argument, string value) =>
        new($"offline-{tool}", tool, new Dictionary<string, object?>(StringComparer.Ordinal) { [argument] = value });

    private static ToolAnswer? Read(FunctionResultContent result) => result.Result switch
    {
        ToolAnswer answer => answer,
        JsonElement { ValueKind: JsonValueKind.Object } json => json.Deserialize<ToolAnswer>(ToolJson.Options),

        // The tool failed, and said so in words.
        _ => null,
    };
}
