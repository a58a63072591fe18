using System.Net;
using System.Net.Sockets;
using Aimi.Data;

namespace Aimi.Hosting.Doctor;

/// <summary>The port: free, or Aimi's already, who then says how she does.</summary>
internal static class PortCheckup
{
    /// <param name="metricsPort">There she tells more; null where there is none.</param>
    public static async Task Examine(ServerOptions options, int? metricsPort, Action<Finding> tell, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(Running(options, options.Port, cancellationToken), Running(options, metricsPort ?? 0, cancellationToken));
        var (health, more) = (answers[0], answers[1]);
        if (options.Port == 0)
            tell(new(Verdict.Fine, "Port.Any"));
        else if (health is null)
            tell(Listen(options.ListenAddress, options.Port));
        else
            RunningCheckup.Examine(health.Word("version")!, more ?? health, options.Port, tell);

        if (metricsPort is { } metrics)
            tell(Metrics(options, metrics, isRunning: health is not null, answers: more is not null));
    }

    private static async Task<RunningAnswer?> Running(ServerOptions options, int port, CancellationToken cancellationToken) =>
        port != 0 && await RunningAimi.Ask(options, port, "/health", cancellationToken) is { } health && health.Word("version") is not null ? health : null;

    private static Finding Metrics(ServerOptions options, int port, bool isRunning, bool answers)
    {
        if (answers)
            return new(Verdict.Fine, "Metrics.Answers", port);
        if (isRunning)
            return new(Verdict.Broken, "Metrics.Silent", port);

        var free = Listen(options.ListenAddress, port);
        return free.Verdict == Verdict.Fine ? new(Verdict.Fine, "Metrics.Free", port) : new(Verdict.Broken, "Metrics.Taken", port);
    }

    /// <summary>Listens there for a moment.</summary>
    public static Finding Listen(IPAddress address, int port)
    {
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
            return new(Verdict.Fine, "Port.Free", port, address);
        }
        catch (SocketException failure)
        {
            return new(Verdict.Broken, failure.SocketErrorCode switch
            {
                SocketError.AccessDenied => "Port.Forbidden",
                SocketError.AddressNotAvailable => "Port.NoAddress",
                _ => "Port.Taken",
            }, port, address);
        }
    }
}
