namespace Aimi.Bench.Scenarios;

/// <summary>
/// A conversation with what must come of it, from a Markdown file that reads as one. Lines that begin with <c>&gt;</c> are the person's; the list behind one says
/// what the answer must hold, and, where the model is scripted, what it does (<see cref="ModelStep"/>). A heading <c>## clock: day 3 09:00</c> sets the clock forward,
/// <c>## new session</c> ends the session. The rest is prose.
/// </summary>
/// <param name="Name">The first heading.</param>
/// <param name="Settings">The list before the first turn: <c>locale</c>, <c>zone</c>, <c>name</c>, <c>starts</c> (a weekday and a time: day 1).</param>
internal sealed record Scenario(string Name, IReadOnlyDictionary<string, string> Settings, IReadOnlyList<Step> Steps)
{
    public int Turns => Steps.Count(step => step.Says is not null);

    public static Scenario Read(string path)
    {
        var (name, settings, steps) = (Path.GetFileNameWithoutExtension(path), new Dictionary<string, string>(StringComparer.Ordinal), new List<Step>());
        foreach (var (index, raw) in File.ReadLines(path).Index())
        {
            var (line, number) = (raw.Trim(), index + 1);
            if (line.StartsWith("# ", StringComparison.Ordinal))
                name = line[2..];
            else if (line.StartsWith("> ", StringComparison.Ordinal))
                steps.Add(new Step(number) { Says = line[2..] });
            else if (line.StartsWith("## clock:", StringComparison.Ordinal))
                steps.Add(new Step(number) { Clock = line["## clock:".Length..].Trim() });
            else if (line == "## new session")
                steps.Add(new Step(number) { EndsSession = true });
            else if (line.StartsWith("- ", StringComparison.Ordinal) && line.Split(':', 2) is [var what, var value])
                Add(what[2..].Trim(), value.Trim(), number);
        }

        return new Scenario(name, settings, steps);

        void Add(string what, string value, int number)
        {
            if (steps.Count == 0)
                settings[what] = value;
            else if (steps[^1].Says is null)
                throw new FormatException($"{path}:{number}: an expectation follows what the person says.");
            else if (what == "model")
                steps[^1].Model.Add(ModelStep.Read(value, $"{Path.GetFileName(path)}:{number}"));
            else
                steps[^1].Expectations.Add(Expectation.Read(what, value, $"{Path.GetFileName(path)}:{number}"));
        }
    }
}

/// <summary>One thing that happens: the person says something, the clock is set forward, or the session ends.</summary>
internal sealed record Step(int Line)
{
    public string? Says { get; init; }
    public string? Clock { get; init; }
    public bool EndsSession { get; init; }
    public List<Expectation> Expectations { get; } = [];

    /// <summary>What a scripted model does with it, one step after the other.</summary>
    public List<ModelStep> Model { get; } = [];
}

internal enum ExpectationKind
{
    /// <summary>The offline assistant's own words.</summary>
    Says,

    /// <summary>One of several, separated by <c> / </c>; of every assistant.</summary>
    Mentions,
    Never,

    /// <summary>The receipts, in any order; <c>nothing</c> for none.</summary>
    Does,

    /// <summary>A row, by kind, title and members: <c>event «Позвонить маме» start=day 2 10:00, status=planned</c>.</summary>
    Has,
    Lacks,
}

/// <param name="Where">File and line.</param>
internal sealed record Expectation(ExpectationKind Kind, string Value, string Where)
{
    public static Expectation Read(string what, string value, string where) =>
        Enum.TryParse<ExpectationKind>(what, ignoreCase: true, out var kind)
            ? new Expectation(kind, value, where)
            : throw new FormatException($"{where}: says, mentions, never, does, has or lacks; not {what}.");
}
