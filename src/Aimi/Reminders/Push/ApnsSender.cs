using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aimi.Accounts;
using Aimi.Hosting.Outgoing;
using Microsoft.Extensions.Options;

namespace Aimi.Reminders.Push;

/// <summary>Pushes to iOS by Apple's service, over HTTP/2.</summary>
internal sealed partial class ApnsSender : IPushSender, IDisposable
{
    private readonly HttpClient _http;
    private readonly Func<PushEnvironment, Uri> _host;
    private readonly TimeProvider _time;
    private readonly ILogger<ApnsSender> _log;
    private readonly string? _topic;
    private readonly Es256Key? _key;
    private readonly ApnsToken? _token;

    public ApnsSender(IOptions<ApnsOptions> options, TimeProvider time, ILogger<ApnsSender> log)
        : this(options.Value, time, log, new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(5), PooledConnectionLifetime = TimeSpan.FromHours(1), ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator() }, HostOf)
    {
    }

    internal ApnsSender(ApnsOptions options, TimeProvider time, ILogger<ApnsSender> log, HttpMessageHandler handler, Func<PushEnvironment, Uri> host)
    {
        (_time, _log, _host, _topic) = (time, log, host, options.Topic);
        if (options.IsSet)
        {
            _key = Es256Key.Read(options.Key!);
            _token = new ApnsToken(_key, options.KeyId!, options.TeamId!, time);
        }

        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = OutgoingGuard.MaxReply };
    }

    public DevicePlatform Platform => DevicePlatform.Ios;

    public async Task<PushResult> Send(Device device, PushMessage message, CancellationToken cancellationToken)
    {
        if (_token is null)
            return DeliveryResult.Refused("not_set", "Pushes to phones are not set up here.");

        var environment = device.Environment ?? PushEnvironment.Production;
        var answer = await Ask(device, environment, message, cancellationToken);
        if (answer.Reason != ApnsAnswer.BadDeviceToken)
            return Result(answer, message);

        // An app from Xcode has tokens of the sandbox, the same app from TestFlight has not: it may know itself no better.
        var other = environment is PushEnvironment.Production ? PushEnvironment.Sandbox : PushEnvironment.Production;
        var second = await Ask(device, other, message, cancellationToken);
        return second switch
        {
            { IsTaken: true } => Result(second, message) with { Environment = other },
            { Reason: ApnsAnswer.BadDeviceToken } => new PushResult(DeliveryResult.Refused(second.Reason, "Neither of Apple's services knows the device.")) { Gone = true },
            _ => Result(second, message),
        };
    }

    public void Dispose()
    {
        _http.Dispose();
        _key?.Dispose();
    }

    private static Uri HostOf(PushEnvironment environment) =>
        new(environment is PushEnvironment.Sandbox ? "https://api.sandbox.push.apple.com" : "https://api.push.apple.com");

    private async Task<ApnsAnswer> Ask(Device device, PushEnvironment environment, PushMessage message, CancellationToken cancellationToken)
    {
        var token = _token!.Current();
        var answer = await Post(device, environment, message, token, cancellationToken);
        return answer.Reason == ApnsAnswer.ExpiredProviderToken && _token.Renew(token) is { } fresh
            ? await Post(device, environment, message, fresh, cancellationToken)
            : answer;
    }

    private async Task<ApnsAnswer> Post(Device device, PushEnvironment environment, PushMessage message, string token, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_host(environment), $"/3/device/{device.Token}"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(message.ForApple()) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        var headers = request.Headers;
        headers.Authorization = new AuthenticationHeaderValue("bearer", token);
        headers.Add("apns-id", message.Id.ToString());
        headers.Add("apns-topic", device.Topic ?? _topic);
        headers.Add("apns-push-type", "alert");
        headers.Add("apns-priority", message.Urgency == PushUrgency.Low ? "5" : "10");
        headers.Add("apns-expiration", message.ExpiresAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));

        // One that rings again takes the place of itself.
        headers.Add("apns-collapse-id", message.Reminder.Id.ToString("N"));
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            return new ApnsAnswer((int)response.StatusCode, ReasonOf(await response.Content.ReadAsByteArrayAsync(cancellationToken)), response.RetryAfter(_time));
        }
        catch (HttpRequestException failure)
        {
            return new ApnsAnswer(0, failure.HttpRequestError.ToString(), null);
        }
    }

    private PushResult Result(ApnsAnswer answer, PushMessage message)
    {
        var code = answer.Reason ?? answer.Status.ToString(CultureInfo.InvariantCulture);
        switch (answer)
        {
            case { IsTaken: true }:
                return DeliveryResult.Delivered(message.Id.ToString(), code);
            case { Status: 410 }:
                return new PushResult(DeliveryResult.Refused(code, "The app is not on the device any more.")) { Gone = true };
            case { Status: 0 or 429 or >= 500 }:
                return DeliveryResult.TryAgain(code, "Apple's service is busy or not reached.", answer.RetryAfter);
            case { Reason: ApnsAnswer.ExpiredProviderToken }:
                return DeliveryResult.TryAgain(code, "Apple finds the token too old that was just made: the clocks differ.");
            default:
                RefusedByApple(answer.Status, code, message.Reminder.Id, message.Reminder.UserId);
                return DeliveryResult.Refused(code, "Apple's service does not take it.");
        }
    }

    private static string? ReasonOf(byte[] body)
    {
        try
        {
            return body.Length == 0 ? null : (string?)JsonNode.Parse(body)?["reason"] is { Length: <= 64 } reason && reason.All(char.IsAsciiLetterOrDigit) ? reason : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or FormatException)
        {
            return null; // of whoever stands between here and Apple
        }
    }

    // Mostly the operator's to mend: the key, the team, the bundle id.
    [LoggerMessage(1306, LogLevel.Warning, "Apple refused the push of the reminder {ReminderId} of {UserId}: {Status} {Reason}", EventName = "push_refused_by_apple")]
    private partial void RefusedByApple(int status, string reason, Guid reminderId, Guid userId);

    /// <param name="Status">0 where there was no answer.</param>
    /// <param name="Reason">Apple's word; null where it gave none.</param>
    private sealed record ApnsAnswer(int Status, string? Reason, TimeSpan? RetryAfter)
    {
        public const string BadDeviceToken = "BadDeviceToken";
        public const string ExpiredProviderToken = "ExpiredProviderToken";

        public bool IsTaken => Status == 200;
    }
}
