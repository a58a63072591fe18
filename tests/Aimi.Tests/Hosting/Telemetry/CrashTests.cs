using System.Text.Json.Nodes;
using Aimi.Tests.Infrastructure;

namespace Aimi.Tests.Hosting;

/// <summary>A bug that nothing catches.</summary>
public sealed class CrashTests : IDisposable
{
    private const string Secret = "what a person wrote";

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("aimi-crash-");

    public void Dispose() => _data.Delete(recursive: true);

    [Theory, InlineData("json"), InlineData("text")]
    public async Task It_ends_the_process_and_is_told_without_its_words(string format)
    {
        await using var aimi = AimiProgram.Run(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["AIMI__Port"] = "0",
                ["AIMI__Data"] = _data.FullName,
                ["AIMI__Telemetry__Logs"] = format,
                ["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location,
                ["DOTNET_DbgEnableMiniDump"] = "0",
            },
            "serve");
        await aimi.Listening();
        aimi.Type(Secret);
        Assert.Equal(134, await aimi.Ended());
        Assert.DoesNotContain(Secret, aimi.Said, StringComparison.Ordinal);
        var told = Assert.Single(aimi.Said.Split('\n'), line => line.Contains("crashed", StringComparison.Ordinal));
        if (format == "json")
            Assert.Equal("System.InvalidOperationException", (string?)JsonNode.Parse(told)!["fault"]!["type"]);
        Assert.Contains(nameof(StartupHook), aimi.Said, StringComparison.Ordinal);
    }
}
