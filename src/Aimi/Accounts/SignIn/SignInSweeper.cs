using Aimi.Data;
using Aimi.Hosting.Telemetry;
using Aimi.Workers;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Accounts.SignIn;

/// <summary>Takes away sessions, tokens and challenges that are over.</summary>
internal sealed class SignInSweeper(AimiDbContext database, Challenges challenges, TimeProvider time) : IWorker
{
    public static string Name => "sign_in_sweeper";

    public static TimeSpan Pause => TimeSpan.FromMinutes(10);

    public async Task<bool> RunOnce(CancellationToken cancellationToken)
    {
        await Spans.Sweep(Name, () => Sweep(cancellationToken));
        return false;
    }

    private async Task<int> Sweep(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return await database.AuthSessions.Where(session => session.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken)
            + await database.AccessTokens.Where(token => token.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken)
            + await challenges.Sweep(cancellationToken);
    }
}
