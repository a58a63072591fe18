using System.Globalization;
using System.Net.Http.Headers;
using Aimi.Cli.Contract;

namespace Aimi.Cli.Connection;

/// <summary>Where Aimi is, and as whom to speak to it.</summary>
/// <param name="Address">An absolute http or https address; a path in it is kept.</param>
/// <param name="Token">Sent as a bearer token; null where the server has one owner.</param>
internal sealed record ChatServer(Uri Address, string? Token = null)
{
    public Uri Socket => new UriBuilder(Resource("ws/chat")) { Scheme = Address.Scheme is "https" ? "wss" : "ws" }.Uri;

    /// <summary>The last messages up to and including this seq, oldest first.</summary>
    public async Task<IReadOnlyList<ChatMessage>> History(HttpClient http, long upToSeq, int limit, CancellationToken cancellation)
    {
        var query = string.Create(CultureInfo.InvariantCulture, $"chat/messages?before={upToSeq + 1}&limit={limit}");
        using var request = Request(HttpMethod.Get, query);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        response.EnsureSuccessStatusCode();
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        var page = await ContractJson.ReadPage(body, cancellation);
        return page is null ? [] : [.. page.Items.OrderBy(m => m.Seq)];
    }

    /// <summary>A request to a path of the contract, as this person.</summary>
    public HttpRequestMessage Request(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, Resource(path));
        if (Token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        }

        return request;
    }

    private Uri Resource(string path) => new(new Uri(Address.AbsoluteUri.TrimEnd('/') + '/'), path);

    // The token must not be written out with the record.
    public override string ToString() => Address.ToString();
}
