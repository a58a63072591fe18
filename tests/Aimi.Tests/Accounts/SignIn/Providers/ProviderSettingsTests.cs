using System.Security.Cryptography;
using Aimi.Hosting;
using Aimi.Tests.Infrastructure;
using Aimi.Tests.Providers;
using Microsoft.Extensions.Configuration;

namespace Aimi.Tests.Accounts.SignIn.Providers;

/// <summary>What is said to an operator whose settings can not be meant so; and that nothing of it exists where there are no accounts.</summary>
public sealed class ProviderSettingsTests
{
    private const string House = "Accounts:Providers:house:";

    [Fact]
    public void Whole_settings_are_right()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Empty(Problems(
            ("PublicUrl", "https://aimi.example.com"), ($"{House}Authority", "https://id.example.com/realm"), ($"{House}ClientId", "aimi"),
            ("Accounts:Providers:test:Authority", "http://localhost:8080"), ("Accounts:Providers:test:ClientId", "aimi"),
            ("Accounts:Apple:ClientIds", "org.example.aimi,org.example.aimi.web"), ("Accounts:Apple:TeamId", "T"), ("Accounts:Apple:KeyId", "K"),
            ("Accounts:Apple:PrivateKey", key.ExportPkcs8PrivateKeyPem().Replace("\n", "\\n", StringComparison.Ordinal))));
        Assert.Empty(Problems(("Accounts:Apple:ClientIds", "org.example.aimi")));
    }

    [Theory]
    [InlineData("Authority", "http://id.example.com", $"AIMI__Accounts__Providers__house__Authority")]
    [InlineData("Authority", "id.example.com", "AIMI__Accounts__Providers__house__Authority")]
    [InlineData("Authority", "https://user@id.example.com", "AIMI__Accounts__Providers__house__Authority")]
    [InlineData("Authority", null, "AIMI__Accounts__Providers__house__Authority")]
    [InlineData("ClientId", " ", "AIMI__Accounts__Providers__house__ClientId")]
    public void A_provider_that_can_not_be_asked_is_named(string setting, string? value, string named)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["PublicUrl"] = "https://aimi.example.com",
            [$"{House}Authority"] = "https://id.example.com",
            [$"{House}ClientId"] = "aimi",
            [$"{House}{setting}"] = value,
        };
        Assert.Contains(named, Assert.Single(Problems([.. settings.Select(pair => (pair.Key, pair.Value))])), StringComparison.Ordinal);
    }

    [Fact]
    public void A_provider_needs_a_name_that_can_stand_in_an_address_and_somewhere_to_send_people_back_to()
    {
        Assert.Contains("Bad Name", Assert.Single(Problems(
            ("PublicUrl", "https://aimi.example.com"), ("Accounts:Providers:Bad Name:Authority", "https://id.example.com"), ("Accounts:Providers:Bad Name:ClientId", "x"))), StringComparison.Ordinal);
        Assert.Contains("AIMI__PublicUrl", Assert.Single(Problems(($"{House}Authority", "https://id.example.com"), ($"{House}ClientId", "aimi"))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TeamId", "T")]
    [InlineData("PrivateKey", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")]
    [InlineData("PrivateKey", "AuthKey.p8")]
    public void Half_of_what_apple_gave_is_refused_and_so_is_a_key_that_is_none(string setting, string value)
    {
        var problems = Problems(("Accounts:Apple:ClientIds", "org.example.aimi"), ($"Accounts:Apple:{setting}", value));
        Assert.Contains(problems, problem => problem.Contains("AIMI__Accounts__Apple__", StringComparison.Ordinal));
        Assert.DoesNotContain(problems, problem => problem.Contains(value, StringComparison.Ordinal) && setting == "PrivateKey");
    }

    [Fact]
    public void Settings_of_providers_are_known_by_any_name()
    {
        Assert.True(Settings.IsKnown("Accounts:Providers:whatever:ClientSecret"));
        Assert.False(Settings.IsKnown("Accounts:Provider:whatever:ClientSecret"));
    }

    [Fact]
    public async Task Without_accounts_none_of_it_is_there()
    {
        await using var database = new SqliteDatabase();
        await database.InitializeAsync();
        await using var aimi = await AimiProcess.Start(database, redis: null, asOwner: true);
        using var http = new HttpClient { BaseAddress = aimi.Address };
        foreach (var path in new[] { "/auth/apple/nonce", "/auth/apple", "/auth/oidc/house/nonce", "/auth/oidc/house", "/auth/exchange", "/auth/passkeys/sign-in/options", "/auth/passkeys/sign-in" })
        {
            var body = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
            await TestPerson.Problem(await http.PostAsync(path, body, TestContext.Current.CancellationToken), 404, "not_found");
        }

        foreach (var path in new[] { "/auth/oidc/house/start", "/auth/oidc/house/callback?state=x" })
            await TestPerson.Problem(await http.GetAsync(path, TestContext.Current.CancellationToken), 404, "not_found");
        var methods = await TestPerson.Json(await http.GetAsync("/auth/methods", TestContext.Current.CancellationToken));
        Assert.False((bool)methods["apple"]! || (bool)methods["passkeys"]! || methods["providers"]!.AsArray().Count > 0);
    }

    private static IReadOnlyList<string> Problems(params (string Name, string? Value)[] settings) =>
        Settings.Problems(new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.Ordinal)).Build());
}
