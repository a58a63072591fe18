using Microsoft.AspNetCore.Http.HttpResults;

namespace Aimi.Hosting.Resources;

/// <summary>
/// Ids that clients make, so that what is made offline has its name from the beginning. The same POST again is answered with what is there, as long as it was never changed with the
/// content compared; another content is refused. Of any version: only the nil UUID, which is what is sent by mistake, is none.
/// </summary>
public static class ClientIds
{


    public static ProblemHttpResult Taken => Problems.Of(409, "The id is that of another one.");

    /// <summary>Why an id is refused; null where it is fine, or absent.</summary>
    public static ProblemHttpResult? Refusal(Guid? id) => id == Guid.Empty ? Problems.Invalid("id", "A UUID that is not the nil one.") : null;
}
