using System.Diagnostics;
using Aimi.Data.Sqlite;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Net.Http.Headers;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using OpenTelemetry.Exporter;
using OpenTelemetry.Trace;

namespace Aimi.Hosting.Telemetry;

/// <summary>Traces, as they are made where a collector takes them; and where a trace comes from and goes to, which holds without one, too.</summary>
internal static class Tracing
{
    public const string Exporter = "traces";

    private const string TraceResponse = "traceresponse";
    private const string Npgsql = "Npgsql";

    /// <param name="trustsCallers">Whoever calls is the owner of this machine: their trace goes on here, and their wish to keep it counts.</param>
    public static IServiceCollection AddTracePropagation(this IServiceCollection services, bool trustsCallers)
    {
        // The SDK would read and write headers by itself, baggage among them.
        Sdk.SetDefaultTextMapPropagator(new TraceContextPropagator());
        DistributedContextPropagator.Current = new TracePropagation(trustsCallers: false);
        return services.Replace(ServiceDescriptor.Singleton<DistributedContextPropagator>(new TracePropagation(trustsCallers)));
    }

    public static TracerProviderBuilder AddAimi(this TracerProviderBuilder traces, double sampling, bool trustsCallers, Action<OtlpExporterOptions> send) => Discreet(traces)
        .SetSampler(new ParentBasedSampler(new FollowingSampler(sampling)))
        .AddSource(Spans.Source.Name, SqliteSpans.Source.Name, Npgsql)
        .AddAspNetCoreInstrumentation(http =>
        {
            http.Filter = context => !IsProbe(context.Request.Path);
            if (!trustsCallers)
                http.EnrichWithHttpRequest = LinkToCaller;
        })
        .AddHttpClientInstrumentation()
        .AddProcessor(new Discretion())
        .AddOtlpExporter(Exporter, send);

    /// <summary>Tells a caller by which trace an operator finds what they saw.</summary>
    public static IApplicationBuilder UseTraceResponse(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (Spans.Carried is { } traceparent)
        {
            // An error takes off what is set before it. Nothing is captured: that would cost each request, traced or not.
            context.Response.OnStarting(
                static state =>
                {
                    var (response, traceparent) = ((HttpResponse, string))state;
                    response.Headers[TraceResponse] = traceparent;
                    return Task.CompletedTask;
                },
                (context.Response, traceparent));
        }

        return next(context);
    });

    /// <summary>A socket's request is over when the socket is open: what is said over it for hours are traces of their own.</summary>
    /// <returns>The request's <c>traceparent</c>, for those to link to; null where no trace of it is kept.</returns>
    public static string? EndRequest(HttpContext context)
    {
        var carried = Spans.Carried;
        if (carried is not null && context.Features.Get<IHttpActivityFeature>()?.Activity is { } request && context.GetEndpoint() is RouteEndpoint endpoint)
        {
            request.DisplayName = $"{context.Request.Method} {endpoint.RoutePattern.RawText}";
            request.SetTag("http.route", endpoint.RoutePattern.RawText).SetTag("http.response.status_code", StatusCodes.Status101SwitchingProtocols).Stop();
        }

        Activity.Current = null;
        return carried;
    }

    // The driver puts whole exceptions into its spans, and the database's message may repeat a value. The kind is enough; the log has the rest.
    private static TracerProviderBuilder Discreet(TracerProviderBuilder traces) => traces.AddInstrumentation(() =>
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Npgsql,
            ExceptionRecorder = static (Activity _, Exception _, ref TagList tags) =>
            {
                tags.Add("exception.message", "");
                tags.Add("exception.stacktrace", "");
            },
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    });

    // What asks every few seconds whether all is well says nothing about it.
    private static bool IsProbe(PathString path) => path.StartsWithSegments("/health", StringComparison.Ordinal) || path.StartsWithSegments("/metrics", StringComparison.Ordinal);

    // A stranger neither decides what is kept here nor puts requests of many people into one trace.
    private static void LinkToCaller(Activity span, HttpRequest request)
    {
        if (ActivityContext.TryParse(request.Headers[HeaderNames.TraceParent], traceState: null, isRemote: true, out var caller))
            span.AddLink(new ActivityLink(caller));
    }
}
