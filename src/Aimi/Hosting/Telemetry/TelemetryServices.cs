using Aimi.Accounts;
using Aimi.Data.Sqlite;
using Aimi.Workers;
using Microsoft.Extensions.Options;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Aimi.Hosting.Telemetry;

/// <summary>What the program tells of itself: metrics at <c>/metrics</c>, traces and metrics to a collector. What nobody takes is not made.</summary>
internal static class TelemetryServices
{
    private const string MetricsPath = "/metrics";
    private const string Metrics = "metrics";

    /// <summary>The meters whose instruments are told: this program's, the server's, the runtime's, the database driver's.</summary>
    private static readonly string[] Meters =
        [Instruments.Meter, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime", "Npgsql"];

    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration settings)
    {
        services.AddOptions<TelemetryOptions>().BindConfiguration(TelemetryOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        var options = new TelemetryOptions();
        settings.GetSection(TelemetryOptions.Section).Bind(options);
        services.AddLogging(logging => logging.AddLogs(options.Logs));
        Crash.Format = options.Logs;

        var telemetry = services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService("aimi", serviceVersion: Health.Version));
        var accounts = new AccountOptions();
        settings.GetSection(AccountOptions.Section).Bind(accounts);
        services.AddTracePropagation(trustsCallers: !accounts.IsMulti);
        var collector = options.Collector;
        if (collector is not null)
        {
            services.AddSingleton<Collector>().AddSingleton<LastTelemetry>();
            services.AddSingleton<SqliteSpans>();
            foreach (var signal in (string[])[Tracing.Exporter, Metrics])
                services.AddOptions<OtlpExporterOptions>(signal).Configure<Collector>((otlp, way) => otlp.HttpClientFactory = () => way.Open(otlp));
            telemetry.WithTracing(traces => traces.AddAimi(options.Sampling, !accounts.IsMulti, otlp => Send(otlp, options, collector, Tracing.Exporter)));
        }

        var isAsked = IsAsked(options, accounts);
        if (isAsked || collector is not null)
        {
            services.AddMetrics<ServingMetrics>();
            services.AddWorker<BacklogReader>();
            services.AddHostedService<MetricsBeginning>();
            telemetry.WithMetrics(metrics =>
            {
                metrics.AddMeter(Meters).AddView(MetricViews.Of);
                if (isAsked)
                    metrics.AddPrometheusExporter(prometheus => prometheus.ScopeInfoEnabled = false);
                if (collector is not null)
                    metrics.AddOtlpExporter(Metrics, otlp => Send(otlp, options, collector, Metrics));
            });
        }

        return services;
    }

    /// <summary>What comes by the port for metrics finds these there, health in full, and nothing else; before all that guards the other port.</summary>
    public static IApplicationBuilder UseMetricsPort(this IApplicationBuilder app) =>
        app.ApplicationServices.GetRequiredService<IOptions<TelemetryOptions>>().Value.MetricsPort is { } port
            ? app.MapWhen(context => context.Connection.LocalPort == port, only => only.UseOpenTelemetryPrometheusScrapingEndpoint(MetricsPath).UseHealthInFull())
            : app;

    /// <summary>Without a port of their own metrics are on that of all else, for the owner of this machine; with accounts strangers reach it.</summary>
    public static IApplicationBuilder UseMetrics(this IApplicationBuilder app)
    {
        var options = app.ApplicationServices.GetRequiredService<IOptions<TelemetryOptions>>().Value;
        var accounts = app.ApplicationServices.GetRequiredService<IOptions<AccountOptions>>().Value;
        return options.MetricsPort is null && IsAsked(options, accounts) ? app.UseOpenTelemetryPrometheusScrapingEndpoint(MetricsPath) : app;
    }

    private static bool IsAsked(TelemetryOptions options, AccountOptions accounts) => options.MetricsPort is not null || !accounts.IsMulti;

    private static void Send(OtlpExporterOptions otlp, TelemetryOptions options, Uri collector, string signal)
    {
        (otlp.Protocol, otlp.Endpoint) = options.OtlpProtocol == OtlpTransport.Grpc
            ? (OtlpExportProtocol.Grpc, collector)
            : (OtlpExportProtocol.HttpProtobuf, new Uri($"{collector.AbsoluteUri.TrimEnd('/')}/v1/{signal}"));
        otlp.Headers = options.OtlpHeaders;
    }
}
