using System.ComponentModel.DataAnnotations;

namespace Aimi.Reminders.Push;

/// <summary>The key by which Apple takes pushes for the iOS app. Without it there are none to phones; browsers do not need it.</summary>
public sealed class ApnsOptions : IValidatableObject
{
    public const string Section = "Apns";

    private const int IdLength = 10;

    /// <summary>The id of the key, 10 letters and digits, as Apple's developer site shows it.</summary>
    public string? KeyId { get; set; }

    /// <summary>The id of the team, 10 letters and digits.</summary>
    public string? TeamId { get; set; }

    /// <summary>A secret: the key itself (PEM), or the path of the <c>.p8</c> file that Apple gave.</summary>
    public string? Key { get; set; }

    /// <summary>The app's bundle id, for devices that name none.</summary>
    public string? Topic { get; set; }

    public bool IsSet => new[] { KeyId, TeamId, Key, Topic }.Any(value => !string.IsNullOrWhiteSpace(value));

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsSet)
            yield break;

        if (!IsId(KeyId))
            yield return new ValidationResult("Apns:KeyId is the id of the key, 10 letters and digits (AIMI__Apns__KeyId); without pushes to phones leave out all of Apns.", [nameof(KeyId)]);
        if (!IsId(TeamId))
            yield return new ValidationResult("Apns:TeamId is the id of the team, 10 letters and digits (AIMI__Apns__TeamId).", [nameof(TeamId)]);
        if (string.IsNullOrWhiteSpace(Key))
            yield return new ValidationResult("Apns:Key is missing: the path of the .p8 file from Apple, or its text (AIMI__Apns__Key).", [nameof(Key)]);
        else if (!Es256Key.IsReadable(Key))
            yield return new ValidationResult("Apns:Key is neither a readable .p8 file nor the text of one (AIMI__Apns__Key).", [nameof(Key)]);
        if (string.IsNullOrWhiteSpace(Topic))
            yield return new ValidationResult("Apns:Topic is missing: the app's bundle id, such as com.example.app (AIMI__Apns__Topic).", [nameof(Topic)]);
    }

    private static bool IsId(string? text) => text is { Length: IdLength } && text.All(char.IsAsciiLetterOrDigit);
}
