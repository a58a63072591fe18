namespace Aimi.Accounts.SignIn.OpenIdConnect;

/// <summary>What is taken over of what a client or a provider says of someone new. What can not be used is left out: nobody is kept out over it.</summary>
internal static class Newcomers
{
    private const int MaxName = 200;

    public static Newcomer Of(string? displayName, string? timezone, string? locale) => new(
        NameOf(displayName),
        LocalTime.IsZone(timezone) ? timezone : null,
        ChangeMeRequest.IsLocale(locale) ? locale : null);

    public static string? NameOf(string? displayName) =>
        displayName?.Trim() is { Length: > 0 and <= MaxName } name && !name.Any(char.IsControl) ? name : null;
}
