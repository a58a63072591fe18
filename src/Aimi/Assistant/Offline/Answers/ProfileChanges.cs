using Aimi.Assistant.Offline.Understanding;
using Aimi.Assistant.Tools;
using Aimi.Language;

namespace Aimi.Assistant.Offline.Answers;

/// <summary>What the person is called, where they are, when they want quiet.</summary>
internal static class ProfileChanges
{
    private static readonly string[] Off = ["отключ", "выключ", "убер", "отмен", "сним", "off", "remov", "disabl", "no", "stop"];

    public static async Task<string> Name(Talk talk, Intent intent)
    {
        if ((intent.Title ?? intent.Content) is not { } name)
            return talk.Say["AskName"];

        return Told(await talk.Tools.Call(ToolNames.SetProfile, new SetProfileArguments { Name = name }), "NameSet", talk);
    }

    public static async Task<string> Timezone(Talk talk, Intent intent)
    {
        if (intent.Timezone is not { } zone)
            return talk.Say["AskZone"];

        if (intent.Confidence < 0.5)
            return zone == talk.Turn.Now.Timezone ? talk.Say["FeedbackHeard"] : talk.Say.Say("AskSwitchZone", zone);

        var answer = await talk.Tools.Call(ToolNames.SetProfile, new SetProfileArguments { Timezone = zone });
        if (answer.Status is not ToolStatus.Done)
            return Refusals.Say(answer, talk);

        var there = TimeZoneInfo.ConvertTime(talk.Turn.Now.LocalTime, TimeZoneInfo.FindSystemTimeZoneById(zone));
        return talk.Say.Say("ZoneSet", zone, there);
    }

    public static async Task<string> QuietHours(Talk talk, Intent intent)
    {
        if (intent.When is { AllDay: false, To: { } to } when)
        {
            var wanted = new SetProfileArguments { QuietFrom = SpokenTime.Clock(when.From), QuietTo = SpokenTime.Clock(to) };
            return Told(await talk.Tools.Call(ToolNames.SetProfile, wanted), "QuietSet", talk);
        }

        return Stems.OfText(talk.Text).Concat(Words.Of(talk.Text).Select(word => word.Text)).Any(word => Off.Contains(word))
            ? Told(await talk.Tools.Call(ToolNames.SetProfile, new SetProfileArguments { NoQuietHours = true }), "QuietOff", talk)
            : talk.Say["AskQuiet"];
    }

    /// <summary>What stands in the profile, said from it.</summary>
    public static async Task<string> Show(Talk talk, Intent intent)
    {
        var name = talk.Turn.Now.Name is { Length: > 0 } known ? known : (await talk.Turn.Context).Now.Name;
        var told = talk.Say.Say("ProfileZone", talk.Turn.Now.Timezone, talk.Turn.Now.LocalTime);
        return $"{(string.IsNullOrWhiteSpace(name) ? talk.Say["ProfileNoName"] : talk.Say.Say("ProfileName", name))} {told}";
    }

    private static string Told(ToolAnswer answer, string done, Talk talk) =>
        answer is { Status: ToolStatus.Done, Items: [var profile, ..] } ? talk.Say.Say(done, profile.Title) : Refusals.Say(answer, talk);
}
