using Aimi.Language;

namespace Aimi.Assistant.Offline.Answers;

/// <summary>What takes a day rather than an hour: nobody asks at what time a birthday is.</summary>
internal static class WholeDays
{
    private static readonly string[] Occasions =
    [
        "рожден", "праздник", "отпуск", "каникул", "выходн", "годовщин", "юбиле", "командировк", "поездк", "дедлайн", "свадьб", "дежурств",
        "birthday", "holiday", "vacat", "anniversari", "trip", "deadlin", "weekend", "off", "wed",
    ];

    private static readonly string[] Saying = ["весь день", "целый день", "на день", "all day", "whole day", "the whole day", "all-day"];

    public static bool Is(string title, string text) =>
        SaysSo(text) || Stems.OfText(title).Any(stem => Occasions.Any(occasion => stem.StartsWith(occasion, StringComparison.Ordinal)));

    public static bool SaysSo(string text)
    {
        var words = string.Join(' ', Words.Of(text).Select(word => word.Text));
        return Saying.Any(saying => words.Contains(saying, StringComparison.Ordinal));
    }
}
