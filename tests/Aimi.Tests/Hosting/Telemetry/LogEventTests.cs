using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace Aimi.Tests.Hosting;

/// <summary>Each event of the log is one thing, by its id and by its name; an operator finds it in docs/operations.md, and it holds nothing that a person wrote.</summary>
public sealed partial class LogEventTests
{
    /// <summary>What a record may hold as a text: words that the program or the operator chose. A person's are never among them.</summary>
    private static readonly HashSet<string> Words = new(StringComparer.Ordinal)
    {
        "address", "channel", "check", "detail", "endpoint", "failure", "host", "issuer", "kind", "model", "nearest", "path", "provider", "reason", "setting", "vendor", "version", "what", "where",
        "word", "worker",
    };

    private static readonly List<(MethodInfo Method, LoggerMessageAttribute Event)> Events = typeof(Program).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static))
        .Select(method => (method, method.GetCustomAttribute<LoggerMessageAttribute>()!))
        .Where(found => found.Item2 is not null)
        .ToList();

    [Fact]
    public void Every_event_has_an_id_and_a_name_of_its_own()
    {
        Assert.NotEmpty(Events);
        Assert.All(Events, found =>
        {
            Assert.InRange(found.Event.EventId, 1000, 1999);
            Assert.Matches("^[a-z]+(_[a-z]+)*$", found.Event.EventName ?? $"{found.Method.DeclaringType}.{found.Method.Name} has none");
        });
        Assert.Empty(Events.GroupBy(found => found.Event.EventId).Where(same => same.Count() > 1).Select(same => string.Join(' ', same.Select(found => $"{found.Event.EventId}:{found.Event.EventName}"))));
        Assert.Empty(Events.GroupBy(found => found.Event.EventName, StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => same.Key));
    }

    [Fact]
    public void Events_hold_ids_counts_and_known_words() => Assert.All(
        Events.SelectMany(found => found.Method.GetParameters().Select(parameter => (found.Event, Parameter: parameter))),
        found => Assert.True(
            MayBeTold(found.Parameter.ParameterType) || (found.Parameter.ParameterType == typeof(string) && Words.Contains(found.Parameter.Name!)),
            $"{found.Event.EventName} holds {found.Parameter.Name}"));

    [Fact]
    public void The_operators_table_tells_every_event_and_no_other() => Assert.Equal(
        Events.Select(found => $"{found.Event.EventId} {found.Event.EventName} {Level(found.Event.Level)}").Order(StringComparer.Ordinal),
        Rows().Matches(Checkout.Read("docs/operations.md")).Select(row => $"{row.Groups["id"]} {row.Groups["name"]} {row.Groups["level"]}").Order(StringComparer.Ordinal));

    private static bool MayBeTold(Type type) =>
        type.IsEnum || type == typeof(Guid) || type == typeof(int) || type == typeof(long) || type == typeof(double) || type == typeof(TimeSpan)
        || typeof(Exception).IsAssignableFrom(type) || typeof(ILogger).IsAssignableFrom(type);

    private static string Level(LogLevel level) => level == LogLevel.Information ? "info" : level.ToString().ToLowerInvariant();

    // With a meaning and what to do.
    [GeneratedRegex(@"^\| (?<id>\d{4}) \| `(?<name>\w+)` \| (?<level>\w+) \| [^|]{5,} \| [^|]{2,} \|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Rows();
}
