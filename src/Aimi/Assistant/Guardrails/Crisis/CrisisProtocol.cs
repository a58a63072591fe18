using System.Globalization;
using Aimi.Language;

namespace Aimi.Assistant.Guardrails.Crisis;

/// <summary>
/// What Aimi answers to who speaks of suicide or self-harm: calmly, briefly, with whom to call, one question, and nothing else. No model is asked, no tool is called;
/// so it holds when every model is down.
/// </summary>
internal static class CrisisProtocol
{
    private static readonly HashSet<string> Yes = new(StringComparer.Ordinal) { "да", "ага", "угу", "yes", "yeah", "yep", "safe", "безопасности" };
    private static readonly HashSet<string> No = new(StringComparer.Ordinal) { "нет", "неа", "no", "nope", "не" };

    /// <summary>Answers to a question of this length, in words, are no more than a yes or a no.</summary>
    private const int ShortAnswer = 4;

    /// <summary>It was spoken of in this session: what follows stays calm.</summary>
    public static bool IsCalm(IReadOnlyList<string> said) => said.Any(text => CrisisSigns.Of(text) != CrisisSign.None);

    /// <returns>Null where there is no sign.</returns>
    public static string? Answer(OpenTurn turn)
    {
        var (sign, before) = (CrisisSigns.Of(turn.Text), turn.Said.Count == 0 ? CrisisSign.None : CrisisSigns.Of(turn.Said[^1]));
        var key = sign switch
        {
            CrisisSign.Acting => "Crisis.Acting",
            CrisisSign.Self => turn.Said.Any(text => CrisisSigns.Of(text) >= CrisisSign.Self) ? "Crisis.Again" : "Crisis.Self",
            CrisisSign.Rescue => "Crisis.Rescue",
            CrisisSign.Other => "Crisis.Other",

            // The reply before asked whether they are safe.
            _ when before >= CrisisSign.Self => SafetyIn(turn.Text),
            _ => null,
        };
        return key is null ? null : Say(key, turn);
    }

    /// <summary>Where another than the rules heard a sign.</summary>
    public static string Help(OpenTurn turn) => Say("Crisis.Self", turn);

    private static string? SafetyIn(string text)
    {
        var words = Words.Of(text);
        return words.Count is 0 or > ShortAnswer ? null
            : words.Any(word => No.Contains(word.Text)) ? "Crisis.NotSafe"
            : words.Any(word => Yes.Contains(word.Text)) ? "Crisis.Safe"
            : null;
    }

    private static string Say(string key, OpenTurn turn)
    {
        var country = HelpLines.Of(turn.Now.Locale, turn.Now.Timezone, turn.Language);
        var lines = GuardTexts.Get($"Lines.{country}", turn.Language);
        var emergency = GuardTexts.Get($"Emergency.{country}", turn.Language);
        return string.Format(CultureInfo.InvariantCulture, GuardTexts.Get(key, turn.Language), lines, emergency);
    }
}
