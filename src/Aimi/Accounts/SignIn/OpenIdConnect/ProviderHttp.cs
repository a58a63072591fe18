using System.Diagnostics;
using System.Net.Http.Headers;

namespace Aimi.Accounts.SignIn.OpenIdConnect;

/// <summary>
/// Requests to providers of identities. Their addresses are the operator's, not a person's; what they answer is bounded in time and size all the same,
/// and neither a secret nor a code follows a redirect to who knows where.
/// </summary>
internal sealed partial class ProviderHttp : IDisposable
{
    private const int MaxReply = 256 * 1024;

    private readonly HttpClient _http;
    private readonly ILogger<ProviderHttp> _log;

    public ProviderHttp(ILogger<ProviderHttp> log)
    {
        _log = log;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            MaxResponseHeadersLength = 32,

            // A host that moves is followed.
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),

            // Strangers do not learn the ids of our traces.
            ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
        })
        {
            Timeout = TimeSpan.FromSeconds(10),
            MaxResponseContentBufferSize = MaxReply,
        };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("aimi");
        _http.DefaultRequestHeaders.Accept.ParseAdd("application/json");
    }

    /// <summary>The body of a 200; null where there is none to have.</summary>
    public async Task<string?> Get(Uri address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        return await Send(request, cancellationToken) is { Status: 200 } reply ? reply.Body : null;
    }

    /// <summary>Posts a form; null where no answer came.</summary>
    public async Task<ProviderReply?> Post(
        Uri address, IEnumerable<KeyValuePair<string, string>> form, AuthenticationHeaderValue? authorization, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Authorization = authorization;
        return await Send(request, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private async Task<ProviderReply?> Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            var reply = new ProviderReply((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
            if (!response.IsSuccessStatusCode)
                Refused(request.RequestUri!.Host, request.RequestUri.AbsolutePath, reply.Status);
            return reply;
        }
        catch (Exception failure) when (failure is HttpRequestException or InvalidOperationException
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Away(request.RequestUri!.Host, request.RequestUri.AbsolutePath, failure.GetType().Name);
            return null;
        }
    }

    [LoggerMessage(1701, LogLevel.Warning, "The provider of identities {Host} answered {Status} at {Path}", EventName = "identity_provider_refused")]
    private partial void Refused(string host, string path, int status);

    [LoggerMessage(1702, LogLevel.Warning, "The provider of identities {Host} does not answer at {Path} ({Failure})", EventName = "identity_provider_away")]
    private partial void Away(string host, string path, string failure);
}

/// <param name="Body">At most 256 KiB.</param>
internal sealed record ProviderReply(int Status, string Body);
