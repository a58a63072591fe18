using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aimi.Tests.Infrastructure;

namespace Aimi.Tests.Hosting;

/// <summary>A person who puts marks into everything they do, right and wrong, and looks for them in every error that they are answered.</summary>
internal sealed class CanaryPerson(Uri server, Marks marks) : IDisposable
{
    private readonly HttpClient _http = new(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = server, Timeout = Patience.Longest };

    /// <summary>The statuses of all answers.</summary>
    public HashSet<int> Statuses { get; } = [];

    /// <summary>Marks that stood in errors.</summary>
    public List<string> Leaks { get; } = [];

    public string? Token { get; set; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public Task<JsonNode?> Get(string path) => Call(HttpMethod.Get, path);

    public Task<JsonNode?> Post(string path, object body, params string[] headers) => Call(HttpMethod.Post, path, JsonSerializer.Serialize(body), "application/json", headers);

    public Task<JsonNode?> Raw(string path, string body, string type = "application/json") => Call(HttpMethod.Post, path, body, type);

    public async Task<JsonNode?> Call(HttpMethod method, string path, string? body = null, string type = "application/json", params string[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (Token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, type);
        foreach (var header in headers.Chunk(2))
        {
            request.Headers.Remove(header[0]);
            Assert.True(header[1].Length == 0 || request.Headers.TryAddWithoutValidation(header[0], header[1]));
        }

        using var answer = await _http.SendAsync(request, Stop);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Statuses.Add((int)answer.StatusCode);
        if ((int)answer.StatusCode >= 400)
            Leaks.AddRange(marks.In(text).Select(leak => $"{method} {path} → {(int)answer.StatusCode} {leak}"));
        return answer.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true ? JsonNode.Parse(text) : null;
    }

    /// <summary>Asks until it is so.</summary>
    public Task Until(string path, Func<JsonNode, bool> isSo) => Patience.Until(async () => await Get(path) is { } answer && isSo(answer));

    /// <summary>Sends frames, and waits for the answer to each: a message, or an error.</summary>
    public async Task Frames(params string[] frames)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        patience.CancelAfter(Patience.Longest);
        using var socket = new ClientWebSocket();
        if (Token is not null)
            socket.Options.SetRequestHeader("Authorization", $"Bearer {Token}");
        await socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = "/ws/chat" }.Uri, patience.Token);
        foreach (var frame in frames)
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, endOfMessage: true, patience.Token);
            JsonNode? came;
            do
            {
                came = await Next(socket, patience.Token);
            }
            while ((string?)came?["type"] is not ("error" or "message"));

            if ((string?)came["type"] == "error")
                Leaks.AddRange(marks.In(came.ToJsonString()).Select(leak => $"a frame → {leak}"));
        }
    }

    public void Dispose() => _http.Dispose();

    private static async Task<JsonNode?> Next(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close)
                return null;

            bytes.Write(buffer, 0, received.Count);
            if (received.EndOfMessage)
                return JsonNode.Parse(bytes.ToArray());
        }
    }
}
