using System.Text.RegularExpressions;
using Aimi.Assistant.Offline.Understanding;
using Aimi.Assistant.Tools;
using Aimi.Planning.DatesInWords;

namespace Aimi.Assistant.Offline.Answers;

/// <summary>What of a person's plans they mean.</summary>
/// <param name="Item">Null where that is not clear: then <paramref name="Reply"/> asks or says so.</param>
/// <param name="Unknown">There is nothing like that.</param>
internal sealed record Target(ToolItem? Item, string? Reply, bool Unknown = false);

/// <summary>Finds what is meant by its description, or by what was spoken of last; asks where several are meant.</summary>
internal static partial class Targets
{
    /// <summary>A plan whose name holds all the words fits so well; one that only means the same, or lacks some, less.</summary>
    private const double InAllWords = 0.8;

    /// <summary>Under this some of the words fit, and what they say beside that does not: perhaps something else is meant.</summary>
    private const double Perhaps = 0.6;
    private const double PerhapsDone = 0.4;

    /// <summary>One that fits so much better than the next is meant.</summary>
    private const double Clearly = 0.25;

    private const int MaxChoices = 5;

    /// <summary>"That" is something that Aimi named in one of her last replies, among so many names at the most.</summary>
    private const int MaxReplies = 2;
    private const int MaxNames = 3;

    /// <param name="ask">What to ask where nothing is named.</param>
    /// <param name="kinds">What it can be, the likeliest first; those that are none are left out where one is.</param>
    public static Task<Target> Find(Talk talk, Intent intent, string ask, params string[] kinds) => Find(talk, intent, ask, Perhaps, kinds);

    /// <summary>What the person says that they did: its verb is in another form than on the list, so that fewer of the words fit.</summary>
    public static Task<Target> FindDone(Talk talk, Intent intent, params string[] kinds) => Find(talk, intent, "AskDoneWhat", PerhapsDone, kinds);

    private static async Task<Target> Find(Talk talk, Intent intent, string ask, double perhaps, string[] kinds)
    {
        var words = SeriesWords.Without(intent.Target ?? intent.Title);
        var found = words is not null || intent.At is not null
            ? await ByWords(talk, words, intent.At)
            : await OfKind(talk, intent.Kind, await SpokenOf(talk));
        if (found is null)
            return new Target(null, talk.Say[ask]);

        var fitting = kinds.Length == 0 ? found
            : kinds.Select(kind => found.Where(item => item.Kind == kind).ToList()).FirstOrDefault(items => items.Count > 0) ?? [];
        if (fitting.Count == 0)
            return words is null ? new Target(null, talk.Say["NothingThere"]) : new Target(null, talk.Say.Say("NoSuchPlan", words), Unknown: true);
        if (talk.Picked is { } picked && fitting.Find(item => PlanLines.Of(item, talk) == picked) is { } chosen)
            return new Target(chosen, null);

        if (Clear(fitting, words, perhaps) is { } clear)
            return new Target(clear, null);

        var asked = fitting[0].Fit < perhaps ? talk.Say.Say("AskPerhaps", words!) : talk.Say["AskWhich"];
        return new Target(null, Sayings.Numbered(asked, fitting.Take(MaxChoices).Select(item => PlanLines.Of(item, talk))));
    }

    /// <summary>The next one of a series; the item itself where it is none, or is one already.</summary>
    public static async Task<ToolItem?> Next(Talk talk, ToolItem item)
    {
        if (item.Repeat is null || item.Occurrence is not null || item.Kind is not ("event" or "task"))
            return item;

        var answer = await talk.Tools.Call(ToolNames.Find, new FindArguments
        {
            Query = item.Title,
            Kind = item.Kind,
            From = SpokenTime.Wire(talk.Now, wholeDay: true),
            To = SpokenTime.Wire(talk.Now.AddDays(35), wholeDay: true),
        });
        return answer.Items?.Where(one => one.Id == item.Id && one.Occurrence is not null)
            .Where(one => SpokenTime.Read(one.Start ?? one.Due, out var wholeDay) is { } at && (wholeDay ? at >= talk.Now.Date : at >= talk.Now))
            .OrderBy(one => one.Start ?? one.Due, StringComparer.Ordinal).FirstOrDefault();
    }

    private static async Task<List<ToolItem>?> ByWords(Talk talk, string? words, SpokenDate? at)
    {
        var answer = await talk.Tools.Call(ToolNames.Find, new FindArguments
        {
            Query = words,
            From = at is null ? null : SpokenTime.Wire(at.From, wholeDay: true),
            To = at is null ? null : SpokenTime.Wire(at.To ?? at.From, wholeDay: true),
        });
        var found = answer.Items?.ToList() ?? [];
        if (at is not { AllDay: false })
            return found;

        var exact = found.Where(item => item.Start == SpokenTime.Wire(at.From, wholeDay: false)).ToList();
        return exact.Count > 0 ? exact : found;
    }

    // Null where nothing was spoken of.
    private static async Task<List<ToolItem>?> SpokenOf(Talk talk)
    {
        foreach (var reply in talk.Before.Reverse().Where(line => !line.ByPerson && Quoted().IsMatch(line.Text)).Take(MaxReplies))
        {
            if (await JustNamed(talk, reply.Text) is { Count: > 0 } found)
                return found;
        }

        return null;
    }

    /// <summary>What a reply of Aimi's names that is there.</summary>
    /// <param name="closed">Also what is done or cancelled.</param>
    public static async Task<List<ToolItem>> JustNamed(Talk talk, string reply, bool closed = false)
    {
        var found = new List<ToolItem>();
        var titles = Quoted().Matches(reply).Select(match => match.Groups["title"].Value).Distinct(StringComparer.OrdinalIgnoreCase);
        foreach (var title in titles.Take(MaxNames))
        {
            var answer = await talk.Tools.Call(ToolNames.Find, new FindArguments { Query = title, IncludeClosed = closed });
            found.AddRange(answer.Items?.Where(item => string.Equals(item.Title, title, StringComparison.OrdinalIgnoreCase)) ?? []);
        }

        return found;
    }

    // "Отмени привычку" is none of the tasks that were spoken of; where no habit was, any of them may be meant.
    private static async Task<List<ToolItem>?> OfKind(Talk talk, PlanKind? kind, List<ToolItem>? spokenOf)
    {
        if (kind is not (PlanKind.Habit or PlanKind.Goal or PlanKind.Task))
            return spokenOf;

        var named = kind.Value.ToString().ToLowerInvariant();
        if (spokenOf?.Where(item => item.Kind == named).ToList() is { Count: > 0 } fitting)
            return fitting;

        var all = (await talk.Tools.Call(ToolNames.Find, new FindArguments { Kind = named })).Items;
        return all is { Count: > 0 } ? [.. all] : spokenOf;
    }

    private static ToolItem? Clear(List<ToolItem> items, string? words, double perhaps)
    {
        if (items[0].Fit < perhaps)
            return null;
        if (items.Count == 1)
            return items[0];

        var named = items.Where(item => string.Equals(item.Title, words, StringComparison.OrdinalIgnoreCase)).ToList();
        if (named.Count == 1)
            return named[0];

        return named.Count == 0 && (items[0].Fit >= items[1].Fit + Clearly || (items[0].Fit >= InAllWords && items[1].Fit < InAllWords)) ? items[0] : null;
    }

    [GeneratedRegex("[«“](?<title>[^«»“”]+)[»”]", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Quoted();
}
