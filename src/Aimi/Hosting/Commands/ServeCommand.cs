using System.Globalization;
using System.Net.Sockets;
using Aimi.Assistant.Llm;
using Aimi.Data;
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
            return CommandLine.Say("Serve.PortTaken", 1, options.Address, options.Port);
        }
        catch (SocketException refused)
        {
            // An address that is not this machine's, a port that only root may have.
            return CommandLine.Say("Serve.CanNotListen", 1, options.Address, options.Port, refused.Message);
        }
        catch (OperationCanceledException)
        {
            // It failed, or was told to stop, so soon that the host was still starting; which of the two is told below.
        }

        _ = Announce(app);
        await app.WaitForShutdownAsync(cancellationToken);
        return failure.Cause switch
        {
            null => CommandLine.Say("Serve.Stopped", 0),
            DatabaseSetupException cause => CommandLine.Say("Serve.Failed", 1, cause.Message),
            { } cause => Unexpected(app, cause),
        };
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
