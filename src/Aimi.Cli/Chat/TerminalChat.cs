using System.Text.Json;
using System.Threading.Channels;
using Aimi.Cli.Connection;
using Aimi.Cli.Contract;
using Aimi.Cli.Terminal;

namespace Aimi.Cli.Chat;

/// <summary>The terminal's size changed.</summary>
internal sealed record Resized;

/// <summary>The conversation on a terminal: one loop takes keys and events of the connection in turn, and draws once for all that had come.</summary>
internal sealed class TerminalChat(
    ChatConnection connection,
    Func<long, int, CancellationToken, Task<IReadOnlyList<ChatMessage>>> history,
    Screen screen,
    Phrases phrases,
    TimeProvider time)
{
    /// <summary>The longest message that the server takes, in Unicode scalar values.</summary>
    public const int LongestMessage = 8000;

    /// <summary>The length of a text as the server counts it.</summary>
    internal static int Characters(string text) => text.EnumerateRunes().Count();

    private const int FirstScreenful = 20;
    private const int LongestHistory = 200;

    private readonly LineEditor _editor = new();
    private readonly ChatView _view = new(screen, phrases, time) { NoConnection = Phrase.Connecting };
    private Guid? _stopped;
    private Send? _failed;
    private long _lastSeq;
    private int? _exitCode;

    /// <summary>Runs until the person leaves (0) or the server refuses (2). The inbox holds <see cref="KeyPress"/>, <see cref="Resized"/> and <see cref="ChatEvent"/>.</summary>
    public async Task<int> Run(ChannelReader<object> inbox, Uri address, CancellationToken cancellation)
    {
        _view.Notice(phrases[Phrase.Welcome]);
        Draw();
        while (_exitCode is null && await inbox.WaitToReadAsync(cancellation))
        {
            while (_exitCode is null && inbox.TryRead(out var item))
            {
                await Take(item, address, cancellation);
            }

            Draw();
        }

        if (connection.Unaccepted is > 0 and var unsent)
        {
            _view.Error(phrases.Count(Phrase.Unsent, unsent));
        }

        _view.Close();
        return _exitCode ?? 0;
    }

    private async Task Take(object item, Uri address, CancellationToken cancellation)
    {
        switch (item)
        {
            case KeyPress press:
                await Take(_editor.Press(press), cancellation);
                break;
            case Connected connected:
                _view.NoConnection = null;
                _lastSeq = Math.Max(_lastSeq, connected.LastSeq);
                if (!connected.Again)
                {
                    await ShowHistory(FirstScreenful, named: false, cancellation);
                }

                break;
            case Disconnected lost:
                _view.NoConnection = Phrase.Reconnecting;
                _view.ForgetPartial();
                if (lost is { Attempt: 1, Again: false })
                {
                    _view.Notice(phrases.Format(Phrase.ServerAbsent, address));
                }

                break;
            case Refused refused:
                _view.Error(phrases[Phrase.Refused]);
                if (!string.IsNullOrWhiteSpace(refused.Reason))
                {
                    _view.Notice(refused.Reason);
                }

                _exitCode = ExitCode.Refused;
                break;
            case Unanswered unanswered:
                _view.ForgetPartial();
                _failed = unanswered.CanRetry ? unanswered.Send : null;
                _view.Error(phrases.Format(Phrase.NoReply, unanswered.Error.Detail ?? unanswered.Error.Code));
                if (_failed is not null)
                {
                    _view.Notice(phrases[Phrase.CanRetry]);
                }

                break;
            case Arrived { Frame: var frame }:
                _view.Show(frame);
                Seen(frame is Said said ? [said.Message] : []);
                break;
        }
    }

    private async Task Take(LineEvent line, CancellationToken cancellation)
    {
        switch (line)
        {
            case LineEvent.Submitted:
                await Submit(_editor.Text.Trim(), cancellation);
                break;
            case LineEvent.Interrupted when _editor.Text.Length > 0:
                _editor.Clear();
                break;
            case LineEvent.Interrupted when StopReply():
                break;
            case LineEvent.Interrupted or LineEvent.EndOfInput:
                _exitCode = 0;
                break;
            case LineEvent.Redraw:
                _view.Clear();
                break;
        }
    }

    private async Task Submit(string text, CancellationToken cancellation)
    {
        if (Characters(text) > LongestMessage)
        {
            // It stays in the line, so that it can be shortened.
            _view.Error(phrases.Count(Phrase.TooLong, Characters(text), LongestMessage));
            return;
        }

        _editor.Take();
        if (text.StartsWith('/'))
        {
            await Obey(text, cancellation);
        }
        else if (text.Length > 0)
        {
            _view.Own(text);
            connection.Say(new Send(text, Guid.CreateVersion7(time.GetUtcNow())));
        }
    }

    private async Task Obey(string command, CancellationToken cancellation)
    {
        switch (command.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            case ["/quit"]:
                _exitCode = 0;
                break;
            case ["/help"]:
                _view.Notice(phrases[Phrase.Help]);
                break;
            case ["/history"]:
                await ShowHistory(FirstScreenful, named: true, cancellation);
                break;
            case ["/history", var count] when int.TryParse(count, phrases.Culture, out var limit) && limit > 0:
                await ShowHistory(Math.Min(limit, LongestHistory), named: true, cancellation);
                break;
            case ["/end"]:
                if (!connection.TryPost(new EndSession()))
                {
                    _view.Notice(phrases[Phrase.NotConnected]);
                }

                break;
            case ["/stop"]:
                if (!StopReply())
                {
                    _view.Notice(phrases[Phrase.NothingToStop]);
                }

                break;
            case ["/retry"] when _failed is { } failed:
                _failed = null;
                connection.Say(failed);
                break;
            case ["/retry"]:
                _view.Notice(phrases[Phrase.NothingToRetry]);
                break;
            default:
                _view.Notice(phrases.Format(Phrase.UnknownCommand, command.Split(' ')[0]));
                break;
        }
    }

    // Asked twice for the same reply it says no, so that a second Ctrl+C leaves even if the server does not listen.
    private bool StopReply()
    {
        if (connection.Running is not { } running || running == _stopped || !connection.TryPost(new Stop(running)))
        {
            return false;
        }

        _stopped = running;
        return true;
    }

    private void Seen(IReadOnlyList<ChatMessage> shown)
    {
        if (shown.Count == 0)
        {
            return;
        }

        _lastSeq = Math.Max(_lastSeq, shown[^1].Seq);
        if (shown.LastOrDefault(m => m is { FromAssistant: true, Read: false }) is { } last)
        {
            connection.MarkRead(last.Seq);
        }
    }

    private async Task ShowHistory(int limit, bool named, CancellationToken cancellation)
    {
        try
        {
            var messages = await history(_lastSeq, limit, cancellation);
            if (named)
            {
                _view.Notice(messages.Count > 0 ? phrases.Count(Phrase.HistoryShown, messages.Count) : phrases[Phrase.HistoryEmpty]);
            }

            _view.History(messages);
            Seen(messages);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or IOException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            _view.Notice(phrases[Phrase.HistoryFailed]);
        }
    }

    private void Draw() => _view.Draw(_editor, waiting: connection.Running is not null);
}
