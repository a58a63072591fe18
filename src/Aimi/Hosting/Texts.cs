using System.Globalization;
using System.Resources;

namespace Aimi.Hosting;

/// <summary>What the program says at the terminal, in the language of its user.</summary>
internal static class Texts
{
    private static readonly ResourceManager Resources = new("Aimi.Hosting.Terminal", typeof(Texts).Assembly);

    public static string Get(string key, params object[] values)
    {
        var text = Resources.GetString(key, CultureInfo.CurrentUICulture) ?? throw new MissingManifestResourceException(key);
        return values.Length == 0 ? text : string.Format(CultureInfo.CurrentCulture, text, values);
    }
}
