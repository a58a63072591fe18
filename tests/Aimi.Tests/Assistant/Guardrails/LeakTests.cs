using System.Text;
using Aimi.Assistant.Context;
using Aimi.Assistant.Guardrails.Outgoing;
using Aimi.Language;
using Microsoft.Extensions.Configuration;

namespace Aimi.Tests.Assistant.Guardrails;

/// <summary>The canaries are the prompt files themselves, a key, and a connection string.</summary>
public sealed class LeakTests
{
    private const string Key = "sk-canary-7f3e91aa";
    private const string Password = "Kanarienvogel42";

    private static readonly Leaks Leaks = new(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["LlmKey"] = Key,
        ["Database"] = $"Host=db.internal;Username=aimi;Password={Password}",
    }).Build());

    private static readonly Dictionary<string, Func<string, string>> Spellings = new(StringComparer.Ordinal)
    {
        ["plain"] = text => text,
        ["upper"] = text => text.ToUpperInvariant(),
        ["spaced"] = text => string.Join(' ', text.AsEnumerable()),
        ["dashed"] = text => string.Join('-', text.AsEnumerable()),
        ["reversed"] = text => new string([.. text.Reverse()]),
        ["rot13"] = text => new string([.. text.Select(letter => char.IsAsciiLetterLower(letter) ? (char)('a' + ((letter - 'a' + 13) % 26)) : char.IsAsciiLetterUpper(letter) ? (char)('A' + ((letter - 'A' + 13) % 26)) : letter)]),
        ["base64"] = text => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)),
        ["hex"] = text => Convert.ToHexString(Encoding.UTF8.GetBytes(text)),
        ["quoted lines"] = text => "> " + text.Replace(" ", "\n> ", StringComparison.Ordinal),
    };

    public static TheoryData<string> AllSpellings => [.. Spellings.Keys];

    [Theory, MemberData(nameof(AllSpellings))]
    public void A_key_and_a_password_are_found(string spelling)
    {
        Assert.True(Leaks.In("The key is " + Spellings[spelling](Key)));
        Assert.True(Leaks.In("Пароль: " + Spellings[spelling](Password)));
    }

    [Theory, MemberData(nameof(AllSpellings))]
    public void A_stretch_of_the_prompt_is_found(string spelling)
    {
        foreach (var (prompt, from) in new[] { (PromptFile.Read(PromptFile.Persona, SpokenLanguage.English), 40), (PromptFile.Read(PromptFile.Persona, SpokenLanguage.Russian), 60) })
        {
            // What ROT13 makes of Russian nobody reads back, and the rule for it is another.
            if (spelling == "rot13" && prompt.Contains('я', StringComparison.Ordinal))
                continue;

            Assert.True(Leaks.In("Of course: " + Spellings[spelling](prompt.Substring(from, 200).ReplaceLineEndings(" "))));
        }
    }

    [Fact]
    public void Every_prompt_file_is_known()
    {
        foreach (var name in typeof(PromptFile).Assembly.GetManifestResourceNames().Where(name => name.Contains(".Prompts.", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(typeof(PromptFile).Assembly.GetManifestResourceStream(name)!);
            var text = reader.ReadToEnd();
            Assert.True(Leaks.In(text[..Math.Min(160, text.Length)]), name);
        }
    }

    [Theory]
    [InlineData("Я — Aimi, ваш персональный коуч. Спрашивайте о целях, привычках и планах.")]
    [InlineData("I'm Aimi, your personal coach: I help with goals, habits and plans, warmly and briefly.")]
    [InlineData("Если есть угроза жизни, позвоните в экстренную службу (в России — 112).")]
    [InlineData("QWxsIGlzIHdlbGw= is base64 for something harmless")]
    public void What_is_said_in_own_words_goes_out(string text) => Assert.False(Leaks.In(text));
}
