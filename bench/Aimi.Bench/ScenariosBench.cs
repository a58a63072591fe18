using System.CommandLine;
using System.Globalization;
using Aimi.Bench.Scenarios;
using Aimi.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Aimi.Bench;

/// <summary><c>scenarios</c>: whole conversations, played over HTTP against the assistant that is configured, with a table of what held.</summary>
internal static class ScenariosBench
{
    private static readonly Argument<string[]> Files = new("file")
    {
        Description = "Scenarios (Markdown), or folders of them.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<Uri?> Url = new("--url")
    {
        Description = "A server that runs with AIMI__TestClock; its owner talks, and what the scenarios plan stays. "
            + "Without it a new server is started for each scenario, with the assistant that AIMI__Llm names.",
    };

    private static readonly Option<string?> Token = new("--token") { Description = "The bearer token of the person who talks, where the server asks for one." };
    private static readonly Option<bool> Transcript = new("--transcript") { Description = "Prints what was said." };

    public static Command Command()
    {
        var command = new Command("scenarios", "Plays scenario conversations against the configured assistant, and prints which expectations held.")
        {
            Files, Url, Token, Transcript,
        };
        command.SetAction((parsed, cancellationToken) => Run(
            parsed.GetValue(Files)!, parsed.GetValue(Url), parsed.GetValue(Token), parsed.GetValue(Transcript), cancellationToken));
        return command;
    }

    private static async Task<int> Run(string[] files, Uri? url, string? token, bool transcript, CancellationToken cancellationToken)
    {
        var paths = files.SelectMany<string, string>(
            file => Directory.Exists(file) ? Directory.EnumerateFiles(file, "*.md").Order(StringComparer.Ordinal) : [file]).ToList();
        var model = Environment.GetEnvironmentVariable("AIMI__Llm");
        var offline = string.IsNullOrWhiteSpace(model) || model == "offline";
        Console.WriteLine($"assistant: {(offline ? "offline" : model)}; wording is checked of the offline assistant only");
        var (held, all) = (0, 0);
        foreach (var path in paths)
        {
            var scenario = Scenario.Read(path);
            var played = url is null ? await OnItsOwn(scenario, offline, cancellationToken) : await At(url, token, scenario, offline, cancellationToken);
            var expectations = scenario.Steps.Sum(step => step.Expectations.Count);
            var failures = played.Sum(turn => turn.Failures.Count);
            (held, all) = (held + expectations - failures, all + expectations);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{Path.GetFileName(path),-28} {scenario.Turns,3} turns  {expectations - failures,3}/{expectations,-3} held  {(failures == 0 ? "ok" : "FAILED")}"));
            foreach (var turn in played.Where(turn => transcript || turn.Failures.Count > 0))
            {
                var actions = turn.Actions.Count > 0 ? $"\n    [{string.Join(", ", turn.Actions)}]" : "";
                Console.WriteLine($"    > {turn.Says}\n    {turn.Reply.ReplaceLineEndings("\n    ")}{actions}");
                foreach (var failure in turn.Failures)
                    Console.WriteLine($"    ! {failure}");
            }
        }

        Console.WriteLine($"{held} of {all} expectations held");
        return held == all ? 0 : 1;
    }

    private static async Task<IReadOnlyList<PlayedTurn>> OnItsOwn(Scenario scenario, bool offline, CancellationToken cancellationToken)
    {
        var data = Directory.CreateTempSubdirectory("aimi-scenario-");
        try
        {
            await using var app = Program.Build(
                [new("Port", "0"), new("Data", data.FullName), new("TestClock", "PT0S")], builder => builder.Logging.SetMinimumLevel(LogLevel.Error));
            await app.StartAsync(cancellationToken);
            await app.Services.GetRequiredService<Readiness>().Ready;
            var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
            var played = await At(new Uri(address), token: null, scenario, offline, cancellationToken);
            await app.StopAsync(cancellationToken);
            return played;
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task<IReadOnlyList<PlayedTurn>> At(Uri url, string? token, Scenario scenario, bool offline, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromMinutes(3) };
        if (token is not null)
            http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return await new ScenarioRun(http, offline).Play(scenario, cancellationToken);
    }
}
