using System.Diagnostics;
using System.Runtime.Versioning;

namespace Aimi.Tests.Hosting;

/// <summary>./aimi in a repository of its own, with a `dotnet` that writes down what it is asked to do.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class LauncherTests : IDisposable
{
    private const string Source = "src/Aimi/Program.cs";

    // `build` makes both programs, in $SLOW seconds; running one prints its arguments and the working directory.
    private const string Dotnet = """
        #!/usr/bin/env bash
        root=$(dirname "$0")/repository
        case $1 in
          --version) exit "${NO_SDK:-0}" ;;
          build)
            echo "$2" >>"$root/builds"
            if [[ -n ${BROKEN-} ]]; then echo "error CS1002: ; expected"; exit 1; fi
            sleep "${SLOW:-0}"
            for program in Aimi/bin/Release/net10.0/Aimi Aimi.Cli/bin/Release/net10.0/aimi-cli; do
              mkdir -p "$(dirname "$root/src/$program")" && touch "$root/src/$program.dll"
            done ;;
          *) echo "$(basename "$1") ${*:2} in $PWD"; exit "${EXIT:-0}" ;;
        esac
        """;

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("aimi-launcher-");
    private readonly string _repository;

    public LauncherTests()
    {
        _repository = Path.Combine(_home.FullName, "repository");
        Write("dotnet", Dotnet);
        foreach (var file in (string[])["aimi", "eng/sdk"])
        {
            Write($"repository/{file}", Checkout.Read(file));
        }

        foreach (var file in (string[])[Source, "src/Aimi.Cli/Program.cs", "global.json", ".editorconfig", "BannedSymbols.txt", "Directory.Build.props", "Directory.Packages.props"])
        {
            Write($"repository/{file}", "");
        }
    }

    private int Builds => File.Exists(At("builds")) ? File.ReadAllLines(At("builds")).Length : 0;

    [Fact]
    public async Task The_program_gets_the_arguments_and_the_folder_it_was_called_from()
    {
        var run = await Aimi("serve --data=x");
        Assert.Equal($"Aimi.dll serve --data=x in {_home.FullName}", run.Out);
        Assert.Contains("about a minute", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("add")]
    public async Task Chat_and_add_are_the_terminal_client(string command) => Assert.StartsWith($"aimi-cli.dll {command} in", (await Aimi(command)).Out, StringComparison.Ordinal);

    [Fact]
    public async Task It_is_found_through_a_link()
    {
        File.CreateSymbolicLink(Path.Combine(_home.FullName, "link"), At("aimi"));
        Assert.StartsWith("Aimi.dll  in", (await Aimi("", launcher: Path.Combine(_home.FullName, "link"))).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_exit_code_is_the_programs() => Assert.Equal(7, (await Aimi("doctor", ("EXIT", "7"))).Code);

    [Fact]
    public async Task Nothing_is_built_when_nothing_changed()
    {
        await Aimi("");
        var second = await Aimi("");
        Assert.Equal((1, ""), (Builds, second.Error));
    }

    [Theory, InlineData(Source), InlineData("Directory.Packages.props"), InlineData("src/Aimi")]
    public async Task What_changed_is_built_again(string changed)
    {
        await Aimi("");
        // A folder's time moves when a file in it goes.
        File.SetLastWriteTimeUtc(At(changed), File.GetLastWriteTimeUtc(At("src/Aimi/obj/built")).AddSeconds(1));
        await Aimi("");
        Assert.Equal(2, Builds);
    }

    [Fact]
    public async Task A_broken_build_is_shown_and_tried_again()
    {
        var broken = await Aimi("", ("BROKEN", "yes"));
        Assert.Equal(1, broken.Code);
        Assert.Contains("error CS1002", broken.Error, StringComparison.Ordinal);
        Assert.Equal("", broken.Out);
        Assert.Equal(0, (await Aimi("")).Code);
    }

    [Fact]
    public async Task Two_at_once_build_once()
    {
        var both = new[] { Aimi("", ("SLOW", "0.5")), Aimi("", ("SLOW", "0.5")) };
        Assert.All(await Task.WhenAll(both), run => Assert.Equal(0, run.Code));
        Assert.Equal(1, Builds);
    }

    [Theory, InlineData("C", ".NET 10 SDK, and it is not here"), InlineData("ru_RU.UTF-8", "нужен .NET 10 SDK")]
    public async Task A_missing_SDK_is_told_in_a_sentence(string locale, string sentence)
    {
        var run = await Aimi("", ("NO_SDK", "145"), ("LC_ALL", locale));
        Assert.Equal(1, run.Code);
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _home.Delete(recursive: true);

    private string At(string path) => Path.Combine(_repository, path);

    private void Write(string path, string text)
    {
        var file = new FileInfo(Path.Combine(_home.FullName, path));
        file.Directory!.Create();
        File.WriteAllText(file.FullName, text);
        file.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    }

    private Task<(int Code, string Out, string Error)> Aimi(string arguments, params (string, string)[] environment) =>
        Aimi(arguments, At("aimi"), environment);

    private Task<(int Code, string Out, string Error)> Aimi(string arguments, string launcher, params (string, string)[] environment) =>
        Run(launcher, arguments, environment);

    private async Task<(int Code, string Out, string Error)> Run(string program, string arguments, (string, string)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = _home.FullName,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PATH"] = $"{_home.FullName}:/usr/bin:/bin", ["LC_ALL"] = "C" },
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var cancellation = TestContext.Current.CancellationToken;
        var error = process.StandardError.ReadToEndAsync(cancellation);
        var output = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return (process.ExitCode, output.TrimEnd(), await error);
    }
}
