namespace Aimi.Accounts.SignIn;

/// <summary>What a password must be: long, and not what everybody tries first. Of what kinds of characters it is made does not matter (NIST SP 800-63B).</summary>
internal static class PasswordRules
{
    public const int MinLength = 12;
    public const int MaxLength = 200;

    private const int FewestDifferent = 5;

    // What lists of leaked passwords of this length are made of: rows of the keyboard, the alphabet, and some words said twice.
    private static readonly string[] Runs =
    [
        "01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn",
        "1q2w3e4r5t6y7u8i9o0p", "qazwsxedcrfvtgbyhnujm", "йцукенгшщзхъфывапролджэячсмитьбю", "passwordpassword", "password123456789", "qwerty123456789",
        "administrator", "letmeinletmein", "iloveyouiloveyou",
    ];

    /// <summary>What is wrong with a password; null where nothing is.</summary>
    /// <param name="email">It is not to be guessed from.</param>
    public static string? Refusal(string password, string? email)
    {
        if (password.Length is < MinLength or > MaxLength)
            return "12 to 200 characters.";

        var lower = password.ToLowerInvariant();
        if (lower.Distinct().Count() < FewestDifferent || Runs.Any(run => run.Contains(lower, StringComparison.Ordinal) || lower.StartsWith(run, StringComparison.Ordinal)))
            return "That is one of the first to be tried: choose another.";
        return email?.Split('@')[0].ToLowerInvariant() is { Length: >= 4 } name && lower.Contains(name, StringComparison.Ordinal)
            ? "It may not hold the address."
            : null;
    }
}
