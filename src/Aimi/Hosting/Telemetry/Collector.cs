using OpenTelemetry.Exporter;

namespace Aimi.Hosting.Telemetry;

/// <summary>The way to the collector. One that is away costs nobody a request; it is said once, and once that it is back.</summary>
internal sealed partial class Collector(ILogger<Collector> log)
{
    private int _isAway;

    public HttpClient Open(OtlpExporterOptions options) =>
        new(new Watch(this) { InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false } }) { Timeout = TimeSpan.FromMilliseconds(options.TimeoutMilliseconds) };

    private void Answered(HttpResponseMessage response)
    {
        if (!response.IsSuccessStatusCode)
            Failed($"HTTP {(int)response.StatusCode}");
        else if (Interlocked.Exchange(ref _isAway, 0) == 1)
            IsBack();
    }

    private void Failed(string why)
    {
        if (Interlocked.Exchange(ref _isAway, 1) == 0)
            IsAway(why);
    }

    [LoggerMessage(1131, LogLevel.Warning, "The collector takes no traces and metrics ({Reason}): they are lost until it does (AIMI__Telemetry__Otlp)", EventName = "collector_away")]
    private partial void IsAway(string reason);

    [LoggerMessage(1132, LogLevel.Information, "The collector takes traces and metrics again", EventName = "collector_back")]
    private partial void IsBack();

    private sealed class Watch(Collector collector) : DelegatingHandler
    {
        // The exporter has a thread of its own, and waits.
        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            try
            {
                var response = base.Send(request, cancellationToken);
                collector.Answered(response);
                return response;
            }
            catch (Exception failure)
            {
                collector.Failed(WhyOf(failure));
                throw;
            }
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            try
            {
                var response = await base.SendAsync(request, cancellationToken);
                collector.Answered(response);
                return response;
            }
            catch (Exception failure)
            {
                collector.Failed(WhyOf(failure));
                throw;
            }
        }

        private static string WhyOf(Exception failure) => failure is HttpRequestException unreachable ? unreachable.HttpRequestError.ToString() : failure.GetType().Name;
    }
}
