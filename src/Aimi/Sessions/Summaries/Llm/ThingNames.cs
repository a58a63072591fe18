using System.Globalization;

namespace Aimi.Sessions.Summaries;

/// <summary>Short names for the person's goals and habits in a prompt, by their place: a model copies <c>t3</c> rightly, a UUID not always.</summary>
internal static class ThingNames
{
    /// <summary>Of more, the newest are named.</summary>
    public const int Most = 100;

    public static string Of(int place) => string.Create(CultureInfo.InvariantCulture, $"t{place + 1}");

    public static KnownThing? Find(IReadOnlyList<KnownThing> things, string name) =>
        things.Take(Most).Index().FirstOrDefault(thing => Of(thing.Index) == name).Item;
}
