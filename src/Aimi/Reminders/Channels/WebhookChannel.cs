using System.Globalization;
using Aimi.Accounts;
using Aimi.Hosting.Outgoing;
using Microsoft.Extensions.Options;

namespace Aimi.Reminders.Channels;

/// <summary>Calls an address of the person's, by Standard Webhooks. Its answer is its status: nothing of the reply's text is read, kept or told.</summary>
internal sealed class WebhookChannel : IReminderChannel, IDisposable
{
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromDays(1);

    private readonly OutgoingGuard _guard;
    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    public WebhookChannel(IOptions<WebhookOptions> options, TimeProvider time)
        : this(new OutgoingGuard(options.Value.AllowPrivateNetworks), time, TimeSpan.FromSeconds(5))
    {
    }

    internal WebhookChannel(OutgoingGuard guard, TimeProvider time, TimeSpan connect)
    {
        (_guard, _time) = (guard, time);

        // The time is kept here, on the product's clock.
        _http = new HttpClient(guard.CreateHandler(connect)) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("Aimi-Webhooks/1");
    }

    /// <summary>From the first byte of the request to the last of the reply's headers.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(15);

    public string Name => "webhook";

    public bool Reaches(User person) => person.Settings.Webhook is not null;

    public async Task<DeliveryResult> Send(ReminderDelivery delivery, CancellationToken cancellationToken)
    {
        if (delivery.Person.Settings.Webhook is not { } target)
            return DeliveryResult.Refused(code: null, "The person has no webhook any more.");
        if (!_guard.Accepts(target.Url, out var address))
            return DeliveryResult.Refused(code: null, "The webhook's address is not one that may be called: https, and no user in it.");
        if (WebhookMessage.KeyOf(target.Secret) is not { } key)
            return DeliveryResult.Refused(code: null, "The webhook's secret is not one: whsec_ and base64.");

        var now = _time.GetUtcNow();
        using var request = new HttpRequestMessage(HttpMethod.Post, address);
        request.Content = WebhookMessage.Of(delivery, now).Seal(delivery.Reminder.DedupeKey, key, now);
        using var patience = new CancellationTokenSource(Patience, _time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return ResultOf(response);
        }
        catch (HttpRequestException failure) when (failure.InnerException is OutgoingRefusedException refused)
        {
            return DeliveryResult.Refused(code: null, refused.Message);
        }
        catch (HttpRequestException failure)
        {
            return DeliveryResult.TryAgain(code: null, $"The receiver can not be reached, or breaks off: {failure.HttpRequestError}.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return DeliveryResult.TryAgain(code: null, "The receiver did not answer in time.");
        }
    }

    public void Dispose() => _http.Dispose();

    private DeliveryResult ResultOf(HttpResponseMessage response)
    {
        var code = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
        return (int)response.StatusCode switch
        {
            >= 200 and < 300 => DeliveryResult.Delivered(code: code),
            >= 300 and < 400 => DeliveryResult.Refused(code, "The receiver redirects, and redirects are not followed."),
            410 => DeliveryResult.Refused(code, "The receiver is gone for good."),
            429 or 503 => DeliveryResult.TryAgain(code, "The receiver asks to be left alone for a while.", Pause(response)),
            408 or 425 or >= 500 => DeliveryResult.TryAgain(code, "The receiver failed."),
            _ => DeliveryResult.Refused(code, "The receiver does not take it."),
        };
    }

    private TimeSpan? Pause(HttpResponseMessage response) =>
        response.RetryAfter(_time) is { } asked ? asked < LongestRetryAfter ? asked : LongestRetryAfter : null;
}
