using System.Net.Http.Json;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Aimi.Bench.Scenarios;

/// <summary>A person's line, the answer, and what was wrong with it.</summary>
internal sealed record PlayedTurn(string Says, string Reply, IReadOnlyList<string> Actions, IReadOnlyList<string> Failures);

/// <summary>Plays a scenario against a server, over HTTP, as the person whom the client speaks for.</summary>
/// <param name="wording">Who answers has words of its own that are known, as the offline assistant's are: they are checked too.</param>
/// <param name="model">Told each step before the person speaks, with what the scenario's times mean: a scripted model.</param>
internal sealed class ScenarioRun(HttpClient http, bool wording, Action<Step, Func<string, string>>? model = null)
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task<IReadOnlyList<PlayedTurn>> Play(Scenario scenario, CancellationToken cancellationToken)
    {
        var zone = scenario.Settings.GetValueOrDefault("zone", "UTC");
        var (locale, name) = (scenario.Settings.GetValueOrDefault("locale", "en"), scenario.Settings.GetValueOrDefault("name", ""));
        var me = new { timezone = zone, locale, display_name = name };
        using (var changed = await http.PatchAsJsonAsync("/me", me, cancellationToken))
            changed.EnsureSuccessStatusCode();

        var clock = new ScenarioClock(http, TimeZoneInfo.FindSystemTimeZoneById(zone));
        await clock.Start(scenario.Settings.GetValueOrDefault("starts", "Monday 08:00"), cancellationToken);
        var played = new List<PlayedTurn>();
        foreach (var step in scenario.Steps)
        {
            if (step.Clock is { } to)
                await clock.Advance(to, cancellationToken);
            if (step.EndsSession)
                await EndSession(cancellationToken);
            if (step.Says is { } text)
            {
                model?.Invoke(step, clock.Resolve);
                played.Add(await Say(text, step.Expectations, clock, cancellationToken));
            }
        }

        return played;
    }

    private async Task<PlayedTurn> Say(string text, IEnumerable<Expectation> expectations, ScenarioClock clock, CancellationToken cancellationToken)
    {
        using var answer = await http.PostAsJsonAsync("/chat/send", new { text }, cancellationToken);
        if (!answer.IsSuccessStatusCode)
            return new PlayedTurn(text, "", [], [$"HTTP {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellationToken)}"]);

        var body = (await answer.Content.ReadFromJsonAsync<JsonNode>(cancellationToken))!;
        var reply = (string)body["assistant_message"]!["text"]!;
        var actions = body["actions"]!.AsArray().Select(action => (string)action!["type"]!).ToList();
        var failures = new List<string>();
        foreach (var expectation in expectations)
        {
            if (await Breach(expectation, reply, actions, clock, cancellationToken) is { } breach)
                failures.Add($"{expectation.Where}: {breach}");
        }

        return new PlayedTurn(text, reply, actions, failures);
    }

    private async Task<string?> Breach(
        Expectation expected, string reply, List<string> actions, ScenarioClock clock, CancellationToken cancellationToken)
    {
        switch (expected.Kind)
        {
            case ExpectationKind.Says when wording && !Holds(reply, expected.Value):
                return $"does not say «{expected.Value}»";
            case ExpectationKind.Mentions when !expected.Value.Split(" / ").Any(text => Holds(reply, text)):
                return $"does not mention «{expected.Value}»";
            case ExpectationKind.Never when Holds(reply, expected.Value):
                return $"says «{expected.Value}»";
            case ExpectationKind.Does:
                var wanted = expected.Value == "nothing" ? [] : expected.Value.Split(',', StringSplitOptions.TrimEntries);
                return wanted.Order(StringComparer.Ordinal).SequenceEqual(actions.Order(StringComparer.Ordinal), StringComparer.Ordinal)
                    ? null
                    : $"does {(actions.Count == 0 ? "nothing" : string.Join(", ", actions))}, not {expected.Value}";
            case ExpectationKind.Has or ExpectationKind.Lacks:
                var row = Row.Read(expected.Value);
                var rows = (await http.GetFromJsonAsync<JsonNode>(row.Path(await clock.LocalNow(cancellationToken)), cancellationToken))!;
                return row.IsIn(rows, clock.Local, clock.Resolve) == (expected.Kind is ExpectationKind.Has)
                    ? null
                    : $"{expected.Kind} {clock.Resolve(expected.Value)}: {rows.ToJsonString(Readable)}";
            default:
                return null;
        }
    }

    // What was said is remembered when the session is summarised.
    private async Task EndSession(CancellationToken cancellationToken)
    {
        using var ended = await http.PostAsync("/chat/end", content: null, cancellationToken);
        ended.EnsureSuccessStatusCode();
        for (var patience = 100; patience > 0; patience--)
        {
            var sessions = (await http.GetFromJsonAsync<JsonNode>("/sessions", cancellationToken))!["items"]!.AsArray();
            if (sessions.All(session => (string)session!["status"]! is "done" or "failed"))
                return;
            await Task.Delay(100, cancellationToken);
        }
    }

    private static bool Holds(string reply, string text) => reply.Contains(text, StringComparison.OrdinalIgnoreCase);
}
