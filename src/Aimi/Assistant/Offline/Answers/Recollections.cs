using System.Globalization;
using Aimi.Assistant.Offline.Understanding;
using Aimi.Assistant.Tools;
using Aimi.Language;
using Aimi.Memory;
using Aimi.Memory.Recall;

namespace Aimi.Assistant.Offline.Answers;

/// <summary>Remembers, corrects, forgets, and says what is remembered and where it is from.</summary>
internal static class Recollections
{
    private const int MaxKnown = 10;
    private const int MaxAnswers = 3;
    private const int MaxSources = 2;

    /// <summary>A memory that is less near in meaning, and shares no word with the question, does not answer it.</summary>
    private const double NearEnough = 0.3;

    /// <summary>Beside one that fits well, one that fits half as well is another matter.</summary>
    private const double FitsAsWell = 0.6;

    /// <summary>Words of a question that say nothing of what it is about.</summary>
    private static readonly HashSet<string> Asking = new(
        "знаешь знаете помнишь помните расскажи скажи зовут звать называется теперь сейчас говорил говорила рассказывал know remember tell name called told said now".Split(' '), StringComparer.Ordinal);

    private static readonly HashSet<string> Owning = new(
        "мой моя мое мои мою моего моей моих моим моему есть был была my mine about".Split(' '), StringComparer.Ordinal);

    /// <summary>All of it is too much for a word: that is done in the settings.</summary>
    private static readonly HashSet<string> Everything = new(
        ["обо мне", "про меня", "все", "все обо мне", "все про меня", "about me", "me", "everything", "everything about me", "all about me", "all"], StringComparer.Ordinal);

    private static readonly HashSet<string> Questions = new(
        "как где кто что когда какой какая какие какое кого кому чем кем сколько почему зачем чей откуда what where when who which how why whose whats wheres whos do does did is are can".Split(' '), StringComparer.Ordinal);

    public static async Task<string> Remember(Talk talk, Intent intent) =>
        (intent.Content ?? intent.Title) is { } content
        && await talk.Tools.Call(ToolNames.Remember, new RememberArguments { Content = content }) is { Status: ToolStatus.Done }
            ? talk.Say["Remembered"]
            : talk.Say["AskRememberWhat"];

    public static async Task<string> Forget(Talk talk, Intent intent)
    {
        if ((intent.Content ?? intent.Target ?? intent.Title) is not { } what)
            return talk.Say["AskForgetWhat"];
        if (Everything.Contains(string.Join(' ', Words.Of(what).Select(word => word.Text))))
            return talk.Say["ForgetAll"];

        return await talk.Tools.Call(ToolNames.Forget, new ForgetArguments { What = what }) switch
        {
            { Status: ToolStatus.Done, Forgotten: { } gone } =>
                gone.Memories == 0 ? talk.Say.Say("ForgottenWords", talk.Say.Count("Messages", gone.Messages))
                    : talk.Say.Say("Forgotten", talk.Say.Count("Memories", gone.Memories), talk.Say.Count("Messages", gone.Messages)),
            { Status: ToolStatus.NotFound } => talk.Say["ForgottenNothing"],
            _ => talk.Say["AskForgetWhat"],
        };
    }

    /// <summary>What is said anew takes the place of what is remembered of it; where nothing is, it is remembered.</summary>
    public static async Task<string> Correct(Talk talk, Intent intent)
    {
        if ((intent.Content ?? intent.Title) is not { } content)
            return talk.Say["AskRememberWhat"];

        var found = await talk.Tools.Call(ToolNames.Search, new SearchMemoryArguments { Query = intent.Target ?? content });
        if (found.Items?.FirstOrDefault(memory => memory.Kind == "fact") is { Id: { } id })
        {
            var answer = await talk.Tools.Call(ToolNames.Correct, new CorrectMemoryArguments { Id = id, Content = content });
            return answer.Status is ToolStatus.Done ? talk.Say["Corrected"] : Refusals.Say(answer, talk);
        }

        return await Remember(talk, intent);
    }

    public static async Task<string> AboutMe(Talk talk, Intent intent)
    {
        var known = (await talk.Turn.Context).Portrait.Traits.Select(trait => trait.Text).Take(MaxKnown).ToList();
        return known.Count == 0 ? talk.Say["AboutMeNothing"] : Sayings.List(talk.Say["AboutMe"], known);
    }

    public static async Task<string> Recall(Talk talk, Intent intent) => await Known(talk) ?? talk.Say["RecalledNothing"];

    /// <summary>What is remembered of what they ask; null where nothing answers it.</summary>
    public static async Task<string?> Known(Talk talk)
    {
        var fitting = (await talk.Turn.Context).Recalled.Where(Answers).ToList();
        var answers = fitting.Where(found => found.Score >= FitsAsWell * fitting[0].Score).Take(MaxAnswers)
            .Select(found => talk.Say.Say("SaidOn", found.Memory.Content, found.Memory.ValidFrom)).ToList();
        if (answers.Count == 0)
        {
            var said = (await talk.Turn.Context).Recalled.Where(found => found is { Memory: { EntityType: MemoryType.Message, Lexical: not null } } && IsStatement(found.Memory.Content, talk));
            answers.AddRange(said.Take(MaxAnswers - 1).Select(found => talk.Say.Say("SaidOn", found.Memory.Content, found.Memory.ValidFrom)));
        }

        answers.AddRange(SaidNow(talk, answers.Count == 0 ? 1 : 2).Where(said => !answers.Exists(answer => answer.Contains(said, StringComparison.OrdinalIgnoreCase))).Select(said => talk.Say.Say("SaidNow", said)));
        return answers.Count == 0 ? null : Sayings.List(talk.Say["Recalled"], answers);
    }

    // What was said in this session is no memory yet, and told all the same: what shares the most words with the question, and the newest of what shares some.
    private static IEnumerable<string> SaidNow(Talk talk, int least)
    {
        var asked = Asked(talk.Text);
        var said = talk.ThisSession.Where(line => line.ByPerson && IsStatement(line.Text, talk))
            .Select((line, at) => (line.Text, At: at, Shared: Stems.OfText(line.Text).Distinct(StringComparer.Ordinal).Count(asked.Contains))).Where(line => line.Shared >= least).ToList();
        if (said.Count == 0)
            return [];

        var most = said.Max(line => line.Shared);
        return said.Where(line => line.Shared >= most - 1).OrderByDescending(line => line.Shared).ThenByDescending(line => line.At).Take(MaxAnswers)
            .OrderBy(line => line.At).Select(line => line.Text.Trim());
    }

    private static HashSet<string> Asked(string question) =>
        [.. Words.Of(question).Where(word => !word.IsStopWord && !Asking.Contains(word.Text) && !Owning.Contains(word.Text)).Select(word => word.Stem)];

    private static bool IsStatement(string text, Talk talk) =>
        !text.Contains('?', StringComparison.Ordinal) && talk.Read(text).All(intent => intent.Name is IntentName.Tell or IntentName.Remember or IntentName.Correct or IntentName.PlanEvent)
        && !(Words.Of(text) is [var first, ..] && (Asking.Contains(first.Text) || first.IsStopWord && Questions.Contains(first.Text)));

    /// <summary>Where something is from stands in what they said before.</summary>
    public static async Task<string> WhereFrom(Talk talk, Intent intent)
    {
        if ((intent.Content ?? talk.Before.LastOrDefault(line => line.ByPerson)?.Text) is not { Length: > 0 } matter)
            return talk.Say["WhereFromNothing"];

        var found = await talk.Tools.Call(ToolNames.Search, new SearchMemoryArguments { Query = matter });
        var told = (found.Items ?? []).Where(memory => memory.Kind is "message" or "fact" && memory.SaidOn is not null).ToList();

        // Their own words say it better than what was made of them.
        var words = told.Exists(memory => memory.Kind == "message") ? told.Where(memory => memory.Kind == "message") : told;
        var sources = words.Take(MaxSources)
            .Select(memory => talk.Say.Say("SaidOn", memory.Title, DateTime.Parse(memory.SaidOn!, CultureInfo.InvariantCulture))).ToList();
        return sources.Count == 0 ? talk.Say["WhereFromNothing"] : Sayings.List(talk.Say["WhereFrom"], sources);
    }

    private static bool Answers(Recalled found) =>
        found.Memory.EntityType is MemoryType.Fact or MemoryType.Goal or MemoryType.Event or MemoryType.Experience
        && (found.Memory.Lexical is not null || found.Memory.Similarity >= NearEnough);
}
