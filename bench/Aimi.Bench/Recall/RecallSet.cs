using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aimi.Bench.Recall;

/// <summary>A line of a conversation, as <c>POST /chat/import</c> takes it.</summary>
internal sealed record Turn(string Role, string Text, DateTimeOffset OccurredAt, string? ExternalId, string? Conversation);

/// <param name="Evidence">The external ids of the turns that answer it.</param>
internal sealed record Question(string Text, IReadOnlyList<string> Evidence, string? Category);

/// <summary>One person's conversation and questions about it, from NDJSON: a line with <c>question</c> is a question, every other one a turn.</summary>
internal sealed record RecallSet(IReadOnlyList<Turn> Turns, IReadOnlyList<Question> Questions)
{
    public static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        PropertyNameCaseInsensitive = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <param name="paths">Read as if they were one file.</param>
    public static RecallSet Read(params IEnumerable<string> paths)
    {
        var (turns, questions) = (new List<Turn>(), new List<Question>());
        foreach (var path in paths)
        {
            var number = 0;
            foreach (var line in File.ReadLines(path))
            {
                number++;
                if (string.IsNullOrWhiteSpace(line))
                    continue;

                var read = JsonSerializer.Deserialize<Line>(line, Json);
                if (read is { Question: { } question, Evidence.Count: > 0 })
                    questions.Add(new Question(question, read.Evidence, read.Category?.ToString()));
                else if (read is { Role: { } role, Text: { } text, OccurredAt: { } occurredAt })
                    turns.Add(new Turn(role, text, occurredAt, read.ExternalId, read.Conversation));
                else
                    throw new FormatException($"{path}:{number}: neither {{role, text, occurred_at}} nor {{question, evidence}} with evidence.");
            }
        }

        var known = turns.Select(turn => turn.ExternalId).ToHashSet(StringComparer.Ordinal);
        if (questions.FirstOrDefault(question => !question.Evidence.All(known.Contains)) is { } unknown)
            throw new FormatException($"No turn has an external_id of the evidence of \"{unknown.Text}\".");
        return new RecallSet(turns, questions);
    }

    // Category is a word in some sets and a number in others.
    private sealed record Line(
        string? Role, string? Text, DateTimeOffset? OccurredAt, string? ExternalId, string? Conversation,
        string? Question, IReadOnlyList<string>? Evidence, JsonElement? Category);
}
