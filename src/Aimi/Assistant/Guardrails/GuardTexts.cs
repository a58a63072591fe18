using System.Globalization;
using System.Resources;

namespace Aimi.Assistant.Guardrails;

/// <summary>What Aimi says in place of what may not be said: <c>GuardTexts.resx</c>.</summary>
internal static class GuardTexts
{
    private static readonly ResourceManager Texts = new("Aimi.Assistant.Guardrails.GuardTexts", typeof(GuardTexts).Assembly);

    public static string Get(string key, CultureInfo language) =>
        Texts.GetString(key, language) ?? throw new MissingManifestResourceException(key);
}
