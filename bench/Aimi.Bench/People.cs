using System.Globalization;

namespace Aimi.Bench;

/// <summary>The people of a run: numbered, so that their ids need not be carried around.</summary>
internal static class People
{
    /// <summary>The number before it is the local owner's.</summary>
    public const int First = 2;

    /// <summary>Made to stand out: no real id looks like it.</summary>
    public const string Format = "00000000-bbbb-7000-8000-%s";

    /// <summary>The Redis keys of all of them, Aimi's and the floor's.</summary>
    public const string KeyPattern = "*{00000000-bbbb-7000-8000-*}";

    /// <summary>The header that says who is calling.</summary>
    public const string Header = "X-Person";

    public static string Id(int index) =>
        Format.Replace("%s", (First + index).ToString("D12", CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
