namespace Aimi.Conversations.Import;

/// <summary>
/// Puts the messages of a file into sessions, as they come: by conversation, and where none is named by silence. What comes of the beginning of a file does not depend
/// on what follows, so that a file that is imported again, or goes on, gives the same sessions.
/// </summary>
/// <param name="silence">A message without a conversation that comes later than this after the one before it begins a session.</param>
internal sealed class ImportedSessions(TimeSpan silence)
{
    /// <summary>A longer conversation is cut into several.</summary>
    public const int MaxMessages = 200;

    /// <summary>Conversations of a file may be mixed; that many are held apart. Of more, the one that was silent for longest is closed.</summary>
    private const int MaxOpen = 64;

    /// <summary>Characters that are held.</summary>
    private const int MaxHeld = 4_000_000;

    private readonly Dictionary<string, OpenGroup> _open = new(StringComparer.Ordinal);
    private long _added;
    private long _held;

    /// <summary>Takes the next message.</summary>
    /// <returns>The sessions that are whole now.</returns>
    public IEnumerable<IReadOnlyList<ImportedMessage>> Add(ImportedMessage message)
    {
        var key = message.Conversation ?? "";
        if (_open.TryGetValue(key, out var group) && IsOver(group, message))
            yield return Close(key);
        if (!_open.TryGetValue(key, out group))
            _open[key] = group = new OpenGroup();

        group.Messages.Add(message);
        group.Touched = _added++;
        _held += message.Text.Length;
        if (group.Messages.Count == MaxMessages)
            yield return Close(key);
        while (_open.Count > MaxOpen || (_held > MaxHeld && _open.Count > 0))
            yield return Close(_open.MinBy(entry => entry.Value.Touched).Key);
    }

    /// <summary>The sessions that are open at the end of the file.</summary>
    public IEnumerable<IReadOnlyList<ImportedMessage>> Rest()
    {
        while (_open.Count > 0)
            yield return Close(_open.MinBy(entry => entry.Value.Touched).Key);
    }

    // A file may be in any order: what is said long before the last message belongs to another session as well.
    private bool IsOver(OpenGroup group, ImportedMessage message) =>
        message.Conversation is null && (message.OccurredAt - group.Messages[^1].OccurredAt).Duration() > silence;

    private IReadOnlyList<ImportedMessage> Close(string key)
    {
        _open.Remove(key, out var group);
        _held -= group!.Messages.Sum(message => message.Text.Length);

        // In the order in which it was said; at the same time, in that of the file.
        return [.. group.Messages.OrderBy(message => message.OccurredAt)];
    }

    private sealed class OpenGroup
    {
        public List<ImportedMessage> Messages { get; } = [];

        public long Touched { get; set; }
    }
}
