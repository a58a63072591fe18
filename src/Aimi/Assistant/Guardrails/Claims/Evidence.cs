using System.Text.Json;
using Aimi.Assistant.Tools;
using Aimi.Language;
using Aimi.Messages;
using Microsoft.Extensions.AI;

namespace Aimi.Assistant.Guardrails.Claims;

/// <summary>What a turn has to show for what its reply says: the receipts of what it changes, and what its tools found.</summary>
internal sealed class Evidence(OpenTurn turn)
{
    private readonly Dictionary<string, string> _called = new(StringComparer.Ordinal);
    private readonly HashSet<DeedKind> _done = [];
    private readonly List<ToolItem> _found = [];

    /// <summary>Hears what a model asks a tool for.</summary>
    public void Hear(FunctionCallContent call) => _called[call.CallId] = call.Name;

    /// <summary>Hears what the tool answered.</summary>
    public void Hear(FunctionResultContent result)
    {
        if (Read(result.Result) is not { Status: ToolStatus.Done } answer)
            return;

        _found.AddRange(answer.Items ?? []);
        _done.UnionWith(_called.TryGetValue(result.CallId, out var tool) ? DeedsOf(tool) : []);
        _done.Add(DeedKind.Any);
    }

    /// <summary>The words of what the tools answered: what the person wrote into their plans and memory.</summary>
    public IEnumerable<string> Words => _found.Select(item => item.Title).Concat(turn.Deeds.Actions.Select(action => action.Summary));

    /// <summary>There is a row that shows it; what merely waits for the person's yes shows nothing.</summary>
    public bool Shows(DeedClaim claim, string sentence)
    {
        var actions = turn.Deeds.Actions;
        return claim.Kind switch
        {
            DeedKind.Outside => false,
            // What was done already before leaves no new row: the tool says that it is done.
            _ when _done.Contains(claim.Kind) && claim.Kind != DeedKind.Create => true,
            DeedKind.Any => actions.Count > 0,
            DeedKind.Remind => actions.Any(Reminds) || _found.Exists(item => item.Kind == "reminder" || item.RemindMinutesBefore is { Count: > 0 } || item.ReminderTimes is { Count: > 0 }),
            _ => actions.Any(action => Fits(claim.Kind, action) && Names(action, claim.Kind, sentence)),
        }
        || (claim.Told && IsFound(sentence));
    }

    private static DeedKind[] DeedsOf(string tool) => tool switch
    {
        ToolNames.Complete or ToolNames.CheckIn => [DeedKind.Complete, DeedKind.Remove],
        ToolNames.Postpone or ToolNames.ChangePlan or ToolNames.Snooze => [DeedKind.Change, DeedKind.Remind],
        ToolNames.ChangeGoal or ToolNames.ChangeHabit => [DeedKind.Change, DeedKind.Remove, DeedKind.Complete, DeedKind.Remind],
        ToolNames.Cancel or ToolNames.Dismiss => [DeedKind.Remove],
        ToolNames.Remember or ToolNames.Correct or ToolNames.SetProfile => [DeedKind.Remember, DeedKind.Change],
        ToolNames.Forget => [DeedKind.Forget, DeedKind.Remove],
        ToolNames.Confirm or ToolNames.Reject => [DeedKind.Change, DeedKind.Remove, DeedKind.Complete, DeedKind.Remind],
        _ => [],
    };

    private static bool Reminds(ReplyAction action) =>
        action.EntityType is "event" or "task" or "habit" or "reminder" && DeedOf(action) is not ("cancelled" or "dismissed" or "completed" or "checked_in" or "check_in_undone");

    private static bool Fits(DeedKind kind, ReplyAction action) => kind switch
    {
        DeedKind.Create => DeedOf(action) is "created" or "confirmed" || action.EntityType is "memory" && DeedOf(action) != "forgotten" || action.Type == "profile_updated",
        DeedKind.Change => DeedOf(action) is not ("created" or "forgotten" or "check_in_undone" or "checked_in" or "dismissed"),
        DeedKind.Remove => DeedOf(action) is "cancelled" or "dismissed" or "archived" or "forgotten" or "check_in_undone" or "updated" or "rejected" or "deleted",
        DeedKind.Complete => DeedOf(action) is "completed" or "checked_in" or "cancelled" || action.Type == "goal_updated",
        DeedKind.Remember => DeedOf(action) is "created" or "corrected" && action.EntityType == "memory" || action.Type == "profile_updated",
        DeedKind.Forget => DeedOf(action) == "forgotten" || action.Type == "memory_corrected",
        _ => false,
    };

    /// <summary>Who says that a goal was created has to show a goal.</summary>
    private static bool Names(ReplyAction action, DeedKind kind, string sentence)
    {
        if (kind != DeedKind.Create || action.EntityType is not ("event" or "task"))
            return true;

        var stems = Stems.OfText(sentence);
        return !stems.Any(stem => stem is "цел" or "goal" or "привычк" or "habit")
            || stems.Any(stem => stem is "задач" or "встреч" or "событ" or "напоминан" or "task" or "event" or "meet" or "remind");
    }

    // "The meeting with Oleg is cancelled": a title that a tool gave stands in it.
    private bool IsFound(string sentence)
    {
        var stems = Stems.OfText(sentence).ToHashSet(StringComparer.Ordinal);
        return _found.Exists(item => Stems.OfText(item.Title).Any(stems.Contains));
    }

    // event_created → created; habit_checked_in → checked_in.
    private static string DeedOf(ReplyAction action) => action.Type[(action.Type.IndexOf('_', StringComparison.Ordinal) + 1)..];

    private static ToolAnswer? Read(object? result)
    {
        try
        {
            return result switch
            {
                ToolAnswer answer => answer,
                JsonElement json => json.Deserialize<ToolAnswer>(ToolJson.Options),
                _ => null,
            };
        }
        catch (JsonException)
        {
            // The tool failed, and said so in words.
            return null;
        }
    }
}
