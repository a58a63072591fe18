using System.Text.Json;
using System.Text.RegularExpressions;

namespace Aimi.Tests.Console;

public partial class LocaleTests
{
    private static readonly string Root = ConsoleServer.Files();

    [Fact]
    public void Both_languages_say_the_same_things()
    {
        Assert.Equal(Texts("en").Keys.Order(StringComparer.Ordinal), Texts("ru").Keys.Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public void Every_text_the_page_names_exists()
    {
        var named = Names().Matches(File.ReadAllText(Path.Combine(Root, "index.html"))).Select(match => match.Groups["key"].Value);
        Assert.Empty(named.Except(Texts("en").Keys, StringComparer.Ordinal));
    }

    [Fact]
    public void Counted_texts_have_every_form_of_their_language()
    {
        foreach (var (language, forms) in new[] { ("en", new[] { "one", "other" }), ("ru", ["few", "many", "one", "other"]) })
        {
            foreach (var text in Texts(language).Values.Where(text => text.ValueKind == JsonValueKind.Object))
                Assert.Equal(forms, text.EnumerateObject().Select(form => form.Name).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        }
    }

    private static Dictionary<string, JsonElement> Texts(string language) =>
        JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(File.ReadAllText(Path.Combine(Root, "locales", language + ".json")))!;

    [GeneratedRegex("data-i18n(-[a-z]+)?=\"(?<key>[^\"]+)\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Names();
}
