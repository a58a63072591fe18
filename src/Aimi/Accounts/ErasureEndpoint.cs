using Aimi.Accounts.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aimi.Accounts;

/// <summary>The way out.</summary>
internal static class ErasureEndpoint
{
    public static void MapErasure(this RouteGroupBuilder me) =>
        me.MapDelete("/", Erase).RequireReauthentication().WithName("deleteMe").WithSummary("Removes the person with everything, for good.")
            .WithDescription("With accounts, only where they proved within the last ten minutes who they are, by signing in or by `/auth/reauthenticate`: else `403` with the code `reauthentication_required`. Without, the owner is a new one at once.")
            .ProducesProblem(403);

    private static async Task<NoContent> Erase(CurrentUser user, Erasure erasure)
    {
        await erasure.Erase(user.Id);
        return TypedResults.NoContent();
    }
}
