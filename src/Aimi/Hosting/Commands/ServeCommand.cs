using System.Globalization;
using System.Net.Sockets;
using Aimi.Assistant.Llm;
using Aimi.Data;
using Aimi.Hosting.Doctor;
using Aimi.Hosting.Telemetry;
using Aimi.Memory.Embeddings;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Aimi.Hosting;

/// <summary><c>./aimi serve</c>: serves until it is told to stop.</summary>
internal static class ServeCommand
{
    public static Task<int> Run(Dictionary<string, string?> overrides, CancellationToken cancellationToken) =>
        CommandLine.WithProgram(overrides, app => Serve(app, cancellationToken));

    private static async Task<int> Serve(WebApplication app, CancellationToken cancellationToken)
    {
        var options = app.Services.GetRequiredService<IOptions<ServerOptions>>().Value;
        var failure = app.Services.GetRequiredService<StartupFailure>();
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException taken) when (taken.InnerException is SocketException or Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            return MetricsPortRefused(app, taken.InnerException) ?? CommandLine.Say("Serve.PortTaken", 1, options.Address, options.Port);
        }
        catch (SocketException refused)
        {
            // An address that is not this machine's, a port that only root may have.
            return MetricsPortRefused(app, refused) ?? CommandLine.Say("Serve.CanNotListen", 1, options.Address, options.Port, refused.Message);
        }
        catch (OperationCanceledException)
        {
            // It failed, or was told to stop, so soon that the host was still starting; which of the two is told below.
        }

        foreach (var unknown in UnknownSetting.In(app.Configuration).Where(unknown => !unknown.IsRefused))
            Log(app).SettingUnknown(unknown.Name, unknown.Nearest);
        var announcing = Announce(app);
        await app.WaitForShutdownAsync(cancellationToken);
        await announcing;
        if (app.Services.GetService<LastTelemetry>() is { } telemetry)
            await telemetry.Send();
        return failure.Cause switch
        {
            null => Stopped(app),
            DatabaseSetupException cause => CommandLine.Say("Serve.Failed", 1, cause.Message),
            { } cause => Unexpected(app, cause),
        };
    }

    /// <summary>The exception does not name the port that it is about: where the main one can be had, it is that for metrics.</summary>
    /// <returns>Null where it is the main one.</returns>
    private static int? MetricsPortRefused(WebApplication app, Exception refused)
    {
        var server = app.Services.GetRequiredService<IOptions<ServerOptions>>().Value;
        return app.Services.GetRequiredService<IOptions<TelemetryOptions>>().Value.MetricsPort is { } metrics
            && PortCheckup.Listen(server.ListenAddress, server.Port).Verdict == Verdict.Fine
            ? CommandLine.Say("Serve.MetricsPortRefused", 1, server.Address, metrics, refused.Message)
            : null;
    }

    /// <summary>Says in plain words what runs, once it does.</summary>
    private static async Task Announce(WebApplication app)
    {
        var readiness = app.Services.GetRequiredService<Readiness>();
        await readiness.Ready.WaitAsync(readiness.Draining).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!readiness.Ready.IsCompleted)
            return;

        var options = app.Services.GetRequiredService<IOptions<ServerOptions>>().Value;
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        if (IsForPrograms(app))
        {
            Log(app).Ready(Health.Version, address);
            return;
        }

        CommandLine.Say("Serve.Ready", 0, address);
        CommandLine.Say(string.IsNullOrWhiteSpace(options.Database) ? "Serve.DataSqlite" : "Serve.DataPostgres", 0, Server.DataFolder(app.Configuration));
        AnnounceModel(app.Services.GetRequiredService<IOptions<LlmOptions>>().Value);
        if (app.Services.GetRequiredService<IOptions<EmbeddingOptions>>().Value is { Model: { } embedder, Address: { } server })
            CommandLine.Say(server.IsLoopback ? "Serve.EmbeddingsHere" : "Serve.Embeddings", 0, embedder, server.Authority);
        if (app.Services.GetRequiredService<TimeProvider>() is MovableTime clock)
            CommandLine.Say("Serve.TestClock", 0, clock.GetUtcNow().ToString("u", CultureInfo.InvariantCulture));
        CommandLine.Say("Serve.Stop", 0);
    }

    private static void AnnounceModel(LlmOptions llm)
    {
        if (llm.Models.Count == 0)
            CommandLine.Say("Serve.Offline", 0);
        foreach (var (place, model) in llm.Models.Index())
        {
            var text = model.Address.IsLoopback ? "ModelHere" : "Model";
            CommandLine.Say(place == 0 ? $"Serve.{text}" : $"Serve.Next{text}", 0, model.Name, model.Address.Authority);
        }
    }

    private static int Stopped(WebApplication app)
    {
        if (!IsForPrograms(app))
            return CommandLine.Say("Serve.Stopped", 0);

        Log(app).Stopped();
        return 0;
    }

    // Who reads JSON by the line has no use for a sentence between.
    private static bool IsForPrograms(WebApplication app) => app.Services.GetRequiredService<IOptions<TelemetryOptions>>().Value.Logs == LogFormat.Json;

    private static ILogger Log(WebApplication app) => app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Aimi");

    private static int Unexpected(WebApplication app, Exception cause)
    {
        Log(app).StartFailed(cause);
        return CommandLine.Say("Serve.Failed", 1, cause.Message);
    }
}

internal static partial class StartLog
{
    [LoggerMessage(1103, LogLevel.Critical, "Aimi could not start", EventName = "start_failed")]
    public static partial void StartFailed(this ILogger log, Exception cause);

    [LoggerMessage(1107, LogLevel.Information, "Aimi {Version} is ready at {Address}", EventName = "ready")]
    public static partial void Ready(this ILogger log, string version, string address);

    [LoggerMessage(1108, LogLevel.Information, "Aimi has stopped", EventName = "stopped")]
    public static partial void Stopped(this ILogger log);

    [LoggerMessage(1111, LogLevel.Warning, "{Setting} is no setting of Aimi; was {Nearest} meant?", EventName = "setting_unknown")]
    public static partial void SettingUnknown(this ILogger log, string setting, string nearest);
}
