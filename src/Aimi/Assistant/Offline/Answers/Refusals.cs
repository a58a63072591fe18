using Aimi.Assistant.Tools;
using Aimi.Planning;

namespace Aimi.Assistant.Offline.Answers;

/// <summary>Says in a person's words why a tool did nothing. What the tool says itself is for models.</summary>
internal static class Refusals
{
    public static string Say(ToolAnswer answer, Talk talk) => (answer.Status, answer.Code) switch
    {
        (ToolStatus.NotFound, _) => talk.Say["NotThere"],
        (_, ToolCodes.TimePassed) => talk.Say["TimePassed"],
        (_, RecurrenceRule.TooDense) => talk.Say["TooDense"],
        (_, RecurrenceRule.Invalid) => talk.Say["RuleUnclear"],
        (_, ToolCalls.TooMany) => talk.Say["TooMuchAtOnce"],
        (_, "transition_not_allowed") => talk.Say["AlreadySo"],
        _ => talk.Say["NotDone"],
    };
}
