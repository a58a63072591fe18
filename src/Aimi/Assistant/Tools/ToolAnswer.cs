using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aimi.Assistant.Tools;

/// <summary>What came of a call.</summary>
public enum ToolStatus
{
    /// <summary>It is done (with the reply), or found.</summary>
    Done,

    /// <summary>Nothing was done yet: the person has to agree first.</summary>
    PendingConfirmation,

    /// <summary>There is nothing like that.</summary>
    NotFound,

    /// <summary>Nothing was done, as <see cref="ToolAnswer.Problem"/> says; the call can be mended.</summary>
    Refused,
}

/// <summary>What a tool answers a model. Times are what the person's wall clock says (<c>2026-03-15T18:30</c>), or days (<c>2026-03-15</c>).</summary>
public sealed record ToolAnswer(ToolStatus Status)
{
    /// <summary>For the model: what is wrong, and how to mend it.</summary>
    public string? Problem { get; init; }

    /// <summary>Why, as a stable word.</summary>
    public string? Code { get; init; }

    /// <summary>What was changed or found.</summary>
    public IReadOnlyList<ToolItem>? Items { get; init; }

    /// <summary>There is more than the items.</summary>
    public bool? More { get; init; }

    /// <summary>The spans that nothing is planned in.</summary>
    public IReadOnlyList<FreeSpan>? Free { get; init; }

    /// <summary>How much was forgotten.</summary>
    public ForgottenCount? Forgotten { get; init; }

    public static ToolAnswer Done(params IReadOnlyList<ToolItem> items) => new(ToolStatus.Done) { Items = items };

    public static ToolAnswer Refused(string problem) => new(ToolStatus.Refused) { Problem = problem };

    public static ToolAnswer NotFound(string problem) => new(ToolStatus.NotFound) { Problem = problem };
}

/// <summary>One thing of a person's, as far as a model needs it; what does not apply is null.</summary>
/// <param name="Kind"><c>event</c>, <c>task</c>, <c>goal</c>, <c>habit</c>, <c>reminder</c>, <c>memory</c>, <c>profile</c>.</param>
public sealed record ToolItem(string Kind, Guid? Id, string Title)
{
    /// <summary>When it begins, or a reminder rings; a day where it takes whole days.</summary>
    public string? Start { get; init; }
    public string? End { get; init; }

    /// <summary>When a task is due, or the day by which a goal shall be reached.</summary>
    public string? Due { get; init; }

    /// <summary>RRULE.</summary>
    public string? Repeat { get; init; }
    public string? Status { get; init; }

    /// <summary>Which one of a series this is: to be given back to the tools as it is.</summary>
    public string? Occurrence { get; init; }

    /// <summary>Minutes before, of the reminders of its own; 0 is the moment itself.</summary>
    public IReadOnlyList<int>? RemindMinutesBefore { get; init; }
    public int? TimesPerWeek { get; init; }
    public IReadOnlyList<string>? ReminderTimes { get; init; }

    /// <summary>0 to 1, of a goal.</summary>
    public double? Progress { get; init; }

    /// <summary>Of a habit: how many in a row, the most ever, and of the last weeks the part that was kept, 0 to 1.</summary>
    public int? Streak { get; init; }
    public int? BestStreak { get; init; }
    public double? CompletionRate { get; init; }

    /// <summary>Of a habit: today asks for it; it was kept today.</summary>
    public bool? DueToday { get; init; }
    public bool? KeptToday { get; init; }
    public Guid? GoalId { get; init; }

    /// <summary>Of a memory: the day on which the person said it.</summary>
    public string? SaidOn { get; init; }

    /// <summary>How well it fits what was looked for, 0 to 1.</summary>
    public double? Fit { get; init; }
}

/// <param name="Memories">How many memories were removed.</param>
/// <param name="Messages">How many messages it was cut from.</param>
public sealed record ForgottenCount(int Memories, int Messages);

/// <summary>From when until when nothing is planned, by the wall clock.</summary>
public sealed record FreeSpan(string From, string To);

/// <summary>How arguments and answers of tools are written.</summary>
public static class ToolJson
{
    /// <summary>snake_case; what does not apply is left out; letters of any alphabet as they are, for each escape costs tokens; unknown members are refused.</summary>
    public static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = null,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
        TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver(),
    };
}
