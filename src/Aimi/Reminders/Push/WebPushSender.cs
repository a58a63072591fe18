using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Aimi.Accounts;
using Aimi.Hosting.Outgoing;

namespace Aimi.Reminders.Push;

/// <summary>Pushes to browsers by whichever service each subscribed at (RFC 8030). The address is the browser's word: it goes through the guard.</summary>
internal sealed class WebPushSender : IPushSender, IDisposable
{
    // As long as a topic may be: 32 letters.
    private const int TopicBytes = 24;

    private readonly OutgoingGuard _guard;
    private readonly HttpClient _http;
    private readonly VapidSigner _signer;
    private readonly TimeProvider _time;

    public WebPushSender(VapidSigner signer, TimeProvider time)
        : this(signer, time, new OutgoingGuard(allowPrivateNetworks: false), guard => guard.CreateHandler(TimeSpan.FromSeconds(5)))
    {
    }

    internal WebPushSender(VapidSigner signer, TimeProvider time, OutgoingGuard guard, Func<OutgoingGuard, HttpMessageHandler> handler)
    {
        (_signer, _time, _guard) = (signer, time, guard);
        _http = new HttpClient(handler(guard)) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public DevicePlatform Platform => DevicePlatform.Web;

    public async Task<PushResult> Send(Device device, PushMessage message, CancellationToken cancellationToken)
    {
        if (!_guard.Accepts(device.Token, out var endpoint))
            return new PushResult(DeliveryResult.Refused("address", "The subscription's address is not one to call.")) { Gone = true };

        using var request = Request(device, message, endpoint);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return Result(response, message);
        }
        catch (HttpRequestException failure) when (failure.InnerException is OutgoingRefusedException refused)
        {
            return new PushResult(DeliveryResult.Refused("address", refused.Message)) { Gone = true };
        }
        catch (HttpRequestException failure)
        {
            return DeliveryResult.TryAgain(failure.HttpRequestError.ToString(), "The push service can not be reached, or breaks off.");
        }
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(Device device, PushMessage message, Uri endpoint)
    {
        var lifetime = message.ExpiresAt - _time.GetUtcNow();
        var body = WebPushEncryption.Seal(message.ForBrowser(), Base64Url.DecodeFromChars(device.P256dh), Base64Url.DecodeFromChars(device.Auth));
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint)
        {
            Version = HttpVersion.Version20,
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream"), ContentEncoding = { "aes128gcm" } } },
        };
        request.Headers.TryAddWithoutValidation("Authorization", _signer.Authorization(endpoint));
        request.Headers.Add("TTL", Math.Max(0, (long)lifetime.TotalSeconds).ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("Urgency", message.Urgency switch { PushUrgency.High => "high", PushUrgency.Low => "low", _ => "normal" });
        request.Headers.Add("Topic", Topic(message.Reminder.DedupeKey));
        return request;
    }

    // One that waits for the browser is replaced by its own repetition.
    private static string Topic(string dedupeKey) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(dedupeKey)).AsSpan(0, TopicBytes));

    private PushResult Result(HttpResponseMessage response, PushMessage message)
    {
        var status = (int)response.StatusCode;
        var code = status.ToString(CultureInfo.InvariantCulture);
        return status switch
        {
            >= 200 and < 300 => DeliveryResult.Delivered(message.Id.ToString(), code),
            404 or 410 => new PushResult(DeliveryResult.Refused(code, "The browser is not subscribed any more.")) { Gone = true },
            408 or 425 or 429 or >= 500 => DeliveryResult.TryAgain(code, "The push service is busy, or failed.", response.RetryAfter(_time)),
            >= 300 and < 400 => DeliveryResult.Refused(code, "The push service redirects, and redirects are not followed."),
            413 => DeliveryResult.Refused(code, "The push service finds it too long."),
            _ => DeliveryResult.Refused(code, "The push service does not take it."),
        };
    }
}
