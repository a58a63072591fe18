using Aimi.Data;
using Aimi.Realtime;
using Aimi.Workers;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Accounts.SignIn;

/// <summary>
/// Closes the sockets of this replica whose session or token was ended, wherever that was done. It asks the database, not a message between replicas: such
/// a message can be lost.
/// </summary>
internal sealed class SignedOutSockets(RealtimeHub hub, AimiDbContext database, TimeProvider time) : IWorker
{
    private const int MaxBatch = 1_000;

    public static string Name => "signed_out_sockets";

    public static TimeSpan Pause => TimeSpan.FromSeconds(2);

    public async Task<bool> RunOnce(CancellationToken cancellationToken)
    {
        foreach (var sockets in hub.SignedIn().Chunk(MaxBatch))
        {
            var good = await Good([.. sockets.Select(socket => socket.UserId).Distinct()], [.. sockets.Select(socket => socket.Credential).Distinct()], cancellationToken);
            foreach (var socket in sockets.Where(socket => !good.Contains((socket.UserId, socket.Credential))))
                socket.Outbox.Close(OutboxEnd.SignedOut);
        }

        return false;
    }

    private async Task<HashSet<(Guid UserId, Guid Credential)>> Good(List<Guid> people, List<Guid> credentials, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var sessions = await database.AuthSessions.AsNoTracking()
            .Where(session => people.Contains(session.UserId) && credentials.Contains(session.Id) && session.ExpiresAt > now)
            .Select(session => new { session.UserId, session.Id })
            .ToListAsync(cancellationToken);
        var tokens = await database.AccessTokens.AsNoTracking()
            .Where(token => people.Contains(token.UserId) && credentials.Contains(token.Id)
                && token.Kind == AccessTokenKind.Personal && (token.ExpiresAt == null || token.ExpiresAt > now))
            .Select(token => new { token.UserId, token.Id })
            .ToListAsync(cancellationToken);
        return [.. sessions.Concat(tokens).Select(row => (row.UserId, row.Id))];
    }
}
