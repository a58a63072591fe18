using System.CommandLine;
using System.CommandLine.Help;
using System.Text;
using Aimi.Data;

namespace Aimi.Hosting;

/// <summary>The commands of the program. Without one it serves.</summary>
internal static class CommandLine
{
    private static readonly Option<int?> Port = new("--port") { Description = Texts.Get("Help.Port"), HelpName = "N", Recursive = true };
    private static readonly Option<string?> Data = new("--data") { Description = Texts.Get("Help.Data"), HelpName = "DIR", Recursive = true };

    public static async Task<int> Run(string[] args)
    {
        using var signals = new StopSignals();
        Console.OutputEncoding = Encoding.UTF8;

        // System.CommandLine by itself ends the process two seconds after a signal, and prints the messages of exceptions.
        var configuration = new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false };
        try
        {
            return await Root().Parse(args).InvokeAsync(configuration, signals.Asked);
        }
        catch (OperationCanceledException) when (signals.Asked.IsCancellationRequested)
        {
            return Say("Stop.Unfinished", 1);
        }
    }

    internal static RootCommand Root()
    {
        var root = new RootCommand(Texts.Get("Help.Root")) { Port, Data };
        root.Add(Command("serve", ServeCommand.Run));
        root.Add(OfTheClient("chat"));
        root.Add(OfTheClient("add"));
        root.Add(Command("migrate", MigrateCommand.Run));
        root.Add(Command("seed", SeedCommand.Run));
        root.Add(Memory());
        root.Add(UserCommand.Create(Overrides));
        root.Add(BackupCommands.Backup(Overrides));
        root.Add(BackupCommands.Restore(Overrides));
        root.Add(Command("doctor", DoctorCommand.Run));
        root.Add(Command("health", HealthCommand.Run));
        root.SetAction((parsed, cancellationToken) => ServeCommand.Run(Overrides(parsed), cancellationToken));
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new SettingsHelp((HelpAction)help.Action!);
        return root;
    }

    /// <summary>Says a text to the person at the terminal.</summary>
    internal static int Say(string text, int exitCode, params object[] values)
    {
        try
        {
            (exitCode == 0 ? Console.Out : Console.Error).WriteLine(Texts.Get(text, values));
        }
        catch (IOException)
        {
            // Nobody hears it: the terminal was closed, or the disk that it was written to is full.
        }

        return exitCode;
    }

    /// <summary>Builds the program and hands it over; what keeps it from being built, or is wrong with its settings, is said.</summary>
    internal static Task<int> WithProgram(Dictionary<string, string?> overrides, Func<WebApplication, Task<int>> run) => WithSettings(overrides, async _ =>
    {
        WebApplication app;
        try
        {
            app = Program.Build(overrides);
        }
        catch (Exception unusable) when (IsUnusable(unusable))
        {
            return Say("Serve.Failed", 1, unusable.Message);
        }

        await using (app)
            return await run(app);
    });

    /// <summary>Reads the settings, for a command that needs nothing else; what is wrong with them is said, all at once and before anything reads one of them.</summary>
    internal static Task<int> WithSettings(Dictionary<string, string?> overrides, Func<IConfiguration, Task<int>> run)
    {
        IConfiguration settings;
        try
        {
            settings = Server.Look(overrides);
            var problems = Settings.Problems(settings);
            if (problems.Count > 0)
                return Task.FromResult(Say("Serve.Settings", 1, string.Join(Environment.NewLine, problems.Select(problem => "  " + problem))));
        }
        catch (Exception unusable) when (IsUnusable(unusable))
        {
            return Task.FromResult(Say("Serve.Failed", 1, unusable.Message));
        }

        return run(settings);
    }

    private static bool IsUnusable(Exception failure) =>
        failure is ArgumentException or InvalidOperationException or IOException or InvalidDataException or UnauthorizedAccessException or DatabaseSetupException;

    private static Command Command(string name, Func<Dictionary<string, string?>, CancellationToken, Task<int>> run)
    {
        var command = new Command(name, Texts.Get($"Help.{name}"));
        command.SetAction((parsed, cancellationToken) => run(Overrides(parsed), cancellationToken));
        return command;
    }

    /// <summary>Listed here, but of another program, which takes its arguments.</summary>
    private static Command OfTheClient(string name)
    {
        var command = Command(name, (_, _) => Task.FromResult(Say("Client.NotHere", 2, name)));
        command.TreatUnmatchedTokensAsErrors = false;
        return command;
    }

    private static Command Memory()
    {
        var all = new Option<bool>("--all") { Description = Texts.Get("Help.All") };
        var reindex = new Command("reindex", Texts.Get("Help.reindex")) { all };
        reindex.SetAction((parsed, cancellationToken) => ReindexCommand.Run(Overrides(parsed), parsed.GetValue(all), cancellationToken));
        return new Command("memory", Texts.Get("Help.memory")) { reindex };
    }

    private static Dictionary<string, string?> Overrides(ParseResult parsed)
    {
        var overrides = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (parsed.GetValue(Port) is { } port)
            overrides["Port"] = port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (parsed.GetValue(Data) is { } data)
            overrides["Data"] = data;
        return overrides;
    }

    /// <summary>The usual help, and the settings behind it.</summary>
    private sealed class SettingsHelp(HelpAction inner) : System.CommandLine.Invocation.SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var result = inner.Invoke(parseResult);
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine(Texts.Get("Help.Settings"));
            foreach (var name in Settings.Names)
                output.WriteLine($"  {Settings.Variable(name),-34}  {Texts.Get("Setting." + name)}");
            return result;
        }
    }
}
