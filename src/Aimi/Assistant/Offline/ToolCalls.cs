using System.Text.Json;
using Aimi.Assistant.Tools;
using Microsoft.Extensions.AI;

namespace Aimi.Assistant.Offline;

/// <summary>
/// The tools as an answer sees them: it calls one, and waits. What was called in this turn before is answered at once, from the turn's messages. A call that
/// was not stands still: it goes out to the loop, which asks the assistant again with the result, and the answer is thought anew, up to and beyond it.
/// </summary>
/// <param name="answered">What came of the calls of this turn, in order.</param>
internal sealed class ToolCalls(IReadOnlyList<ToolAnswer> answered)
{
    /// <summary>Why a call is refused here: a turn has so many and no more.</summary>
    public const string TooMany = "too_many_calls";

    /// <summary>As many as the tools allow in a turn.</summary>
    private const int Most = 8;

    private const string Own = "offline-";

    private readonly TaskCompletionSource<FunctionCallContent> _missing = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int _made;

    /// <summary>The first call whose answer is not there yet; never completes where there is none.</summary>
    public Task<FunctionCallContent> Missing => _missing.Task;

    /// <summary>What a turn's messages hold of calls.</summary>
    /// <param name="thisTurn">What follows the person's message.</param>
    public static ToolCalls Of(IEnumerable<ChatMessage> thisTurn)
    {
        var results = thisTurn.SelectMany(message => message.Contents).OfType<FunctionResultContent>()
            .Where(result => result.CallId.StartsWith(Own, StringComparison.Ordinal));
        return new ToolCalls([.. results.Select(Read)]);
    }

    /// <summary>A model called tools in this turn, and could not finish its answer.</summary>
    public static bool HoldsAnothers(IEnumerable<ChatMessage> thisTurn) =>
        thisTurn.SelectMany(message => message.Contents).OfType<FunctionCallContent>().Any(call => !call.CallId.StartsWith(Own, StringComparison.Ordinal));

    public Task<ToolAnswer> Call<TArguments>(string tool, TArguments arguments)
    {
        var number = _made++;
        if (number < answered.Count)
            return Task.FromResult(answered[number]);
        if (number >= Most)
            return Task.FromResult(ToolAnswer.Refused("No more calls in this turn.") with { Code = TooMany });

        var given = JsonSerializer.SerializeToElement(arguments, ToolJson.Options).EnumerateObject()
            .ToDictionary(member => member.Name, member => (object?)member.Value, StringComparer.Ordinal);
        _missing.TrySetResult(new FunctionCallContent($"{Own}{number}", tool, given));
        return new TaskCompletionSource<ToolAnswer>().Task;
    }

    // What failed says so in words, which are for a model.
    private static ToolAnswer Read(FunctionResultContent result) => result.Result switch
    {
        ToolAnswer answer => answer,
        JsonElement { ValueKind: JsonValueKind.Object } json => json.Deserialize<ToolAnswer>(ToolJson.Options)!,
        _ => ToolAnswer.Refused("The tool failed."),
    };
}
