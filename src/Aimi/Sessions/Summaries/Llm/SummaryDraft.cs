using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace Aimi.Sessions.Summaries;

/// <summary>What a model is asked to write of a session: the members of its JSON. Nothing of it is believed before <see cref="DraftReader"/> has looked at it.</summary>
/// <param name="Summary">Sentences.</param>
internal sealed record SummaryDraft(
    IReadOnlyList<string> Summary, IReadOnlyList<DraftFact> Facts, IReadOnlyList<DraftIntent> Intents, DraftMood? Mood, IReadOnlyList<DraftNote> OpenQuestions,
    IReadOnlyList<DraftNote> PendingActions, IReadOnlyList<DraftMention> Mentions)
{
    // What is missing, too much, or of another type is no draft.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        PropertyNameCaseInsensitive = false,
        NumberHandling = JsonNumberHandling.Strict,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <summary>For a server that can hold a model to a schema.</summary>
    public static readonly ChatResponseFormat Format = ChatResponseFormat.ForJsonSchema(
        AIJsonUtilities.CreateJsonSchema(
            typeof(SummaryDraft), serializerOptions: Json,
            inferenceOptions: new AIJsonSchemaCreateOptions { TransformOptions = new() { DisallowAdditionalProperties = true, RequireAllProperties = true } }),
        "session_summary");

    /// <exception cref="JsonException">It is not what was asked for.</exception>
    public static SummaryDraft Read(string answer)
    {
        var text = answer.Trim();

        // Small models put what they write into a fence, whatever they are told.
        if (text.StartsWith("```", StringComparison.Ordinal) && text.EndsWith("```", StringComparison.Ordinal) && text.IndexOf('\n', StringComparison.Ordinal) is > 0 and var line)
            text = text[line..^3];
        return JsonSerializer.Deserialize<SummaryDraft>(text, Json) ?? throw new JsonException("null");
    }
}

/// <param name="Slot">What it is about.</param>
/// <param name="Relation">Of family: what the other is to the person, in one word.</param>
/// <param name="Value">The words that it turns on.</param>
internal sealed record DraftFact(FactSlot Slot, string? Relation, string Value, string Text, bool Ended, IReadOnlyList<long> Seqs);

internal sealed record DraftIntent(DraftIntentName Name, string Text, IReadOnlyList<long> Seqs);

internal sealed record DraftMood(string Label, double Valence, IReadOnlyList<long> Seqs);

internal sealed record DraftNote(string Text, IReadOnlyList<long> Seqs);

/// <param name="Thing">The name that the prompt gives it.</param>
internal sealed record DraftMention(string Thing, double Valence, string? Note, IReadOnlyList<long> Seqs);

/// <summary>The kinds of intent that the rules know, too.</summary>
internal enum DraftIntentName
{
    SetGoal,
    PlanEvent,
    CancelEvent,
    AskAdvice,
    ShareProgress,
    Complain,
    Decide,
    EndHabit,
}
