using System.Buffers.Text;
using System.Runtime.Versioning;
using Aimi.Data;
using Aimi.Tests.Infrastructure;

namespace Aimi.Tests.Accounts;

/// <summary>The secrets that lie in the data folder, and where an Aimi without accounts listens.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class InstallTokenTests : IDisposable
{
    private const UnixFileMode OwnersAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("aimi-token-");

    private string Token => Path.Combine(_data.FullName, "install-token");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task It_is_made_once_whoever_starts_first_and_all_read_the_same()
    {
        using var start = new Barrier(8);
        var secrets = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(() =>
        {
            start.SignalAndWait();
            return Convert.ToHexString(SecretFile.ReadOrMake(Token));
        }, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        Assert.Single(secrets.Distinct(StringComparer.Ordinal));
        Assert.Equal([Token], _data.GetFiles().Select(file => file.FullName));
        Assert.Equal(32, Base64Url.DecodeFromChars(await File.ReadAllTextAsync(Token, TestContext.Current.CancellationToken)).Length);
        Assert.Equal(OwnersAlone, File.GetUnixFileMode(Token));
    }

    [Fact]
    public void What_others_may_do_with_it_is_taken_from_them_at_the_next_start()
    {
        var secret = SecretFile.ReadOrMake(Token);
        File.SetUnixFileMode(Token, OwnersAlone | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        Assert.Equal(secret, SecretFile.ReadOrMake(Token));
        Assert.Equal(OwnersAlone, File.GetUnixFileMode(Token));
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("not base64 at all, though long enough for it!!!")]
    public void What_is_no_secret_is_not_taken_for_one(string content)
    {
        File.WriteAllText(Token, content);
        Assert.Contains("install-token", Assert.Throws<InvalidDataException>(() => SecretFile.ReadOrMake(Token)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("192.168.1.10")]
    public async Task Without_accounts_it_does_not_listen_where_other_machines_reach_it_and_says_both_ways_out(string address)
    {
        await using var aimi = AimiProgram.Run(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["AIMI__Address"] = address, ["AIMI__Port"] = "0" }, "serve", "--data", _data.FullName);

        Assert.Equal(1, await aimi.Ended());
        Assert.Contains("AIMI__Address at 127.0.0.1", aimi.Said, StringComparison.Ordinal);
        Assert.Contains("AIMI__Accounts__Mode=multi", aimi.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", aimi.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_accounts_it_listens_everywhere()
    {
        await using var aimi = AimiProgram.Run(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["AIMI__Address"] = "0.0.0.0", ["AIMI__Accounts__Mode"] = "multi", ["AIMI__Port"] = "0" }, "serve", "--data", _data.FullName);

        Assert.Equal("0.0.0.0", (await aimi.Listening()).Host);
    }

    [Fact]
    public async Task Neither_secret_is_ever_said()
    {
        await using var aimi = AimiProgram.Run(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["AIMI__Port"] = "0", ["AIMI__Logging__LogLevel__Default"] = "Debug", ["Logging__LogLevel__Default"] = "Debug" }, "serve", "--data", _data.FullName);
        using var http = new HttpClient { BaseAddress = await aimi.Listening() };
        http.DefaultRequestHeaders.Authorization = new("Bearer", await File.ReadAllTextAsync(Token, TestContext.Current.CancellationToken));

        // Until it is ready or not, it heard the token.
        await http.GetAsync(new Uri("/me", UriKind.Relative), TestContext.Current.CancellationToken);

        aimi.Signal("TERM");
        Assert.Equal(0, await aimi.Ended());
        foreach (var file in (string[])["install-token", "master-key"])
            Assert.DoesNotContain(await File.ReadAllTextAsync(Path.Combine(_data.FullName, file), TestContext.Current.CancellationToken), aimi.Said, StringComparison.Ordinal);
    }
}
