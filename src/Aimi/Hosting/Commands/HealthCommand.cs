using System.Net;
using Aimi.Hosting.Doctor;

namespace Aimi.Hosting;

/// <summary><c>./aimi health</c>: whether the Aimi of these settings, on this machine, is ready; 0 or 1, for containers and scripts.</summary>
internal static class HealthCommand
{
    public static Task<int> Run(Dictionary<string, string?> overrides, CancellationToken cancellationToken) =>
        CommandLine.WithSettings(overrides, settings => Ask(settings.Get<ServerOptions>() ?? new(), cancellationToken));

    private static async Task<int> Ask(ServerOptions server, CancellationToken cancellationToken)
    {
        if (await RunningAimi.Ask(server, server.Port, "/health/ready", cancellationToken) is not { } answer)
            return CommandLine.Say("Health.Nobody", 1, server.Port);

        var state = answer.Word("status") ?? "?";
        return answer.Status == HttpStatusCode.OK ? CommandLine.Say("Health.Ready", 0, server.Port) : CommandLine.Say("Health.NotReady", 1, server.Port, Texts.Find($"Health.State.{state}") ?? state);
    }
}
