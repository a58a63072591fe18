using System.Text.Json;
using Aimi.Hosting.Resources;
using Aimi.Messages;

namespace Aimi.Sessions.Summaries;

/// <summary>
/// Makes a digest of what a model wrote, or tells what is wrong with it. A fact stands only on messages of the person that hold its words; what the person asks to forget is
/// in none.
/// </summary>
internal sealed class DraftReader
{
    private const int MostSentences = 16;
    private const int MostOfAKind = 40;
    private const int LongestText = 300;
    private const int LongestValue = 100;
    private const int LongestLabel = 30;

    private readonly Talk _talk;
    private readonly IReadOnlyList<SessionFact> _known;
    private readonly Dictionary<long, SessionLine> _lines;
    private readonly IReadOnlyList<HashSet<string>> _forgets;
    private readonly List<string> _problems = [];
    private readonly List<HashSet<string>> _forgotten = [];

    /// <param name="known">The facts that the rules find in the same session.</param>
    public DraftReader(Talk talk, IReadOnlyList<SessionFact> known)
    {
        (_talk, _known) = (talk, known);
        _lines = talk.Session.Messages.ToDictionary(line => line.Seq);
        _forgets = [.. talk.Said.SelectMany(said => said.Sentences).Where(Statements.AsksToForget).Select(request => Language.Stems.OfText(request.Text).ToHashSet(StringComparer.Ordinal))];
    }

    /// <param name="generator">The model's name.</param>
    /// <param name="problems">What the model is to mend; empty where there is a digest. For it alone: they repeat what it wrote.</param>
    public SessionDigest? Read(string answer, string generator, out IReadOnlyList<string> problems)
    {
        _problems.Clear();
        _forgotten.Clear();
        problems = _problems;
        SummaryDraft draft;
        try
        {
            draft = SummaryDraft.Read(answer);
        }
        catch (JsonException failure)
        {
            _problems.Add($"Not the JSON that was asked for: {failure.Message}");
            return null;
        }

        var digest = Digest(draft, generator);
        return _problems.Count == 0 ? digest : null;
    }

    private SessionDigest Digest(SummaryDraft draft, string generator)
    {
        Count("summary", draft.Summary.Count, MostSentences);
        Count("facts", draft.Facts.Count, MostOfAKind);
        Count("intents", draft.Intents.Count, MostOfAKind);
        Count("open_questions", draft.OpenQuestions.Count, MostOfAKind);
        Count("pending_actions", draft.PendingActions.Count, MostOfAKind);
        Count("mentions", draft.Mentions.Count, MostOfAKind);

        // Of two about one subject the later stands, as with the rules.
        var facts = draft.Facts.Index().Select(fact => Fact(fact.Item, $"facts[{fact.Index}]")).OfType<SessionFact>()
            .GroupBy(fact => fact.Subject!, StringComparer.Ordinal).Select(same => same.MaxBy(fact => fact.Seqs.Max())!)
            .OrderByDescending(fact => fact.Importance).ThenBy(fact => fact.Seqs[0]).ToList();
        var mood = draft.Mood is null ? null : Mood(draft.Mood);
        return new SessionDigest
        {
            Generator = generator,
            Summary = string.Join(' ', draft.Summary.Index().Select(line => Sentence(line.Item, $"summary[{line.Index}]")).Where(line => !IsForgotten(line)).Select(line => line + ".")),
            Language = _talk.Culture.TwoLetterISOLanguageName,
            Facts = facts,
            Intents = Kept(draft.Intents, "intents", note => note.Text, (note, at) => new SessionIntent(note.Name.Word(), Sentence(note.Text, at), Seqs(note.Seqs, at))),
            Mood = mood,
            OpenQuestions = Kept(draft.OpenQuestions, "open_questions", note => note.Text, (note, at) => new OpenQuestion(Text(note.Text, at), Seqs(note.Seqs, at))),
            PendingActions = Kept(draft.PendingActions, "pending_actions", note => note.Text, (note, at) => new SessionPending("follow_up", Sentence(note.Text, at), Seqs(note.Seqs, at))),
            Mentions = [.. Kept(draft.Mentions, "mentions", note => note.Note, Mention).OfType<Mention>().DistinctBy(mention => mention.EntityId)],
            Context = _problems.Count == 0 ? ContextReader.Read(_talk, facts) : [],
        };
    }

    private SessionFact? Fact(DraftFact fact, string at)
    {
        var seqs = Seqs(fact.Seqs, at);
        var value = Bounded(fact.Value, $"{at}.value", LongestValue);
        if (seqs.Count == 0)
            return null;

        if (seqs.Any(seq => _lines[seq].Role != MessageRole.User))
            _problems.Add($"{at}.seqs: a fact stands on what the person said; these are Aimi's words.");
        var said = seqs.SelectMany(seq => Language.Stems.OfText(_lines[seq].Text)).ToHashSet(StringComparer.Ordinal);
        if (!Language.Stems.OfText(value).All(said.Contains))
            _problems.Add($"{at}.value: these words are not in the messages {string.Join(", ", seqs)}. Quote the person.");
        if (FactSlots.SubjectOf(fact with { Value = value }, _known) is not { } subject)
        {
            _problems.Add(fact.Slot == FactSlot.Family ? $"{at}.relation: say in one English word what they are to the person, such as sister." : $"{at}.value: no word to tell it by.");
            return null;
        }

        var type = FactSlots.TypeOf(fact.Slot);
        if (IsForgotten(value))
        {
            _forgotten.Add(Language.Stems.OfText(value).ToHashSet(StringComparer.Ordinal));
            return null;
        }

        return new SessionFact(subject, Sentence(fact.Text, at), FactReader.Importance(type), seqs, type, value, fact.Ended);
    }

    private SessionMood Mood(DraftMood mood) => new(Bounded(mood.Label, "mood.label", LongestLabel), Valence(mood.Valence, "mood"), Seqs(mood.Seqs, "mood"));

    private Mention? Mention(DraftMention mention, string at)
    {
        if (ThingNames.Find(_talk.Session.Things, mention.Thing) is { } thing)
            return new Mention(thing.EntityType, thing.Id, Valence(mention.Valence, at), mention.Note is null ? null : Text(mention.Note, at), Seqs(mention.Seqs, at));

        _problems.Add($"{at}.thing: there is no such goal or habit.");
        return null;
    }

    private List<TKept> Kept<TDraft, TKept>(IReadOnlyList<TDraft> drafts, string name, Func<TDraft, string?> text, Func<TDraft, string, TKept> keep) =>
        [.. drafts.Index().Where(draft => !IsForgotten(text(draft.Item) ?? "")).Select(draft => keep(draft.Item, $"{name}[{draft.Index}]"))];

    private IReadOnlyList<long> Seqs(IReadOnlyList<long> seqs, string at)
    {
        if (seqs.Count == 0 || !seqs.All(_lines.ContainsKey))
            _problems.Add($"{at}.seqs: one or more seqs of messages of this session, and no others.");
        return [.. seqs.Where(_lines.ContainsKey).Distinct().Order()];
    }

    private double Valence(double valence, string at)
    {
        if (valence is not (>= -1 and <= 1))
            _problems.Add($"{at}.valence: from -1 to 1.");
        return Math.Round(Math.Clamp(double.IsNaN(valence) ? 0 : valence, -1, 1), 2);
    }

    // Sentences are put together with full stops of our own, and each is one: what is forgotten is taken out sentence by sentence.
    private string Sentence(string text, string at) => Text(text, at).TrimEnd('.', ' ');

    private string Text(string text, string at) => Bounded(text, at, LongestText);

    private string Bounded(string text, string at, int longest)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length == 0 || line.Length > longest || line.Any(char.IsControl))
            _problems.Add($"{at}: a text of 1 to {longest} characters.");
        return line;
    }

    private void Count(string name, int count, int most)
    {
        if (count > most)
            _problems.Add($"{name}: at most {most}.");
    }

    // "Забудь про Олега" takes what turns on Oleg and no more, and then whatever else tells that.
    private bool IsForgotten(string text)
    {
        var stems = Language.Stems.OfText(text).ToHashSet(StringComparer.Ordinal);
        return (stems.Count > 0 && _forgets.Any(stems.IsSubsetOf)) || _forgotten.Any(value => value.IsSubsetOf(stems));
    }
}
