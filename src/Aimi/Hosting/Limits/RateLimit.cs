namespace Aimi.Hosting.Limits;

/// <summary>How much somebody may do: so many at once, and as many again evenly spread over the window.</summary>
/// <param name="Name">Part of the key in Redis.</param>
/// <param name="Free">
/// So many of a window a replica grants without asking the others: ordinary traffic costs no round trip, and a person who goes from replica to
/// replica is held to the permits and this for each of them. 0 where the count must be exact.
/// </param>
public sealed record RateLimit(string Name, int Permits, TimeSpan Window, int Free = 0)
{
    /// <summary>One permit comes back after so long.</summary>
    public TimeSpan Interval => Window / Permits;
}

/// <summary>Every limit that there is. They are no settings: nobody who keeps within them will ever hear of them.</summary>
/// <param name="Address">What comes from one address, known or not.</param>
/// <param name="Person">What a person does, frames of their sockets among it.</param>
/// <param name="Sends">What a person says to Aimi: each may cost a model's answer.</param>
/// <param name="Bulk">Imports and exports.</param>
/// <param name="SignIn">
/// Attempts to sign in, by address: behind one there may be a whole office, and a provider's way takes three requests. Guessing one account's password is held back by
/// that account's own lock.
/// </param>
public sealed record RateLimits(RateLimit Address, RateLimit Person, RateLimit Sends, RateLimit Bulk, RateLimit SignIn)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>With accounts.</summary>
    public static readonly RateLimits Multi = new(
        Address: new("address", 6_000, Minute, Free: 600),
        Person: new("person", 3_000, Minute, Free: 300),
        Sends: new("sends", 300, Minute, Free: 30),
        Bulk: new("bulk", 20, TimeSpan.FromHours(1)),
        SignIn: new("sign_in", 60, TimeSpan.FromMinutes(5)));

    /// <summary>Where the owner is alone: nothing but a program that runs wild is ever held back.</summary>
    public static readonly RateLimits Local = new(
        Address: new("address", 300_000, Minute, Free: 300_000),
        Person: new("person", 300_000, Minute, Free: 300_000),
        Sends: new("sends", 300_000, Minute, Free: 300_000),
        Bulk: new("bulk", 6_000, Minute, Free: 6_000),
        SignIn: new("sign_in", 6_000, Minute, Free: 6_000));
}
