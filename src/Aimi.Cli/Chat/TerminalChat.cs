using System.Text;
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
    /// <summary>The longest message that the server takes, in UTF-16 code units.</summary>
    public const int LongestMessage = 8000;

    private const int FirstScreenful = 20;
    private const int LongestHistory = 200;

    private readonly LineEditor _editor = new();
    private readonly Transcript _transcript = new(phrases, time);
    private readonly List<Row> _lasting = [];
    private readonly StringBuilder _partial = new();
    private readonly HashSet<Guid> _notified = [];
    private Guid? _partialId;
    private Guid? _stopped;
    private Send? _failed;
    private Phrase? _noConnection = Phrase.Connecting;
    private long _lastSeq;
    private int? _exitCode;

    /// <summary>Runs until the person leaves (0) or the server refuses (2). The inbox holds <see cref="KeyPress"/>, <see cref="Resized"/> and <see cref="ChatEvent"/>.</summary>
    public async Task<int> Run(ChannelReader<object> inbox, Uri address, CancellationToken cancellation)
    {
        Notice(phrases[Phrase.Welcome]);
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
            _lasting.AddRange(Transcript.Error(phrases.Count(Phrase.Unsent, unsent), screen.Width));
        }

        screen.Draw(_lasting, [], prompt: null);
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
                _noConnection = null;
                _lastSeq = Math.Max(_lastSeq, connected.LastSeq);
                if (!connected.Again)
                {
                    await ShowHistory(FirstScreenful, named: false, cancellation);
                }

                break;
            case Disconnected lost:
                _noConnection = Phrase.Reconnecting;
                ForgetPartial();
                if (lost is { Attempt: 1, Again: false })
                {
                    Notice(phrases.Format(Phrase.ServerAbsent, address));
                }

                break;
            case Refused refused:
                Error(phrases[Phrase.Refused]);
                if (!string.IsNullOrWhiteSpace(refused.Reason))
                {
                    Notice(refused.Reason);
                }

                _exitCode = ExitCode.Refused;
                break;
            case Unanswered unanswered:
                ForgetPartial();
                _failed = unanswered.CanRetry ? unanswered.Send : null;
                Error(phrases.Format(Phrase.NoReply, unanswered.Error.Detail ?? unanswered.Error.Code));
                if (_failed is not null)
                {
                    Notice(phrases[Phrase.CanRetry]);
                }

                break;
            case Arrived arrived:
                Show(arrived.Frame);
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
                screen.Clear();
                break;
        }
    }

    private async Task Submit(string text, CancellationToken cancellation)
    {
        if (text.Length > LongestMessage)
        {
            // It stays in the line, so that it can be shortened.
            Error(phrases.Count(Phrase.TooLong, text.Length, LongestMessage));
            return;
        }

        _editor.Take();
        if (text.StartsWith('/'))
        {
            await Obey(text, cancellation);
        }
        else if (text.Length > 0)
        {
            _lasting.AddRange(_transcript.Own(text, screen.Width));
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
                Notice(phrases[Phrase.Help]);
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
                    Notice(phrases[Phrase.NotConnected]);
                }

                break;
            case ["/stop"]:
                if (!StopReply())
                {
                    Notice(phrases[Phrase.NothingToStop]);
                }

                break;
            case ["/retry"] when _failed is { } failed:
                _failed = null;
                connection.Say(failed);
                break;
            case ["/retry"]:
                Notice(phrases[Phrase.NothingToRetry]);
                break;
            default:
                Notice(phrases.Format(Phrase.UnknownCommand, command.Split(' ')[0]));
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

    private void Show(ServerFrame frame)
    {
        switch (frame)
        {
            case Delta delta:
                if (_partialId != delta.ReplyId)
                {
                    ForgetPartial();
                    _partialId = delta.ReplyId;
                }

                _partial.Append(delta.Text);
                break;
            case Said said:
                if (said.Message.MessageId == _partialId)
                {
                    ForgetPartial();
                }

                Show(said.Message, said.Actions);
                MarkRead([said.Message]);
                break;
            case Notified { Notification: var notification } when _notified.Add(notification.Id):
                _lasting.AddRange(_transcript.Notification(notification, screen.Width));
                break;
            case SessionEnded ended:
                Notice(phrases[ended.Reason switch
                {
                    "command" => Phrase.EndedByCommand,
                    "timeout" => Phrase.EndedByTimeout,
                    "limit" => Phrase.EndedByLimit,
                    _ => Phrase.EndedBySystem,
                }]);
                break;
            case Failed failed:
                Error(phrases.Format(Phrase.Error, failed.Detail ?? failed.Code));
                break;
        }
    }

    private void Show(ChatMessage message, IReadOnlyList<ChatAction>? actions)
    {
        _lasting.AddRange(_transcript.Message(message, actions, screen.Width));
        _lastSeq = Math.Max(_lastSeq, message.Seq);
    }

    private void MarkRead(IReadOnlyList<ChatMessage> shown)
    {
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
                Notice(messages.Count > 0 ? phrases.Count(Phrase.HistoryShown, messages.Count) : phrases[Phrase.HistoryEmpty]);
            }

            _transcript.NameDay();
            foreach (var message in messages)
            {
                Show(message, actions: null);
            }

            MarkRead(messages);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or IOException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            Notice(phrases[Phrase.HistoryFailed]);
        }
    }

    private void ForgetPartial()
    {
        _partialId = null;
        _partial.Clear();
    }

    private void Notice(string text) => _lasting.AddRange(Transcript.Notice(text, screen.Width));

    private void Error(string text) => _lasting.AddRange(Transcript.Error(text, screen.Width));

    private void Draw()
    {
        var prompt = Prompt.Layout(_editor.Text, _editor.Cursor, screen.Width, Math.Max(1, screen.Height / 3));
        var room = screen.Height - prompt.Rows.Count - 1;
        var live = (_partialId, _noConnection) switch
        {
            (not null, _) => _transcript.Partial(_partial.ToString(), screen.Width, room),
            (null, { } phrase) => Transcript.Notice(phrases[phrase], screen.Width),
            _ when connection.Running is not null => Transcript.Notice(phrases[Phrase.Typing], screen.Width),
            _ => [],
        };
        screen.Draw(_lasting, live, prompt);
        _lasting.Clear();
    }
}
