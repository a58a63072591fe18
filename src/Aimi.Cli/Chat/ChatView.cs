using System.Text;
using Aimi.Cli.Contract;
using Aimi.Cli.Terminal;

namespace Aimi.Cli.Chat;

/// <summary>What the terminal shows: rows that wait for the next drawing, the reply that is growing, the state of the connection.</summary>
internal sealed class ChatView(Screen screen, Phrases phrases, TimeProvider time)
{
    private readonly Transcript _transcript = new(phrases, time);
    private readonly List<Row> _lasting = [];
    private readonly StringBuilder _partial = new();
    private readonly HashSet<Guid> _notified = [];
    private Guid? _partialId;

    /// <summary>What to say about the connection while there is none.</summary>
    public Phrase? NoConnection { get; set; }

    public void Notice(string text) => _lasting.AddRange(Transcript.Notice(text, screen.Width));

    public void Error(string text) => _lasting.AddRange(Transcript.Error(text, screen.Width));

    public void Own(string text) => _lasting.AddRange(_transcript.Own(text, screen.Width));

    public void History(IReadOnlyList<ChatMessage> messages)
    {
        _transcript.NameDay();
        foreach (var message in messages)
        {
            _lasting.AddRange(_transcript.Message(message, actions: null, screen.Width));
        }
    }

    public void Show(ServerFrame frame)
    {
        switch (frame)
        {
            case Delta delta:
                Grow(delta);
                break;
            case Said said:
                if (said.Message.MessageId == _partialId)
                {
                    ForgetPartial();
                }

                _lasting.AddRange(_transcript.Message(said.Message, said.Actions, screen.Width));
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

    /// <summary>The reply that was growing will come whole, or not at all.</summary>
    public void ForgetPartial()
    {
        _partialId = null;
        _partial.Clear();
    }

    public void Clear() => screen.Clear();

    /// <param name="editor">The line being typed.</param>
    /// <param name="waiting">A reply is on its way.</param>
    public void Draw(LineEditor editor, bool waiting)
    {
        var prompt = Prompt.Layout(editor.Text, editor.Cursor, screen.Width, Math.Max(1, screen.Height / 3));
        var room = screen.Height - prompt.Rows.Count - 1;
        var live = (_partialId, NoConnection) switch
        {
            (not null, _) => _transcript.Partial(_partial.ToString(), screen.Width, room),
            (null, { } phrase) => Transcript.Notice(phrases[phrase], screen.Width),
            _ when waiting => Transcript.Notice(phrases[Phrase.Typing], screen.Width),
            _ => [],
        };
        screen.Draw(_lasting, live, prompt);
        _lasting.Clear();
    }

    /// <summary>The last drawing: no prompt, the cursor below everything.</summary>
    public void Close() => screen.Draw(_lasting, [], prompt: null);

    private void Grow(Delta delta)
    {
        if (_partialId != delta.ReplyId)
        {
            ForgetPartial();
            _partialId = delta.ReplyId;
        }

        _partial.Append(delta.Text);
    }
}
