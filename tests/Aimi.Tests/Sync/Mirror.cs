using System.Text.Json.Nodes;
using Aimi.Tests.Infrastructure;

namespace Aimi.Tests.Sync;

/// <summary>What an offline-first client keeps of a person, by nothing but the contract: pages are laid over what is there, the last word counts.</summary>
internal sealed class Mirror(TestPerson person)
{
    /// <summary>By the array of a page: the word of its tombstones.</summary>
    private static readonly (string Array, string Type)[] Kinds =
    [
        ("goals", "goal"), ("habits", "habit"), ("habit_check_ins", "habit_check_in"), ("habit_pauses", "habit_pause"), ("events", "event"), ("occurrences", "occurrence"),
        ("reminders", "reminder"), ("memories", "memory"), ("sessions", "session"), ("notifications", "notification"), ("devices", "device"), ("calendar_feeds", "calendar_feed"), ("messages", "message"),
    ];

    private readonly SortedDictionary<string, JsonNode> _rows = new(StringComparer.Ordinal);

    public TestPerson Person => person;

    public string? Cursor { get; private set; }

    /// <summary>Everything, one line each, but for what the server's lists do not tell.</summary>
    public IReadOnlyList<string> Rows => [.. _rows.Where(row => !row.Key.StartsWith("occurrence ", StringComparison.Ordinal)).Select(row => Line(row.Key, row.Value))];

    public JsonNode? this[string type, object? id] => _rows.GetValueOrDefault($"{type} {id}");

    public IReadOnlyList<JsonNode> All(string type) => [.. _rows.Where(row => row.Key.StartsWith(type + " ", StringComparison.Ordinal)).Select(row => row.Value)];

    /// <summary>Takes one page.</summary>
    public async Task<JsonNode> Page(int limit = 500)
    {
        var page = await person.Get($"/sync?limit={limit}{(Cursor is null ? "" : $"&cursor={Cursor}")}");
        foreach (var (array, type) in Kinds)
        {
            foreach (var row in page[array]!.AsArray())
                _rows[$"{type} {IdOf(row!)}"] = row!.DeepClone();
        }

        if (page["me"] is { } me)
            _rows["me"] = me.DeepClone();
        foreach (var gone in page["deleted"]!.AsArray())
            _rows.Remove($"{gone!["type"]} {gone["id"]}");
        foreach (var message in All("message").Where(message => (long)message["seq"]! <= (long)page["conversation"]!["read_seq"]!))
            message["read"] = true;

        Assert.InRange(SizeOf(page), 0, limit);
        Cursor = (string)page["cursor"]!;
        return page;
    }

    /// <summary>Takes pages until there are no more.</summary>
    public async Task Sync(int limit = 500)
    {
        while ((bool)(await Page(limit))["has_more"]!)
        {
        }
    }

    public static int SizeOf(JsonNode page) =>
        Kinds.Sum(kind => page[kind.Array]!.AsArray().Count) + page["deleted"]!.AsArray().Count + (page["me"] is null ? 0 : 1);

    /// <summary>The same from the server's own lists.</summary>
    public static async Task<IReadOnlyList<string>> Lists(TestPerson person)
    {
        var all = new SortedDictionary<string, JsonNode>(StringComparer.Ordinal) { ["me"] = await person.Get("/me") };
        await Add("goal", "/goals");
        await Add("habit", "/habits");
        foreach (var habit in all.Where(row => row.Key.StartsWith("habit ", StringComparison.Ordinal)).Select(row => row.Value["id"]).ToList())
        {
            await Add("habit_check_in", $"/habits/{habit}/check-ins");
            await Add("habit_pause", $"/habits/{habit}/pauses");
        }

        await Add("event", "/events");
        await Add("event", "/tasks");
        await Add("reminder", "/reminders");
        await Add("memory", "/memory");
        await Add("session", "/sessions");
        await Add("notification", "/notifications");
        await Add("device", "/devices");
        foreach (var feed in (await person.Get("/calendar/feeds"))["items"]!.AsArray())
            all[$"calendar_feed {feed!["id"]}"] = feed;
        foreach (var message in await person.History())
            all[$"message {message["message_id"]}"] = message;
        return [.. all.Select(row => Line(row.Key, row.Value))];

        async Task Add(string type, string path)
        {
            foreach (var row in await person.All(path, 200))
                all[$"{type} {IdOf(row)}"] = row;
        }
    }

    /// <summary>Synced again and again until it is what the server's lists say: workers, and transactions of other tests on the same server, may hold it up.</summary>
    public async Task Reaches(int limit = 500)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience.Longest);
        IReadOnlyList<string> wanted, had;
        do
        {
            await Sync(limit);
            (wanted, had) = (await Lists(person), Rows);
        }
        while (!wanted.SequenceEqual(had) && !patience.IsCancellationRequested);
        Assert.Equal(wanted, had);
    }

    private static string? IdOf(JsonNode row) => (string?)(row["memory_id"] ?? row["message_id"] ?? row["id"]);

    private static string Line(string key, JsonNode row) => $"{key} {row.ToJsonString()}";
}
