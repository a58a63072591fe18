using System.Net.Mail;

namespace Aimi.Accounts.SignIn;

/// <summary>Addresses of e-mail, as identities know them.</summary>
internal static class EmailAddress
{
    public const int MaxLength = 254;

    public static bool IsOne(string? text) =>
        text is { Length: <= MaxLength } && !text.Any(char.IsControl) && MailAddress.TryCreate(text.Trim(), out var address) && address.Address == text.Trim() && address.Host.Contains('.', StringComparison.Ordinal);

    /// <summary>Providers tell addresses apart by more than their letters' case, but nobody relies on it.</summary>
    public static string Normalise(string text) => text.Trim().ToLowerInvariant();
}
