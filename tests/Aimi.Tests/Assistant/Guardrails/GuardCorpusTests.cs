using System.Globalization;
using Aimi.Assistant.Guardrails.Claims;
using Aimi.Assistant.Guardrails.Crisis;
using Aimi.Assistant.Guardrails.Moderation;

namespace Aimi.Tests.Assistant.Guardrails;

/// <summary>Floors of what the rules read, below what is measured; both the rules' own two thirds and the third that was held out. The figures are in the test's output.</summary>
public sealed class GuardCorpusTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("ru", "open", 120, 0.97, 0.97)]
    [InlineData("en", "open", 120, 0.97, 0.97)]
    [InlineData("ru", "held", 58, 0.93, 0.93)]
    [InlineData("en", "held", 58, 0.93, 0.93)]
    public void Signs_of_a_crisis_are_heard_and_idioms_are_not(string language, string part, int lines, double precision, double recall) =>
        Measure("crisis", language, part, lines, precision, recall, kind: 0.93, text => CrisisSigns.Of(text) is var sign and not CrisisSign.None ? [Name(sign)] : []);

    [Theory]
    [InlineData("ru", "open", 120, 0.97, 0.97)]
    [InlineData("en", "open", 120, 0.97, 0.97)]
    [InlineData("ru", "held", 60, 0.93, 0.93)]
    [InlineData("en", "held", 60, 0.93, 0.93)]
    public void What_hurts_people_is_refused_and_hard_talk_is_not(string language, string part, int lines, double precision, double recall) =>
        Measure("moderation", language, part, lines, precision, recall, kind: 0.93, text => RuleModerator.Of(text) is { } category ? [Name(category)] : []);

    [Theory]
    [InlineData("ru", "open", 100, 0.97, 0.97)]
    [InlineData("en", "open", 100, 0.97, 0.97)]
    [InlineData("ru", "held", 52, 0.93, 0.93)]
    [InlineData("en", "held", 52, 0.93, 0.93)]
    public void Claims_of_deeds_are_read_and_offers_and_reports_are_not(string language, string part, int lines, double precision, double recall) =>
        Measure("claims", language, part, lines, precision, recall, kind: 0.9, text => [.. DeedClaims.Of(text).Select(claim => Name(claim.Kind))]);

    private void Measure(
        string corpus, string language, string part, int atLeast, double precision, double recall, double kind, Func<string, IReadOnlyList<string>> read)
    {
        var lines = CorpusLine.Read($"{corpus}.{language}", part);
        Assert.True(lines.Count >= atLeast);

        var figures = ReadingFigures.Of(lines, read);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{corpus}.{language} {part}: {lines.Count} lines, precision {figures.Precision:F3}, recall {figures.Recall:F3}, kind {figures.RightKind:F3}"));
        Assert.True(figures.Precision >= precision && figures.Recall >= recall && figures.RightKind >= kind, $"{figures}");
    }

    private static string Name<TEnum>(TEnum value)
        where TEnum : struct, Enum => value.ToString().ToLowerInvariant();
}
