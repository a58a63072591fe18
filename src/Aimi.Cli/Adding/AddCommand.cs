using System.CommandLine;
using System.Text;
using Aimi.Cli.Chat;

namespace Aimi.Cli.Adding;

/// <summary><c>aimi add</c>: a sentence becomes a plan.</summary>
internal static class AddCommand
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    public static Command Create(Phrases phrases)
    {
        var options = new ClientOptions(phrases);
        var text = new Argument<string[]>("text") { Description = phrases[Phrase.AddText], Arity = ArgumentArity.ZeroOrMore };
        var yes = new Option<bool>("--yes", "-y") { Description = phrases[Phrase.YesOption] };
        var undo = new Option<string?>("--undo") { Description = phrases[Phrase.UndoOption] };
        undo.Validators.Add(result =>
        {
            if (!QuickAdd.IsPlan(result.GetValueOrDefault<string?>()))
            {
                result.AddError(phrases[Phrase.BadUndo]);
            }
        });
        var command = new Command("add", phrases[Phrase.AddDescription]) { text, yes, undo, options.Server, options.Language };
        command.Validators.Add(result =>
        {
            // Without a terminal the sentences are the lines of the input: nobody is there to be asked.
            if (result.GetValue(text) is not { Length: > 0 } && result.GetValue(undo) is null && !(Console.IsInputRedirected && result.GetValue(yes)))
            {
                result.AddError(phrases[Phrase.NoText]);
            }
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
            using var http = new HttpClient { Timeout = Timeout };
            using var input = Console.IsInputRedirected ? new StreamReader(Console.OpenStandardInput(), utf8) : Console.In;
            var adding = new QuickAdd(new PlanServer(http, options.ServerOf(parsed)), input, Console.Out, Console.Error, options.PhrasesOf(parsed));
            return (parsed.GetValue(undo), parsed.GetValue(text)) switch
            {
                ({ } plan, _) => await adding.Undo(plan, cancellation),
                (_, { Length: > 0 } words) => await adding.Add(string.Join(' ', words), parsed.GetValue(yes), cancellation),
                _ => await Lines(adding, input, cancellation),
            };
        });
        return command;
    }

    private static async Task<int> Lines(QuickAdd adding, TextReader input, CancellationToken cancellation)
    {
        var exitCode = ExitCode.Done;
        while (await input.ReadLineAsync(cancellation) is { } line)
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            exitCode = Math.Max(exitCode, await adding.Add(line.Trim(), yes: true, cancellation));
            if (exitCode == ExitCode.Refused)
            {
                break;
            }
        }

        return exitCode;
    }
}
