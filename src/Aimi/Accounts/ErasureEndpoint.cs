using Aimi.Accounts.SignIn;
using Aimi.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aimi.Accounts;

/// <summary>The way out.</summary>
internal static class ErasureEndpoint
{
    public const string ReauthenticationRequired = "reauthentication_required";

    public static void MapErasure(this RouteGroupBuilder me) =>
        me.MapDelete("/", Erase).WithName("deleteMe").WithSummary("Removes the person with everything, for good.")
            .WithDescription("With accounts, only from a device on which they signed in within the last ten minutes: else `403` with the code `reauthentication_required`, and one signs in anew. Without, the owner is a new one at once.")
            .ProducesProblem(403);

    private static async Task<Results<NoContent, ProblemHttpResult>> Erase(
        CurrentUser user, Reauthentication reauthentication, Erasure erasure, CancellationToken cancellationToken)
    {
        if (!await reauthentication.IsFresh(user, cancellationToken))
            return Problems.Of(403, "Sign in on this device anew, and then within ten minutes delete the account.", ReauthenticationRequired);

        await erasure.Erase(user.Id);
        return TypedResults.NoContent();
    }
}
