using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Aimi.Assistant.Guardrails.Phrases;
using Microsoft.Extensions.Caching.Memory;

namespace Aimi.Assistant.Guardrails.Crisis;

/// <summary>What a message says of self-harm, the gravest last.</summary>
internal enum CrisisSign
{
    None,

    /// <summary>Somebody near to the person is in danger.</summary>
    Other,

    /// <summary>Somebody near to the person has taken or done something, or is about to: minutes count.</summary>
    Rescue,

    /// <summary>The person thinks of death, or hurts themself.</summary>
    Self,

    /// <summary>It is happening now.</summary>
    Acting,
}

/// <summary>Reads signs of self-harm and suicide, by <c>Rules/crisis.*.txt</c>: in doubt it hears one, for the answer hurts nobody; an idiom is none.</summary>
internal static class CrisisSigns
{
    private static readonly PhraseBook Book = PhraseBook.Of("crisis");

    /// <summary>What was read, by a hash of the text: each message of a session is looked at again with every later one.</summary>
    private static readonly MemoryCache Known = new(new MemoryCacheOptions { SizeLimit = 20_000 });

    public static CrisisSign Of(string text)
    {
        var key = BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan())));
        if (Known.TryGetValue(key, out CrisisSign known))
            return known;

        var sign = Read(text);
        Known.Set(key, sign, new MemoryCacheEntryOptions { Size = 1 });
        return sign;
    }

    private static CrisisSign Read(string text)
    {
        var gravest = CrisisSign.None;
        foreach (var sentence in Reading.Of(text))
        {
            var sign = Of(Book.Find(sentence));
            if (sign > gravest)
                gravest = sign;
        }

        return gravest;
    }

    // What is said of another in a sentence is not said of oneself: "my friend wants to die".
    private static CrisisSign Of(IReadOnlyList<PhraseFound> found) =>
        found.Any(phrase => phrase.Label == "rescue") ? CrisisSign.Rescue
        : found.Any(phrase => phrase.Label == "other") ? CrisisSign.Other
        : found.Any(phrase => phrase.Label == "acting") ? CrisisSign.Acting
        : found.Count > 0 ? CrisisSign.Self
        : CrisisSign.None;
}
