using Aimi.Assistant.Offline.Understanding;
using Aimi.Assistant.Tools;

namespace Aimi.Assistant.Offline.Answers;

/// <summary>Small talk, help, and what is said to that which asks for nothing.</summary>
internal static class Chatter
{
    public static async Task<string> Greeting(Talk talk, Intent intent)
    {
        var hello = talk.Say[talk.Now.Hour switch
        {
            >= 5 and < 12 => "Morning",
            >= 12 and < 18 => "Day",
            >= 18 and < 23 => "Evening",
            _ => "Hello",
        }];
        var name = talk.Turn is { Now.Name: "", OpensSession: true } ? (await talk.Turn.Context).Now.Name : talk.Turn.Now.Name;
        return $"{hello}{(string.IsNullOrWhiteSpace(name) ? "!" : $", {name}!")} {await Opening.Of(talk)}";
    }

    public static Task<string> Time(Talk talk, Intent intent) => Task.FromResult(talk.Say.Say("Time", talk.Turn.Now.LocalTime));

    /// <summary>By example; where the person has plans, of theirs.</summary>
    public static async Task<string> Help(Talk talk, Intent intent)
    {
        var items = (await talk.Tools.Call(ToolNames.Find, new FindArguments())).Items ?? [];
        var lines = new List<string> { talk.Say["Help.Remind"] };
        lines.Add(items.FirstOrDefault(item => item.Kind is "event") is { } planned ? talk.Say.Say("Help.Move", planned.Title) : talk.Say["Help.Event"]);
        lines.Add(items.FirstOrDefault(item => item.Kind is "habit") is { } habit ? talk.Say.Say("Help.CheckIn", habit.Title) : talk.Say["Help.Habit"]);
        lines.Add(items.FirstOrDefault(item => item.Kind is "goal") is { } goal ? talk.Say.Say("Help.Progress", goal.Title) : talk.Say["Help.Goal"]);
        lines.AddRange([talk.Say["Help.Agenda"], talk.Say["Help.Memory"]]);
        return $"{Sayings.List(talk.Say["Help"], lines)}\n{talk.Say["HelpOffline"]}";
    }

    /// <summary>To what is no wish: warmth, what is known of it, or a word on what can be done.</summary>
    public static async Task<string> Tell(Talk talk, Intent intent)
    {
        if (talk.Text.Contains('?', StringComparison.Ordinal) || Remarks.Asks(talk.Text))
            return await Recollections.Known(talk) ?? talk.Say["Question"];
        if (Remarks.KeyOf(talk.Text) is { } key)
            return talk.Say[key];

        var feeling = Feelings.Of(talk.Text);
        if (feeling != 0)
            return Unsaid(talk, feeling < 0 ? "Comfort" : "Gladness", feeling < 0 ? "ComfortAgain" : "Gladness");

        // Two texts in turn, so that it does not sound like a machine that it is stuck.
        return Unsaid(talk, "Heard1", "Heard2");
    }

    // Not the same sentence twice in a row.
    private static string Unsaid(Talk talk, string key, string other) =>
        talk.Say[talk.ThisSession.LastOrDefault(line => !line.ByPerson)?.Text.Contains(talk.Say[key], StringComparison.Ordinal) is true ? other : key];

    public static Task<string> Say(Talk talk, string key) => Task.FromResult(talk.Say[key]);
}
