namespace Aimi.Planning.Calendar;

/// <summary>A component of an iCalendar file as it was written: its properties and the components in it. Names are upper case.</summary>
internal sealed class CalendarComponent(string name)
{
    private readonly List<CalendarProperty> _properties = [];
    private readonly List<CalendarComponent> _components = [];

    public string Name => name;

    public IReadOnlyList<CalendarComponent> Components => _components;

    public void Add(CalendarProperty property) => _properties.Add(property);

    public void Add(CalendarComponent component) => _components.Add(component);

    /// <summary>The first property of that name.</summary>
    public CalendarProperty? Find(string property) => _properties.Find(candidate => candidate.Name == property);

    public IEnumerable<CalendarProperty> All(string property) => _properties.Where(candidate => candidate.Name == property);

    /// <summary>The text of a property, unescaped.</summary>
    public string? Text(string property) => Find(property) is { } found ? CalendarText.Of(found) : null;
}

/// <summary>A property as it was written: the value is still escaped.</summary>
internal sealed record CalendarProperty(string Name, IReadOnlyDictionary<string, string> Parameters, string Value)
{
    private static readonly Dictionary<string, string> NoParameters = [];

    public string? Parameter(string name) => Parameters.GetValueOrDefault(name);

    /// <summary>Reads <c>NAME;PARAMETER="value":value</c>; null where it is none.</summary>
    public static CalendarProperty? Parse(string line)
    {
        var at = line.AsSpan().IndexOfAny(':', ';');
        if (at <= 0)
            return null;

        var name = line[..at].ToUpperInvariant();
        Dictionary<string, string>? parameters = null;
        while (line[at] == ';')
        {
            var end = EndOfParameter(line, at + 1);
            if (end < 0)
                return null;

            var equals = line.IndexOf('=', at, end - at);
            if (equals > 0)
                (parameters ??= new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase))[line[(at + 1)..equals]] = line[(equals + 1)..end].Trim('"');
            at = end;
        }

        return new CalendarProperty(name, parameters ?? NoParameters, line[(at + 1)..]);
    }

    private static int EndOfParameter(string line, int from)
    {
        var quoted = false;
        for (var index = from; index < line.Length; index++)
        {
            if (line[index] == '"')
                quoted = !quoted;
            else if (!quoted && line[index] is ':' or ';')
                return index;
        }

        return -1;
    }
}
