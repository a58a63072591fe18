using Microsoft.Extensions.AI;

namespace Aimi.Accounts;

/// <summary>For whom a language model is asked: their day is counted, and they are told when it is used up. It goes with the options of the request.</summary>
/// <param name="Timezone">IANA name: where their day begins.</param>
/// <param name="Locale">BCP 47.</param>
public sealed record OnBehalf(Guid UserId, string Timezone, string Locale)
{
    /// <summary>Where <see cref="ChatOptions.AdditionalProperties"/> hold it.</summary>
    public const string Key = "aimi.on_behalf";

    /// <summary>Null where nobody in particular is.</summary>
    public static OnBehalf? Of(ChatOptions? options) => options?.AdditionalProperties?.TryGetValue(Key, out var person) == true ? person as OnBehalf : null;
}
