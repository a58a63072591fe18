using System.Net;
using Aimi.Hosting.Outgoing;

namespace Aimi.Assistant.Llm;

/// <summary>
/// The way to a model's server. A failure becomes an <see cref="LlmException"/> here, before the vendor's library reads it: its own exceptions repeat the server's words,
/// and keep no <c>Retry-After</c>.
/// </summary>
internal sealed class LlmConnection(TimeProvider time) : DelegatingHandler
{
    public static HttpClient Open(TimeProvider time)
    {
        // Neither the key nor a text follows a redirect to who knows where; a host that moves is followed.
        var sockets = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) };
        return new HttpClient(new LlmConnection(time) { InnerHandler = sockets }) { Timeout = Timeout.InfiniteTimeSpan };
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException failure)
        {
            throw new LlmException(LlmFailure.Unreachable, $"The model's server can not be reached (AIMI__LlmUrl): {failure.HttpRequestError}.");
        }

        if (response.IsSuccessStatusCode)
            return response;

        using (response)
            throw Failure((int)response.StatusCode, response.RetryAfter(time));
    }

    private static LlmException Failure(int status, TimeSpan? retryAfter) => status switch
    {
        (int)HttpStatusCode.TooManyRequests =>
            new(LlmFailure.Busy, "The model's server wants to be left alone for a while: too many requests, or the quota is used up: HTTP 429.") { RetryAfter = retryAfter },
        (int)HttpStatusCode.RequestTimeout or (int)HttpStatusCode.Conflict or >= 500 => new(LlmFailure.Failed, $"The model's server failed: HTTP {status}.") { RetryAfter = retryAfter },
        401 or 403 => new(LlmFailure.Refused, $"The model's server refuses the key (AIMI__LlmKey): HTTP {status}."),
        404 => new(LlmFailure.Refused, "The model's server knows no such model or address (AIMI__Llm, AIMI__LlmUrl): HTTP 404."),
        < 400 => new(LlmFailure.Refused, $"The model's server is elsewhere, and redirects are not followed (AIMI__LlmUrl): HTTP {status}."),
        _ => new(LlmFailure.Refused, $"The model's server refuses what it was sent: HTTP {status}."),
    };
}
