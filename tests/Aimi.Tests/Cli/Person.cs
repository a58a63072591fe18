using System.Globalization;
using System.Threading.Channels;
using Aimi.Cli;
using Aimi.Cli.Chat;
using Aimi.Cli.Connection;
using Aimi.Cli.Terminal;
using Microsoft.Extensions.Time.Testing;

namespace Aimi.Tests.Cli;

/// <summary>A person at a terminal: the whole client but for the real keyboard and screen.</summary>
internal sealed class Person : IAsyncDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private readonly Channel<object> _inbox = Channel.CreateUnbounded<object>();
    private readonly HttpClient _http = new();
    private readonly Task _connected;
    private readonly Task _forwarded;
    private readonly Task<int> _exit;

    public Person(ScriptedServer server, string language = "en", string? token = null, int width = 80, int height = 24)
    {
        Terminal = new VirtualTerminal(width, height);
        var address = new ChatServer(server.Address, token);
        var connection = new ChatConnection(address, Time, new Random(1));
        _connected = connection.Run(_leaving.Token);
        _forwarded = Forward(connection.Events);
        var chat = new TerminalChat(
            connection,
            (upTo, limit, cancellation) => address.History(_http, upTo, limit, cancellation),
            new Screen(Terminal.Console()),
            new Phrases(CultureInfo.GetCultureInfo(language)),
            Time);
        _exit = chat.Run(_inbox.Reader, server.Address, _leaving.Token);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 16, 9, 0, 0, TimeSpan.Zero));

    public VirtualTerminal Terminal { get; }

    public bool HasLeft => _exit.IsCompleted;

    /// <summary>The exit code.</summary>
    public Task<int> Leaves() => _exit.WaitAsync(Patience.Limit);

    /// <summary>Types it and presses Enter.</summary>
    public void Say(string text)
    {
        Type(text);
        Press(ConsoleKey.Enter);
    }

    public void Type(string text)
    {
        foreach (var character in text)
        {
            _inbox.Writer.TryWrite(Keys.Of(character));
        }
    }

    public void Press(ConsoleKey key, bool control = false) => _inbox.Writer.TryWrite(Keys.Of(key, control));

    public void Narrow(int width)
    {
        Terminal.Narrow(width);
        _inbox.Writer.TryWrite(new Resized());
    }

    /// <summary>The time until the next attempt passes.</summary>
    public void WaitForReconnect() => Time.Advance(TimeSpan.FromMinutes(1));

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await Task.WhenAll(_connected, _forwarded);
        await ((Task)_exit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _http.Dispose();
        _leaving.Dispose();
    }

    private async Task Forward(ChannelReader<ChatEvent> events)
    {
        await foreach (var happened in events.ReadAllAsync())
        {
            _inbox.Writer.TryWrite(happened);
        }

        _inbox.Writer.TryComplete();
    }
}
