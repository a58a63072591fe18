using System.Text.Json.Nodes;
using Aimi.Tests.Infrastructure;

namespace Aimi.Tests.Sync;

/// <summary>What somebody does on a device, sooner or later.</summary>
/// <param name="Which">Chooses one of what the device knows.</param>
/// <param name="IsLost">The answer gets lost, and the device asks again.</param>
internal sealed record Step(Deed Deed, int Device, int Which, bool IsLost);

internal enum Deed
{
    SetGoal,
    PlanTask,
    PlanSeries,
    AddHabit,
    Remember,
    Rename,
    Delete,
    Complete,
    SkipOne,
    CheckIn,
    Say,
    Read,

    /// <summary>The line is there: what waits is sent, and everything fetched.</summary>
    Sync,

    /// <summary>The line is there for one page.</summary>
    Glance,
}

/// <summary>A device that is mostly offline: what is done on it waits until it has a line, and is done by what it knew then.</summary>
internal sealed class OfflineDevice(TestPerson person, Random ids)
{
    /// <summary>By its type's path: what can be named, changed and deleted.</summary>
    private static readonly (string Type, string Path, string Name)[] Kinds = [("goal", "/goals", "title"), ("habit", "/habits", "name"), ("event", "/events", "title")];

    private readonly Queue<(HttpMethod Method, string Path, string? Body, string? Match, bool IsLost)> _waiting = [];

    public Mirror Mirror { get; } = new(person);

    public async Task Do(Step step)
    {
        var known = Kinds.SelectMany(kind => Mirror.All(kind.Type).Select(row => (kind, Row: row))).OrderBy(one => (string)one.Row["id"]!, StringComparer.Ordinal).ToList();
        switch (step.Deed)
        {
            case Deed.Sync:
                await Flush();
                await Mirror.Sync(1 + (step.Which % 40));
                break;
            case Deed.Glance:
                await Mirror.Page(1 + (step.Which % 5));
                break;
            case Deed.SetGoal:
                Later(step, "/goals", $$"""{"id":"{{NewId()}}","title":"Цель {{step.Which}}"}""");
                break;
            case Deed.PlanTask:
                Later(step, "/tasks", $$"""{"id":"{{NewId()}}","title":"Дело {{step.Which}}","due_at":"2027-03-01T09:00:00Z"}""");
                break;
            case Deed.PlanSeries:
                Later(step, "/events", $$"""{"id":"{{NewId()}}","title":"Урок {{step.Which}}","start_at":"2027-03-01T09:00:00Z","repeat_rule":"FREQ=WEEKLY"}""");
                break;
            case Deed.AddHabit:
                Later(step, "/habits", $$"""{"id":"{{NewId()}}","name":"Привычка {{step.Which}}","frequency":"FREQ=DAILY"}""");
                break;
            case Deed.Remember:
                Later(step, "/memory", $$"""{"id":"{{NewId()}}","content":"Любит число {{step.Which}}"}""");
                break;
            case Deed.Say:
                Later(step, "/chat/send", $$"""{"text":"Привет","client_message_id":"{{NewId()}}"}""");
                break;
            case Deed.Read:
                Later(step, "/chat/read", $$"""{"up_to_seq":{{Mirror.All("message").Count}}}""");
                break;
            default:
                if (known.Count > 0)
                    Change(step, known[step.Which % known.Count].kind, known[step.Which % known.Count].Row);
                break;
        }
    }

    /// <summary>Sends what waits, in order. That it is refused by now, because it is gone or was changed, is an answer too.</summary>
    public async Task Flush()
    {
        for (; _waiting.TryDequeue(out var next);)
        {
            for (var times = next.IsLost ? 2 : 1; times > 0; times--)
            {
                var answer = await person.Call(next.Method, next.Path, next.Body, next.Match is null ? [] : ["If-Match", next.Match]);
                Assert.True((int)answer.StatusCode is 200 or 201 or 204 or 404 or 412 or 422, $"{(int)answer.StatusCode} {next.Method} {next.Path}: {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
            }
        }
    }

    private void Change(Step step, (string Type, string Path, string Name) kind, JsonNode row)
    {
        var path = (string?)row["type"] == "task" ? "/tasks" : kind.Path;
        var (one, match) = ($"{path}/{row["id"]}", $"\"{row["version"]}\"");
        switch (step.Deed, kind.Type)
        {
            case (Deed.Rename, _):
                _waiting.Enqueue((HttpMethod.Patch, one, $$"""{"{{kind.Name}}":"Иначе {{step.Which}}"}""", match, step.IsLost));
                break;
            case (Deed.Delete, _):
                _waiting.Enqueue((HttpMethod.Delete, one, null, step.IsLost ? match : null, step.IsLost));
                break;
            case (Deed.Complete, "goal" or "event"):
                _waiting.Enqueue((HttpMethod.Post, $"{one}/complete", "{}", null, step.IsLost));
                break;
            case (Deed.SkipOne, "event") when row["repeat_rule"] is not null:
                _waiting.Enqueue((HttpMethod.Delete, $"{one}?occurrence_at=2027-03-0{1 + (7 * (step.Which % 2))}T09:00:00Z", null, null, false));
                break;
            case (Deed.CheckIn, "habit"):
                _waiting.Enqueue((HttpMethod.Post, $"{one}/check-ins", $$"""{"note":"Заметка {{step.Which}}"}""", null, step.IsLost));
                break;
        }
    }

    private void Later(Step step, string path, string body) => _waiting.Enqueue((HttpMethod.Post, path, body, null, step.IsLost));

    private Guid NewId()
    {
        var bytes = new byte[16];
        ids.NextBytes(bytes);
        return new Guid(bytes);
    }
}
