using System.ComponentModel.DataAnnotations;

namespace Aimi.Reminders.Push;

/// <summary>Who pushes to browsers. All of it has defaults that work.</summary>
public sealed class WebPushOptions : IValidatableObject
{
    public const string Section = "WebPush";

    /// <summary>A secret: a private key of P-256, as PEM or the path of a file. Empty: one is made and kept in the data folder, where replicas do not find each other's.</summary>
    public string? Key { get; set; }

    /// <summary>Where the push services reach the operator: <c>mailto:…</c> or <c>https://…</c>. Empty: the public address.</summary>
    public string? Subject { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrWhiteSpace(Key) && !Es256Key.IsReadable(Key))
        {
            yield return new ValidationResult(
                "WebPush:Key is neither a private key of P-256 as PEM nor a file that holds one; leave it out and one is made (AIMI__WebPush__Key).", [nameof(Key)]);
        }

        if (!string.IsNullOrWhiteSpace(Subject) && !(Uri.TryCreate(Subject, UriKind.Absolute, out var subject) && subject.Scheme is "mailto" or "https"))
            yield return new ValidationResult("WebPush:Subject is mailto:you@example.com or an https address (AIMI__WebPush__Subject).", [nameof(Subject)]);
    }
}
