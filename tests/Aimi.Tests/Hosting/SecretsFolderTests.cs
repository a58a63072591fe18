using Aimi.Tests.Infrastructure;

namespace Aimi.Tests.Hosting;

/// <summary>Settings from files, as containers are handed secrets.</summary>
public sealed class SecretsFolderTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("aimi-secrets-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task A_file_stands_above_the_environment_and_the_command_line_above_it()
    {
        var secrets = _data.CreateSubdirectory("secrets");
        var (port, other) = (FreePort.Find(), FreePort.Find());
        await File.WriteAllTextAsync(Path.Combine(secrets.FullName, "Port"), $"{port}\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(secrets.FullName, "Email__Port"), "nonsense", TestContext.Current.CancellationToken);
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["AIMI__Secrets"] = secrets.FullName, ["AIMI__Port"] = "70000" };

        // A name with two underscores is one of a section: this one is wrong, and said to be.
        await using (var wrong = AimiProgram.Run(settings, "serve", "--data", _data.FullName))
        {
            Assert.Equal(1, await wrong.Ended());
            Assert.Contains("AIMI__Email__Port", wrong.Said, StringComparison.Ordinal);
        }

        File.Delete(Path.Combine(secrets.FullName, "Email__Port"));
        await using (var byFile = AimiProgram.Run(settings, "serve", "--data", _data.FullName))
            Assert.Equal(port, (await byFile.Listening()).Port);
        await using var byOption = AimiProgram.Run(settings, "serve", "--data", _data.FullName, "--port", $"{other}");
        Assert.Equal(other, (await byOption.Listening()).Port);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_named()
    {
        await using var aimi = AimiProgram.Run(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["AIMI__Secrets"] = Path.Combine(_data.FullName, "nowhere"), ["AIMI__Port"] = "0" }, "serve", "--data", _data.FullName);
        Assert.Equal(1, await aimi.Ended());
        Assert.Contains("AIMI__Secrets", aimi.Said, StringComparison.Ordinal);
    }
}
