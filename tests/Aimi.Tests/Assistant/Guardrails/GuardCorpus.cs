namespace Aimi.Tests.Assistant.Guardrails;

/// <summary>A line of a corpus: <c>part, label, text</c>, separated by tabs. The part <c>held</c> was written before the rules that read it, and not looked at until they were measured.</summary>
internal sealed record CorpusLine(string Part, string Label, string Text)
{
    public const string Nothing = "none";

    /// <param name="name">Such as <c>crisis.ru</c>.</param>
    public static IReadOnlyList<CorpusLine> Read(string name, string part) =>
        [.. File.ReadLines(Path.Combine(Checkout.Root, "tests", "Aimi.Tests", "Assistant", "Guardrails", name + ".tsv"))
            .Select(line => line.Split('\t')).Select(cells => new CorpusLine(cells[0], cells[1], cells[2])).Where(line => line.Part == part)];
}

/// <summary>How often a reader is right: of what it found, and of what there was.</summary>
internal sealed record ReadingFigures(double Precision, double Recall, double RightKind, string Wrong)
{
    /// <param name="read">What a text says, <see cref="CorpusLine.Nothing"/> for nothing; several where it says several.</param>
    public static ReadingFigures Of(IReadOnlyList<CorpusLine> lines, Func<string, IReadOnlyList<string>> read)
    {
        var (found, missed, invented, otherKind) = (0, 0, 0, 0);
        var wrong = new List<string>();
        foreach (var line in lines)
        {
            var kinds = read(line.Text);
            var (is_, should) = (kinds.Count > 0, line.Label != CorpusLine.Nothing);
            found += is_ && should ? 1 : 0;
            missed += !is_ && should ? 1 : 0;
            invented += is_ && !should ? 1 : 0;
            otherKind += is_ && should && !kinds.Contains(line.Label) ? 1 : 0;
            if (is_ != should)
                wrong.Add($"{line.Label}: {line.Text}");
        }

        return new((double)found / (found + invented), (double)found / (found + missed), 1 - ((double)otherKind / Math.Max(1, found)), string.Join('\n', wrong));
    }
}
