using System.CommandLine;
using System.Text.Encodings.Web;
using Aimi.Accounts;
using Aimi.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Aimi.Bench.Servers;

/// <summary>The whole of Aimi, but for one thing: who is calling stands in a header, so that one load speaks for a thousand people.</summary>
internal static class AimiHost
{
    public const string Name = "host";

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
                builder => builder.Services.AddTransient<PersonOfHeader>().AddAuthenticationCore(options =>
                {
                    options.AddScheme<PersonOfHeader>(PersonOfHeader.SchemeName, displayName: null);
                    options.DefaultScheme = PersonOfHeader.SchemeName;
                }));
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
