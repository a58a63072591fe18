using Aimi.Messages;
using Aimi.Realtime;

namespace Aimi.Conversations;

/// <summary>What Aimi says by herself, such as a reminder, is heard as a reply is.</summary>
internal sealed class UnaskedMessages(SessionContext context, RealtimeHub hub) : IMessageWatcher
{
    public async Task Stored(Guid userId, StoreOutcome outcome, CancellationToken cancellationToken)
    {
        var (message, session) = (outcome.Message!, outcome.Session!);
        foreach (var before in (outcome.Ended ?? []).Where(ended => ended.SessionId != session.SessionId))
            context.Tell(userId, before);

        await context.Add(message, session, answered: null, cancellationToken);
        hub.Publish(userId, MessageFrame.Of(message).ToUtf8());
        foreach (var ended in (outcome.Ended ?? []).Where(ended => ended.SessionId == session.SessionId))
            context.Tell(userId, ended);
    }
}
