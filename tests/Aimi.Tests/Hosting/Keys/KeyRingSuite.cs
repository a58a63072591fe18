using System.Security.Cryptography;
using System.Xml.Linq;
using Aimi.Hosting.Keys;
using Aimi.Tests.Infrastructure;
using Aimi.Tests.Providers;
using Aimi.Tests.Sessions;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Aimi.Tests.Hosting.Keys;

public sealed class KeyRingOnPostgres(PostgresDatabase database) : KeyRingSuite(database, SharedRedis.Address), IClassFixture<PostgresDatabase>;

public sealed class KeyRingOnSqlite(SqliteDatabase database) : KeyRingSuite(database, redis: null), IClassFixture<SqliteDatabase>;

/// <summary>The keys of data protection: shared by replicas, encrypted by the master key, which can be changed.</summary>
public abstract class KeyRingSuite(TestDatabase database, string? redis)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_one_replica_seals_another_opens_and_nothing_secret_stands_in_the_database()
    {
        await Empty();
        var master = NewKey();
        await using var one = await Start(master);
        await using var other = await Start(master);
        var sealedText = Protector(one).Protect("secret");
        Assert.Equal("secret", Protector(other).Unprotect(sealedText));

        var stored = Assert.Single(await Stored());
        Assert.Contains("<sealed key=", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("masterKey>", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("<value>", stored, StringComparison.Ordinal);
        Assert.DoesNotContain(master, stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_master_key_is_changed_by_putting_the_new_one_first()
    {
        await Empty();
        var (old, next) = (NewKey(), NewKey());
        string before;
        await using (var aimi = await Start(old))
            before = Protector(aimi).Protect("secret");

        await using (var aimi = await Start($"{next},{old}"))
        {
            Assert.Equal("secret", Protector(aimi).Unprotect(before));
            aimi.Services.GetRequiredService<IKeyManager>().CreateNewKey(DateTimeOffset.MinValue.AddYears(2025), DateTimeOffset.MaxValue.AddYears(-1));
        }

        var ids = (await Stored()).Select(xml => Assert.Single(MasterKeyEncryptor.KeyIdsIn(XElement.Parse(xml)))).Distinct(StringComparer.Ordinal);
        Assert.Equal(2, ids.Count());
    }

    [Fact]
    public async Task A_replica_with_another_master_key_does_not_start_and_says_why()
    {
        await Empty();
        await using (var aimi = await Start(NewKey()))
            Protector(aimi).Protect("secret");

        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["AIMI__MasterKey"] = NewKey(), ["AIMI__Port"] = "0" };
        if (database.ConnectionString is { } connection)
            variables["AIMI__Database"] = connection;
        await using var stranger = AimiProgram.Run(variables, "serve", "--data", database.DataFolder);

        Assert.Equal(1, await stranger.Ended());
        Assert.Contains("another master key", stranger.Said, StringComparison.Ordinal);
        Assert.DoesNotContain(variables["AIMI__MasterKey"], stranger.Said, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_changed_is_not_opened()
    {
        var master = MasterKey.Of(NewKey(), database.DataFolder);
        var text = master.Seal("secret"u8);
        Assert.Equal("secret"u8.ToArray(), master.Open(master.Id, text));
        Assert.NotEqual(text, master.Seal("secret"u8));
        Assert.Throws<AuthenticationTagMismatchException>(() => master.Open(master.Id, (text[0] == 'A' ? 'B' : 'A') + text[1..]));
        Assert.Throws<CryptographicException>(() => MasterKey.Of(NewKey(), database.DataFolder).Open(master.Id, text));
    }

    [Theory]
    [InlineData("short")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=,short")]
    public void A_key_that_is_not_32_bytes_is_none(string setting) => Assert.Null(MasterKey.Parse(setting));

    private Task<AimiProcess> Start(string master) =>
        AimiProcess.Start(database, redis, settings: new Dictionary<string, string?>(StringComparer.Ordinal) { ["MasterKey"] = master });

    private static IDataProtector Protector(AimiProcess aimi) => aimi.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

    private static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private async Task<List<string>> Stored()
    {
        await using var context = database.Open();
        return await context.DataProtectionKeys.Select(key => key.Xml).ToListAsync(Cancel);
    }

    private async Task Empty()
    {
        await using var context = database.Open();
        await context.DataProtectionKeys.ExecuteDeleteAsync(Cancel);
    }
}
