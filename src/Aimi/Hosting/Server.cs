using Aimi.Hosting.Backup;
using Aimi.Hosting.Telemetry;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.KeyPerFile;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;

namespace Aimi.Hosting;

/// <summary>The web server: where settings come from, where it listens, what it refuses by size.</summary>
internal static class Server
{
    /// <summary>Bytes of a request's body.</summary>
    public const int MaxBody = 256 * 1024;

    /// <summary>The settings of this installation: a file in the data folder.</summary>
    public const string OwnSettings = "appsettings.json";

    /// <summary>How long a stop waits for what is in progress: replies for the most of it, connections for all of it.</summary>
    public static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(20);

    /// <summary>When a process that was told to stop ends, whatever hangs in it. Whoever stops it should give it longer: <c>stop_grace_period</c> in compose.yaml.</summary>
    public static readonly TimeSpan StopDeadline = StopPatience + TimeSpan.FromSeconds(5);

    /// <summary>
    /// Settings in the usual order: <c>appsettings.json</c> beside the program, the one in the data folder, <c>AIMI__…</c>, the files of the folder for secrets, then the command line.
    /// </summary>
    /// <remarks>A restore that was decided and cut short is finished first: it brings settings of its own.</remarks>
    public static WebApplicationBuilder CreateBuilder(IEnumerable<KeyValuePair<string, string?>> overrides)
    {
        var builder = WithoutFolder(overrides);
        new FolderRestore(DataFolder(builder.Configuration), TimeProvider.System).Finish();
        return WithFolder(builder);
    }

    /// <summary>The same settings, for who only looks: nothing in the data folder is touched.</summary>
    public static IConfiguration Look(IEnumerable<KeyValuePair<string, string?>> overrides) => WithFolder(WithoutFolder(overrides)).Configuration;

    /// <summary>Where all lies that lies on disk; an absolute path. A relative setting counts from where the program was started.</summary>
    public static string DataFolder(IConfiguration settings) =>
        Path.GetFullPath(string.IsNullOrWhiteSpace(settings[nameof(ServerOptions.Data)]) ? new ServerOptions().Data : settings[nameof(ServerOptions.Data)]!);

    public static IServiceCollection AddServer(this IServiceCollection services, IConfiguration settings)
    {
        services.AddOptions<ServerOptions>().Bind(settings).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(TimeProvider.System);
        services.AddTestClock(settings);
        services.AddSingleton<Readiness>();
        services.AddSingleton<StartupFailure>();
        services.AddHostedService<Startup>();
        services.AddSingleton<IHostLifetime, SignalsAreTheCommands>();
        services.Configure<HostOptions>(options => options.ShutdownTimeout = StopPatience);
        services.ConfigureHttpJsonOptions(options => WireJson.Apply(options.SerializerOptions));
        services.AddOptions<Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions>().Configure<IOptions<ServerOptions>, IOptions<TelemetryOptions>>((kestrel, server, telemetry) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBody;
            kestrel.Limits.MaxRequestLineSize = 8 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
            kestrel.Listen(server.Value.ListenAddress, server.Value.Port);
            if (telemetry.Value.MetricsPort is { } metrics)
                kestrel.Listen(server.Value.ListenAddress, metrics);
        });
        return services;
    }

    /// <summary>The web console: files only.</summary>
    public static IApplicationBuilder UseConsole(this IApplicationBuilder app)
    {
        var files = new PhysicalFileProvider(Path.Combine(AppContext.BaseDirectory, "wwwroot"));
        app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        return app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = files,
            OnPrepareResponse = static file =>
            {
                var headers = file.Context.Response.Headers;
                headers.ContentSecurityPolicy = SecurityHeaders.ConsolePolicy;

                // Asked again each time, answered with 304 where nothing changed: an update shows at once.
                headers.CacheControl = "no-cache";
            },
        });
    }

    private static WebApplicationBuilder WithoutFolder(IEnumerable<KeyValuePair<string, string?>> overrides)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        var sources = builder.Configuration.Sources;

        // Without its prefix a variable such as PORT, which is not ours, would be taken for a setting.
        foreach (var unprefixed in sources.OfType<EnvironmentVariablesConfigurationSource>().Where(source => string.IsNullOrEmpty(source.Prefix)).ToList())
            sources.Remove(unprefixed);

        builder.Configuration.AddEnvironmentVariables(Settings.Prefix).AddInMemoryCollection(overrides);
        if (builder.Configuration[nameof(ServerOptions.Secrets)] is { Length: > 0 } secrets)
        {
            var files = new KeyPerFileConfigurationSource { FileProvider = Directory.Exists(secrets) ? new PhysicalFileProvider(Path.GetFullPath(secrets)) : null, Optional = true };
            sources.Insert(sources.Count - 1, files);
        }

        return builder;
    }

    private static WebApplicationBuilder WithFolder(WebApplicationBuilder builder)
    {
        var (sources, folder) = (builder.Configuration.Sources, DataFolder(builder.Configuration));
        var ownSettings = Path.Combine(folder, OwnSettings);
        if (File.Exists(ownSettings))
        {
            sources.Insert(sources.IndexOf(sources.OfType<EnvironmentVariablesConfigurationSource>().Single(source => source.Prefix == Settings.Prefix)), new Microsoft.Extensions.Configuration.Json.JsonConfigurationSource { FileProvider = new PhysicalFileProvider(folder), Path = OwnSettings });
        }

        return builder;
    }
}
