using Aimi.Cli.Connection;
using Aimi.Cli.Contract;
using Aimi.Cli.Terminal;

namespace Aimi.Cli.Chat;

/// <summary>The conversation without a terminal, for scripts: each line of the input is a message, each reply goes to the output, the rest to the errors.</summary>
internal sealed class PipeChat(ChatConnection connection, TextReader input, TextWriter output, TextWriter errors, Phrases phrases, TimeProvider time)
{
    /// <summary>0 when every line was answered, 1 when one was not, 2 when the server refuses.</summary>
    public async Task<int> Run(Uri address, CancellationToken cancellation)
    {
        var exitCode = ExitCode.Done;
        while (await input.ReadLineAsync(cancellation) is { } line)
        {
            var text = line.Trim();
            if (text.Length == 0)
            {
                continue;
            }

            var result = TerminalChat.Characters(text) > TerminalChat.LongestMessage
                ? await Complain(phrases.Count(Phrase.TooLong, TerminalChat.Characters(text), TerminalChat.LongestMessage))
                : await Ask(text, address, cancellation);
            if (result == ExitCode.Refused)
            {
                return result;
            }

            exitCode = Math.Max(exitCode, result);
        }

        return exitCode;
    }

    // One at a time: a script's next line may rest on what the last one changed.
    private async Task<int> Ask(string text, Uri address, CancellationToken cancellation)
    {
        var send = new Send(text, Guid.CreateVersion7(time.GetUtcNow()));
        connection.Say(send);
        await foreach (var happened in connection.Events.ReadAllAsync(cancellation))
        {
            switch (happened)
            {
                case Answered answered when answered.ClientMessageId == send.ClientMessageId:
                    await Print(answered.Reply);
                    return ExitCode.Done;
                case Unanswered unanswered:
                    return await Complain(phrases.Format(Phrase.NoReply, unanswered.Error.Detail ?? unanswered.Error.Code));
                case Disconnected { Attempt: 1 } lost:
                    await Complain(lost.Again ? phrases[Phrase.Reconnecting] : phrases.Format(Phrase.ServerAbsent, address));
                    break;
                case Refused refused:
                    await Complain(phrases[Phrase.Refused]);
                    if (!string.IsNullOrWhiteSpace(refused.Reason))
                    {
                        await Complain(refused.Reason);
                    }

                    return ExitCode.Refused;
            }
        }

        // The events ended without a refusal: the connection was cancelled.
        cancellation.ThrowIfCancellationRequested();
        return ExitCode.Unanswered;
    }

    private async Task Print(Said reply)
    {
        await output.WriteLineAsync(SafeText.Clean(reply.Message.Text));
        foreach (var action in reply.Actions ?? [])
        {
            await output.WriteLineAsync($"✓ {SafeText.CleanLine(action.Summary ?? action.Type)}");
        }

        await output.FlushAsync(CancellationToken.None);
        connection.MarkRead(reply.Message.Seq);
    }

    private async Task<int> Complain(string text)
    {
        await errors.WriteLineAsync(SafeText.Clean(text));
        return ExitCode.Unanswered;
    }
}
