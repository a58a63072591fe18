using System.Security.Cryptography;
using System.Text;
using Aimi.Language;

namespace Aimi.Memory;

/// <summary>Tells whether two contents say the same in the same words, without keeping the words.</summary>
public static class ContentHashes
{
    /// <summary>
    /// 64 hexadecimal digits in lower case: SHA-256 of the person and of the content's stems, so that case, punctuation, word forms and words like "and" do not
    /// matter, and what two people said cannot be compared.
    /// </summary>
    public static string Of(Guid userId, string content)
    {
        var stems = Stems.OfText(content);

        // "Как дела?" has no word that says something; then all of them count.
        var words = stems.Count > 0 ? stems : [.. Words.Of(content).Select(word => word.Stem)];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{userId:N} {string.Join(' ', words)}")));
    }
}
