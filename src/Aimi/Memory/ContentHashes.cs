using System.Security.Cryptography;
using System.Text;
using Aimi.Language;

namespace Aimi.Memory;

/// <summary>Tells whether two contents say the same in the same words, without keeping the words.</summary>
public static class ContentHashes
{
    /// <summary>"Не курит" is not "курит": these are in every text, and yet turn what it says around.</summary>
    private static readonly HashSet<string> Negations = new(StringComparer.Ordinal)
    {
        "не", "ни", "нет", "никогда", "no", "not", "nor", "never", "don't", "didn't", "isn't", "wasn't", "can't", "couldn't", "won't", "wouldn't", "doesn't",
    };

    /// <summary>
    /// 64 hexadecimal digits in lower case: SHA-256 of the person and of the content's stems, so that case, punctuation, word forms and words like "and" do not
    /// matter, and what two people said cannot be compared.
    /// </summary>
    public static string Of(Guid userId, string content)
    {
        var all = Words.Of(content);

        // "Как дела?" has no word that says something; then all of them count.
        var words = all.Any(word => !word.IsStopWord) ? all.Where(word => !word.IsStopWord || Negations.Contains(word.Text)) : all;
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{userId:N} {string.Join(' ', words.Select(word => word.Stem))}")));
    }
}
