using System.Globalization;
using System.Text.Json;
using Aimi.Cli.Chat;
using Aimi.Cli.Contract;
using Aimi.Cli.Terminal;

namespace Aimi.Cli.Adding;

/// <summary>Shows what a sentence will be, asks, and makes it. Answers are read from the input, also where that is a pipe.</summary>
internal sealed class QuickAdd(PlanServer server, TextReader input, TextWriter output, TextWriter errors, Phrases phrases)
{
    private static readonly string[] Collections = ["events", "tasks", "habits", "goals"];
    private static readonly string[] Agreement = ["", "y", "yes", "д", "да"];

    private readonly PlanWords _words = new(phrases);

    /// <summary>Whether it names a plan: <c>events/ID</c>.</summary>
    public static bool IsPlan(string? path) => path?.Split('/') is [var collection, var id] && Collections.Contains(collection) && Guid.TryParse(id, out _);

    /// <param name="yes">Nothing is asked: what is clear is added, what is not is not.</param>
    public Task<int> Add(string text, bool yes, CancellationToken cancellation) => Try(async () =>
    {
        var reading = await server.Read(text, cancellation);
        if (Plan.IsForChat(reading))
        {
            return await Complain(phrases[Phrase.NotAPlan]);
        }

        var plan = reading.Question is { } question ? await Answer(text, reading, question, yes, cancellation) : Plan.Of(text, reading);
        if (plan is null)
        {
            return await Complain(phrases[Phrase.NotAdded]);
        }

        if (reading.Also is not null)
        {
            await Complain(phrases[Phrase.FirstOnly]);
        }

        if (plan is { NeedsWhen: true, When: null })
        {
            return await Complain(phrases[Phrase.NeedsTime]);
        }

        foreach (var line in _words.Of(plan, reading.Now))
        {
            await output.WriteLineAsync(line);
        }

        var answer = yes ? "" : await Ask(phrases[Phrase.AddIt], cancellation);
        if (!Agreement.Contains(answer, StringComparer.OrdinalIgnoreCase))
        {
            return await Complain(phrases[Phrase.NotAdded]);
        }

        var made = $"{plan.Collection}/{await server.Make(plan.Collection, plan.Body(), cancellation)}";
        var elsewhere = server.Address == new Uri(ClientOptions.DefaultServer) ? "" : $"--server {server.Address} ";
        await output.WriteLineAsync($"✓ {made}");
        await output.WriteLineAsync(phrases.Format(Phrase.ToUndo, $"./aimi add {elsewhere}--undo {made}"));
        return ExitCode.Done;
    });

    public Task<int> Undo(string plan, CancellationToken cancellation) => Try(async () =>
    {
        await server.TakeBack(plan, cancellation);
        await output.WriteLineAsync(phrases[Phrase.Undone]);
        return ExitCode.Done;
    });

    /// <summary>The plan by the answer to what has to be asked; null where there is none.</summary>
    private async Task<Plan?> Answer(string text, Reading reading, ReadQuestion question, bool yes, CancellationToken cancellation)
    {
        var asked = yes ? errors : output;
        await asked.WriteLineAsync(SafeText.CleanLine(question.Text));
        var candidates = question.Candidates.Select((candidate, i) => (Number: i + 1, Words: _words.When(candidate, reading.Now)));
        foreach (var (number, words) in candidates.Append((0, phrases[Phrase.WithoutTime])))
        {
            await asked.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {number}  {words}"));
        }

        if (yes || !int.TryParse(await Ask(phrases[Phrase.WhichOne], cancellation), NumberStyles.None, CultureInfo.InvariantCulture, out var chosen)
            || chosen > question.Candidates.Count)
        {
            return null;
        }

        return Plan.Answered(text, reading, chosen == 0 ? null : question.Candidates[chosen - 1]);
    }

    /// <summary>What is answered; null where nobody is there.</summary>
    private async Task<string?> Ask(string question, CancellationToken cancellation)
    {
        await output.WriteAsync(question);
        await output.FlushAsync(cancellation);
        return (await input.ReadLineAsync(cancellation))?.Trim();
    }

    private async Task<int> Try(Func<Task<int>> deed)
    {
        try
        {
            return await deed();
        }
        catch (PlanRefusedException refusal) when (refusal.NotLetIn)
        {
            await Complain(phrases[Phrase.Refused]);
            return ExitCode.Refused;
        }
        catch (PlanRefusedException refusal)
        {
            return await Complain(phrases.Format(Phrase.Error, refusal.Message));
        }
        catch (Exception absent) when (absent is HttpRequestException or JsonException or TaskCanceledException { InnerException: TimeoutException })
        {
            return await Complain(phrases.Format(Phrase.NoServer, server.Address));
        }
    }

    private async Task<int> Complain(string text)
    {
        await errors.WriteLineAsync(SafeText.Clean(text));
        return ExitCode.NotAdded;
    }
}
