using Aimi.Data;
using Aimi.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Aimi.Accounts.SignIn;

/// <summary>
/// Whether it is the person who asks, and not whoever found their device, or their script's token. Signing in is the proof, by whatever way they do it; who is signed in already may
/// give it again (<see cref="ReauthenticationEndpoints"/>).
/// </summary>
public sealed class Reauthentication(AimiDbContext database, IOptions<AccountOptions> options, TimeProvider time)
{
    public const string Required = "reauthentication_required";

    /// <summary>In the contract, of what asks for it.</summary>
    public const string Wanted = "Wants a proof of who you are within the last ten minutes, else `403 reauthentication_required`.";

    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    /// <summary>Whether the caller's session began, or was confirmed, just now. Without accounts whoever has the machine is its owner.</summary>
    public async Task<bool> IsFresh(CurrentUser user, CancellationToken cancellationToken)
    {
        if (!options.Value.IsMulti)
            return true;

        var since = time.GetUtcNow() - Fresh;
        return await Session(user).AnyAsync(session => session.CreatedAt > since || session.ReauthenticatedAt > since, cancellationToken);
    }

    /// <summary>The caller's session is as good as a new one: they proved who they are.</summary>
    public async Task Confirm(CurrentUser user, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await Session(user).ExecuteUpdateAsync(session => session.SetProperty(row => row.ReauthenticatedAt, now).SetProperty(row => row.UpdatedAt, now), cancellationToken);
    }

    internal static ProblemHttpResult Refusal() =>
        Problems.Of(403, "Prove who you are, by POST /auth/reauthenticate or by signing in anew, and ask again within ten minutes.", Required);

    private IQueryable<AuthSession> Session(CurrentUser user)
    {
        var (userId, credential) = (user.Id, user.Credential);
        return database.AuthSessions.Where(session => session.UserId == userId && session.Id == credential);
    }
}

internal static class ReauthenticationRequirement
{
    /// <summary>Only for who proved within the last ten minutes who they are: what it does outlasts the session that it is asked from.</summary>
    public static TBuilder RequireReauthentication<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.AddEndpointFilter(async (call, next) =>
        {
            var services = call.HttpContext.RequestServices;
            return await services.GetRequiredService<Reauthentication>().IsFresh(services.GetRequiredService<CurrentUser>(), call.HttpContext.RequestAborted)
                ? await next(call)
                : Reauthentication.Refusal();
        });
}
