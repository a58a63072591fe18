using System.CommandLine;
using System.Text.Encodings.Web;
using Aimi.Accounts;
using Aimi.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Aimi.Bench.Servers;

/// <summary>The whole of Aimi, but for one thing: who is calling stands in a header, so that one load speaks for a thousand people.</summary>
internal static class AimiHost
{
    public const string Name = "host";

    /// <summary>A variable: where it is set, the server measures nothing. An operator has no such switch: it is there to tell what measuring costs.</summary>
    public const string Mute = "AIMI_BENCH_MUTE";

    public static Command Command()
    {
        var command = new Command(Name, "Aimi as a server; started by the other commands.") { Hidden = true };
        command.SetAction((_, cancellationToken) => Run(cancellationToken));
        return command;
    }

    private static async Task Run(CancellationToken cancellationToken)
    {
        var data = Directory.CreateTempSubdirectory("aimi-bench-");
        try
        {
            await using var app = Program.Build(
                [new("Port", "0"), new("Data", data.FullName)],
                builder =>
                {
                    builder.Services.AddTransient<PersonOfHeader>().AddAuthenticationCore(options =>
                    {
                        options.AddScheme<PersonOfHeader>(PersonOfHeader.SchemeName, displayName: null);
                        options.DefaultScheme = PersonOfHeader.SchemeName;
                    });

                    // Answers at /metrics as ever, and listens to no meter.
                    if (Environment.GetEnvironmentVariable(Mute) is not null)
                        builder.Services.Replace(ServiceDescriptor.Singleton(Sdk.CreateMeterProviderBuilder().AddPrometheusExporter().Build()));
                });
            await app.StartAsync(cancellationToken);
            await app.Services.GetRequiredService<Readiness>().Ready;
            await MeasuredHost.Serve(app);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private sealed class PersonOfHeader(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        public const string SchemeName = "header";

        protected override Task<AuthenticateResult> HandleAuthenticateAsync() =>
            Task.FromResult(Guid.TryParse(Request.Headers[People.Header], out var person)
                ? AuthenticateResult.Success(new AuthenticationTicket(CurrentUser.Principal(person, SchemeName), SchemeName))
                : AuthenticateResult.NoResult());
    }
}
