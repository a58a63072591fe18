using System.Collections.Concurrent;

namespace Aimi.Conversations.Import;

/// <summary>
/// One import of a person at a time on this replica: each holds a part of its file in memory, and two of the same person only wait for one another. Between replicas
/// the database alone keeps the order.
/// </summary>
internal sealed class ImportGate
{
    private readonly ConcurrentDictionary<Guid, bool> _running = [];

    /// <summary>The permission to import, to be given back; null where an import of this person is under way.</summary>
    public IDisposable? Enter(Guid userId) => _running.TryAdd(userId, true) ? new Permission(_running, userId) : null;

    private sealed class Permission(ConcurrentDictionary<Guid, bool> running, Guid userId) : IDisposable
    {
        public void Dispose() => running.TryRemove(userId, out _);
    }
}
