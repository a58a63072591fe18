using System.Net.Sockets;
using Aimi.Assistant;
using Aimi.Data;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Aimi.Hosting;

/// <summary><c>./aimi serve</c>: serves until it is told to stop.</summary>
internal static class ServeCommand
{
    public static async Task<int> Run(Dictionary<string, string?> overrides, CancellationToken cancellationToken)
    {
        WebApplication app;
        try
        {
            app = Program.Build(overrides);
        }
        catch (Exception unusable) when (unusable is ArgumentException or InvalidOperationException or DatabaseSetupException)
        {
            return CommandLine.Say("Serve.Failed", 1, unusable.Message);
        }

        await using (app)
        {
            try
            {
                await app.StartAsync(cancellationToken);
            }
            catch (OptionsValidationException invalid)
            {
                return CommandLine.Say("Serve.Settings", 1, string.Join(Environment.NewLine, invalid.Failures.Select(failure => "  " + failure.Split(": '")[^1].TrimEnd('\'', '.'))));
            }
            catch (IOException taken) when (taken.InnerException is SocketException or Microsoft.AspNetCore.Connections.AddressInUseException)
            {
                var options = app.Services.GetRequiredService<IOptions<ServerOptions>>().Value;
                return CommandLine.Say("Serve.PortTaken", 1, options.Address, options.Port);
            }

            _ = Announce(app);
            await app.WaitForShutdownAsync(cancellationToken);
            if (app.Services.GetRequiredService<StartupFailure>().Cause is { } cause)
            {
                return cause is DatabaseSetupException ? CommandLine.Say("Serve.Failed", 1, cause.Message) : Unexpected(app, cause);
            }

            return CommandLine.Say("Serve.Stopped", 0);
        }
    }

    /// <summary>Says in plain words what runs, once it does.</summary>
    private static async Task Announce(WebApplication app)
    {
        await app.Services.GetRequiredService<Readiness>().Ready;
        var options = app.Services.GetRequiredService<IOptions<ServerOptions>>().Value;
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        CommandLine.Say("Serve.Ready", 0, address);
        CommandLine.Say(string.IsNullOrWhiteSpace(options.Database) ? "Serve.DataSqlite" : "Serve.DataPostgres", 0, Server.DataFolder(app.Configuration));
        AnnounceModel(app.Services.GetRequiredService<IOptions<LlmOptions>>().Value);
        if (!options.IsLoopback)
            CommandLine.Say("Serve.Open", 0, options.Address);
        CommandLine.Say("Serve.Stop", 0);
    }

    private static void AnnounceModel(LlmOptions llm)
    {
        if (llm.Model is null)
            CommandLine.Say("Serve.Offline", 0);
        else
            CommandLine.Say(llm.Address.IsLoopback ? "Serve.ModelHere" : "Serve.Model", 0, llm.Model, llm.Address.Authority);
    }

    private static int Unexpected(WebApplication app, Exception cause)
    {
        app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Aimi").StartFailed(cause);
        return CommandLine.Say("Serve.Failed", 1, cause.Message);
    }
}

internal static partial class StartLog
{
    [LoggerMessage(1103, LogLevel.Critical, "Aimi could not start", EventName = "start_failed")]
    public static partial void StartFailed(this ILogger log, Exception cause);
}
