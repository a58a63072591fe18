using Aimi.Accounts.SignIn;
using Aimi.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Aimi.Accounts;

/// <summary>The way out.</summary>
internal static class ErasureEndpoint
{
    public const string Confirmation = "delete";
    public const string ReauthenticationRequired = "reauthentication_required";

    public static void MapErasure(this RouteGroupBuilder me) =>
        me.MapDelete("/", Erase).WithName("deleteMe").WithSummary("Removes the person with everything, for good.")
            .WithDescription("With accounts, only from a device on which they signed in within the last ten minutes: else `403` with the code `reauthentication_required`, and one signs in anew. Without, the owner is a new one at once.")
            .ProducesProblem(400).ProducesProblem(403).ProducesProblem(413).ProducesProblem(415);

    private static async Task<Results<NoContent, ProblemHttpResult>> Erase(
        [FromBody] DeleteMeRequest request, CurrentUser user, Reauthentication reauthentication, Erasure erasure, CancellationToken cancellationToken)
    {
        if (request.Confirm != Confirmation)
            return Problems.Invalid("confirm", $"The word {Confirmation}.");
        if (!await reauthentication.IsFresh(user, cancellationToken))
            return Problems.Of(403, "Sign in on this device anew, and then within ten minutes delete the account.", ReauthenticationRequired);

        await erasure.Erase(user.Id);
        return TypedResults.NoContent();
    }
}

/// <param name="Confirm"><c>delete</c>: nobody deletes a life by mistake.</param>
public sealed record DeleteMeRequest(string Confirm);
