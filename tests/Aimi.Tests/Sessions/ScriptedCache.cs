using Aimi.Messages;
using Aimi.Sessions;

namespace Aimi.Tests.Sessions;

/// <summary>A cache that does what a test tells it to.</summary>
internal sealed class ScriptedCache : ISessionCache
{
    public int Calls { get; private set; }

    public Func<CancellationToken, Task<SessionSnapshot?>> Answer { get; set; } = _ => Task.FromResult<SessionSnapshot?>(null);

    public Task Append(Guid userId, OpenSession session, IReadOnlyList<CachedMessage> messages, CancellationToken cancellationToken) => Call(cancellationToken);

    public Task<SessionSnapshot?> AppendAndRead(
        Guid userId, OpenSession session, IReadOnlyList<CachedMessage> messages, CancellationToken cancellationToken) => Call(cancellationToken);

    public Task<SessionSnapshot?> Read(Guid userId, CancellationToken cancellationToken) => Call(cancellationToken);

    public Task Replace(Guid userId, SessionSnapshot snapshot, CancellationToken cancellationToken) => Call(cancellationToken);

    public Task MarkRead(Guid userId, Guid sessionId, long upToSeq, CancellationToken cancellationToken) => Call(cancellationToken);

    public Task SetPendingAction(Guid userId, Guid sessionId, string name, string? value, CancellationToken cancellationToken) => Call(cancellationToken);

    public Task Clear(Guid userId, Guid sessionId, CancellationToken cancellationToken) => Call(cancellationToken);

    private Task<SessionSnapshot?> Call(CancellationToken cancellationToken)
    {
        Calls++;
        return Answer(cancellationToken);
    }
}
