using System.CommandLine;
using System.Text;
using System.Threading.Channels;
using Aimi.Cli.Connection;
using Aimi.Cli.Terminal;
using Spectre.Console;

namespace Aimi.Cli.Chat;

/// <summary><c>aimi chat</c>: its options, and everything that the conversation is made of.</summary>
internal static class ChatCommand
{
    private static readonly TimeSpan HistoryTimeout = TimeSpan.FromSeconds(5);

    public static Command Create(Phrases phrases)
    {
        var options = new ClientOptions(phrases);
        var command = new Command("chat", phrases[Phrase.ChatDescription]) { options.Server, options.Language };
        command.SetAction((parsed, cancellation) => Run(options.ServerOf(parsed), options.PhrasesOf(parsed), cancellation));
        return command;
    }

    private static async Task<int> Run(ChatServer server, Phrases phrases, CancellationToken cancellation)
    {
        var connection = new ChatConnection(server, TimeProvider.System, new Random());
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var running = connection.Run(leaving.Token);
        var console = AnsiConsole.Console;
        try
        {
            return Console.IsInputRedirected || Console.IsOutputRedirected || !console.Profile.Capabilities.Ansi
                ? await Pipe(connection, server, phrases, cancellation)
                : await Terminal(connection, server, new Screen(console), phrases, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return ExitCode.Unanswered;
        }
        finally
        {
            // What was read is still to be reported, and the server told goodbye.
            await leaving.CancelAsync();
            await running;
        }
    }

    private static async Task<int> Pipe(ChatConnection connection, ChatServer server, Phrases phrases, CancellationToken cancellation)
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        using var input = new StreamReader(Console.OpenStandardInput(), utf8);
        await using var output = new StreamWriter(Console.OpenStandardOutput(), utf8);
        return await new PipeChat(connection, input, output, Console.Error, phrases, TimeProvider.System).Run(server.Address, cancellation);
    }

    private static async Task<int> Terminal(ChatConnection connection, ChatServer server, Screen screen, Phrases phrases, CancellationToken cancellation)
    {
        using var http = new HttpClient { Timeout = HistoryTimeout };
        var inbox = Channel.CreateUnbounded<object>();
        using var keyboard = new Keyboard(inbox.Writer);
        using var over = new CancellationTokenSource();
        var forwarding = Forward(connection.Events, inbox.Writer, over.Token);
        var chat = new TerminalChat(connection, (upTo, limit, c) => server.History(http, upTo, limit, c), screen, phrases, TimeProvider.System);
        try
        {
            return await chat.Run(inbox.Reader, server.Address, cancellation);
        }
        finally
        {
            await over.CancelAsync();
            await forwarding;
        }
    }

    private static async Task Forward(ChannelReader<ChatEvent> events, ChannelWriter<object> inbox, CancellationToken cancellation)
    {
        try
        {
            await foreach (var happened in events.ReadAllAsync(cancellation))
            {
                inbox.TryWrite(happened);
            }
        }
        catch (OperationCanceledException)
        {
            // The person left before the connection ended.
        }
        finally
        {
            inbox.TryComplete();
        }
    }
}
