using System.Globalization;
using Aimi.Accounts;
using Aimi.Assistant.Context;
using Aimi.Assistant.Deeds;
using Aimi.Messages;
using Microsoft.Extensions.AI;

namespace Aimi.Assistant;

/// <summary>What the parts of the assistant share while they answer one message. Models without a prompt, tools and guards find it in <see cref="ChatOptions.AdditionalProperties"/>.</summary>
/// <param name="Text">What the person said.</param>
/// <param name="Language">Of that, in which to answer.</param>
/// <param name="Question">What to ask about in the end; null for nothing.</param>
/// <param name="Pending">What the reply before asked the person to agree to.</param>
/// <param name="Deeds">What the answer changes.</param>
public sealed record OpenTurn(
    Guid UserId, string Text, CultureInfo Language, PersonNow Now, FeedbackQuestion? Question, PendingConfirmation? Pending, TurnDeeds Deeds)
{
    private const string Key = "aimi.turn";

    private readonly Lazy<Task<PersonContext>> _context = null!;

    private int _calls;

    /// <summary>The person's message is the first of a session.</summary>
    public bool OpensSession { get; init; }

    /// <summary>The number of the person's message.</summary>
    public required long Seq { get; init; }

    /// <summary>Puts together what is known of the person; asked for once, and only where an answer needs it.</summary>
    public required Func<Task<PersonContext>> BuildContext
    {
        init => _context = new(value);
    }

    /// <summary>What is known of the person.</summary>
    public Task<PersonContext> Context => _context.Value;

    /// <summary>What the person said before in this session, oldest first.</summary>
    public IReadOnlyList<string> Said { get; init; } = [];

    /// <summary>Death or self-harm was spoken of in this session: no jokes, no praise of streaks, no plans that nobody asked for.</summary>
    public bool IsCalm { get; init; }

    /// <summary>So many of the messages before it were said in the session before, and are the first to be left out.</summary>
    public int FromLastSession { get; init; }

    /// <summary>When it began, as <see cref="TimeProvider.GetTimestamp"/>.</summary>
    public long BeganAt { get; init; }

    /// <summary>Takes what the answer waits for.</summary>
    public AnswerTimes? Times { get; init; }

    /// <summary>Counts the tools that were called.</summary>
    /// <returns>How many those are with this one.</returns>
    internal int CountCall() => Interlocked.Increment(ref _calls);

    public static OpenTurn? Of(ChatOptions? options) =>
        options?.AdditionalProperties?.TryGetValue(Key, out var turn) == true ? turn as OpenTurn : null;

    public ChatOptions Options(IEnumerable<AITool> tools) => new()
    {
        Tools = [.. tools],
        AdditionalProperties = new() { [Key] = this, [OnBehalf.Key] = new OnBehalf(UserId, Now.Timezone, Now.Locale) },
    };
}
