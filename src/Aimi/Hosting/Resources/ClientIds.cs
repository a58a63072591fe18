using Microsoft.AspNetCore.Http.HttpResults;

namespace Aimi.Hosting.Resources;

/// <summary>
/// Ids that clients make, so that what is made offline has its name from the beginning. The same POST again is answered with what is there; another content under the id is refused,
/// as far as that can be told: a row that was changed since it was made is answered as it is. Any version of UUID will do; the nil one is what is sent by mistake.
/// </summary>
public static class ClientIds
{
    public static ProblemHttpResult Taken => Problems.Of(409, "The id is that of another one.");

    /// <summary>Why an id is refused; null where it is fine, or absent.</summary>
    public static ProblemHttpResult? Refusal(Guid? id) => id == Guid.Empty ? Problems.Invalid("id", "A UUID that is not the nil one.") : null;
}
