using System.Security.Cryptography;
using Aimi.Hosting;
using Microsoft.Extensions.Configuration;

namespace Aimi.Tests.Reminders.Push;

/// <summary>What is wrong with the settings of pushes is said before anything starts, with how to mend it.</summary>
public sealed class PushOptionsTests
{
    private static readonly string Key = Pem(ECCurve.NamedCurves.nistP256);

    [Fact]
    public void Nothing_needs_to_be_set() => Assert.Empty(Problems());

    [Fact]
    public void A_key_is_taken_as_text_and_as_a_file()
    {
        var path = Path.Combine(Path.GetTempPath(), $"aimi-test-{Guid.CreateVersion7():N}.p8");
        File.WriteAllText(path, Key);
        try
        {
            Assert.Empty(Problems(Whole(Key)));
            Assert.Empty(Problems(Whole(path)));
            Assert.Empty(Problems(("WebPush:Key", path), ("WebPush:Subject", "mailto:anna@example.org")));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("Apns:KeyId", "ABC", "AIMI__Apns__KeyId")]
    [InlineData("Apns:KeyId", "", "AIMI__Apns__KeyId")]
    [InlineData("Apns:TeamId", "", "AIMI__Apns__TeamId")]
    [InlineData("Apns:Key", "", "AIMI__Apns__Key")]
    [InlineData("Apns:Key", "/nowhere/AuthKey.p8", "AIMI__Apns__Key")]
    [InlineData("Apns:Key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "AIMI__Apns__Key")]
    [InlineData("Apns:Topic", "", "AIMI__Apns__Topic")]
    [InlineData("WebPush:Key", "/nowhere/key.pem", "AIMI__WebPush__Key")]
    [InlineData("WebPush:Subject", "anna", "AIMI__WebPush__Subject")]
    public void What_is_missing_or_wrong_is_named(string name, string value, string told)
    {
        var problem = Assert.Single(Problems([.. Whole(Key).Where(setting => setting.Name != name), (name, value)]));
        Assert.Contains(told, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_of_another_curve_is_none() => Assert.Contains("AIMI__Apns__Key", Assert.Single(Problems(Whole(Pem(ECCurve.NamedCurves.nistP384)))), StringComparison.Ordinal);

    private static (string Name, string Value)[] Whole(string key) =>
        [("Apns:KeyId", StubApple.KeyId), ("Apns:TeamId", StubApple.TeamId), ("Apns:Topic", StubApple.Topic), ("Apns:Key", key)];

    private static IReadOnlyList<string> Problems(params (string Name, string Value)[] settings) =>
        Settings.Problems(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build());

    private static string Pem(ECCurve curve)
    {
        using var key = ECDsa.Create(curve);
        return key.ExportPkcs8PrivateKeyPem();
    }
}
