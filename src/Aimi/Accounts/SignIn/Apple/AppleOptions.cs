using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;

namespace Aimi.Accounts.SignIn.Apple;

/// <summary>Sign in with Apple. Without <see cref="ClientIds"/> there is none; the other three let Aimi take back, at deletion, what Apple granted.</summary>
public sealed class AppleOptions : IValidatableObject
{
    public const string Section = "Accounts:Apple";

    /// <summary>Whose identity tokens are accepted: the app's bundle id, a web page's services id; by commas.</summary>
    public string? ClientIds { get; set; }

    /// <summary>The ten characters of the developer team.</summary>
    public string? TeamId { get; set; }

    /// <summary>The ten characters of the key for Sign in with Apple.</summary>
    public string? KeyId { get; set; }

    /// <summary>A secret: the key itself, what stands in its .p8 file.</summary>
    public string? PrivateKey { get; set; }

    internal IReadOnlyList<string> Clients => (ClientIds ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    internal bool IsSet => Clients.Count > 0;

    /// <summary>Whether codes can be exchanged, and grants taken back.</summary>
    internal bool HasKey => !string.IsNullOrWhiteSpace(PrivateKey);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        string?[] parts = [TeamId, KeyId, PrivateKey];
        if (parts.Any(part => !string.IsNullOrWhiteSpace(part)) && (!IsSet || parts.Any(string.IsNullOrWhiteSpace)))
        {
            yield return new ValidationResult(
                "Accounts:Apple:TeamId, KeyId and PrivateKey belong together, and to ClientIds: set all four or ClientIds alone (AIMI__Accounts__Apple__TeamId and so on).",
                [nameof(TeamId)]);
        }

        if (HasKey && !CanRead())
        {
            yield return new ValidationResult(
                "Accounts:Apple:PrivateKey is the text of the .p8 file that Apple gave, with its first and last line (AIMI__Accounts__Apple__PrivateKey).", [nameof(PrivateKey)]);
        }
    }

    /// <exception cref="ArgumentException">It is no key.</exception>
    internal ECDsa ReadKey()
    {
        // Where a variable can hold one line only, its breaks are written out.
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(PrivateKey!.Replace("\\n", "\n", StringComparison.Ordinal));
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    private bool CanRead()
    {
        try
        {
            using var key = ReadKey();
            return key.KeySize == 256;
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or CryptographicException)
        {
            return false;
        }
    }
}
