using Aimi.Accounts;
using Aimi.Sessions;

namespace Aimi.Conversations;

/// <summary>Of a person who goes: replies in progress stop, sockets close on every replica, the open session leaves the cache.</summary>
internal sealed class ConversationTraces(ConversationService conversation, ISessionCache cache) : IPersonTrace
{
    public Task Stop(Guid userId, CancellationToken cancellationToken) => conversation.StopReplies(userId, cancellationToken);

    public async Task Forget(Guid userId, CancellationToken cancellationToken)
    {
        conversation.Leave(userId);
        var held = await cache.Read(userId, cancellationToken);

        // Of what is illegible the cache knows no session, and clears it under any id.
        await cache.Clear(userId, held?.Session.SessionId ?? Guid.Empty, cancellationToken);
    }
}
