namespace Aimi.Memory.Embeddings;

/// <summary>FNV-1a over UTF-16 units with the finish of MurmurHash3, so that every bit of it is even: the same on every machine and in every version of .NET.</summary>
internal static class FeatureHash
{
    public static ulong Of(ReadOnlySpan<char> text)
    {
        var hash = 14695981039346656037UL;
        foreach (var unit in text)
            hash = (hash ^ unit) * 1099511628211UL;
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdUL;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53UL;
        return hash ^ (hash >> 33);
    }
}
