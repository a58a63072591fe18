using System.Globalization;
using System.Resources;

namespace Aimi.Hosting;

/// <summary>What the program says at the terminal, in the language of its user.</summary>
internal static class Texts
{
    private static readonly ResourceManager Resources = new("Aimi.Hosting.Terminal", typeof(Texts).Assembly);

    public static string Get(string key, params object[] values) => Find(key, values) ?? throw new MissingManifestResourceException(key);

    /// <summary>As <see cref="Get"/>; null where there is no such text.</summary>
    public static string? Find(string key, params object[] values)
    {
        var text = Resources.GetString(key, CultureInfo.CurrentUICulture);
        return text is null || values.Length == 0 ? text : string.Format(CultureInfo.CurrentCulture, text, values);
    }
}
