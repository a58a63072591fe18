using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Aimi.Tests.Infrastructure;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;

namespace Aimi.Tests.Console;

/// <summary>
/// The console's files and a server that speaks the contract line by line as a test dictates: it can fall silent, cut a reply in the
/// middle or refuse, which the real one does only by accident. It stores, replays and pages by itself; all else the test says.
/// </summary>
public sealed class ConsoleServer : IAsyncDisposable
{
    // Stricter than the page needs to be: with trusted types any innerHTML is a violation, whatever it is given.
    private const string Policy = "default-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<Guid, WebSocket> _sockets = new();
    private readonly ConcurrentDictionary<string, WebSocket> _senders = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Channel<JsonObject>> _received = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _sending = new(1);
    private readonly TimeProvider _time;

    private ConsoleServer(WebApplication app, TimeProvider time) => (_app, _time) = (app, time);

    public string Address => _app.Urls.First();

    /// <summary>The stored messages, by seq.</summary>
    public List<JsonObject> Messages { get; } = [];

    /// <summary>Null where no session is open.</summary>
    public Guid? Session { get; set; } = Guid.CreateVersion7();

    public string Health { get; set; } = "ok";

    /// <summary>What /parse answers, by the sentence; of all others it understands nothing.</summary>
    public ConcurrentDictionary<string, Task<JsonObject>> Readings { get; } = new(StringComparer.Ordinal);

    /// <summary>The next POST of a plan is refused with this code.</summary>
    public string? Refusal { get; set; }

    /// <summary>While false, every new connection is turned away as by a server that is not up yet.</summary>
    public bool Open { get; set; } = true;

    /// <summary>While false, a history page is answered by 503.</summary>
    public bool HistoryWorks { get; set; } = true;

    /// <summary>Where the console's files lie: the sources themselves, not a copy that may be old.</summary>
    public static string Files()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Aimi.slnx"))) folder = folder.Parent;
        return Path.Combine(
            folder?.FullName ?? throw new InvalidOperationException("The tests must run from inside the repository: Aimi.slnx was not found above them."),
            "src", "Aimi", "wwwroot");
    }

    public static async Task<ConsoleServer> Start(TimeProvider time)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new ConsoleServer(app, time);
        var files = new PhysicalFileProvider(Files());
        app.Use((context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy = Policy;
            return next(context);
        });
        app.UseWebSockets();
        app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        app.UseStaticFiles(new StaticFileOptions { FileProvider = files });
        app.MapGet("/auth/methods", () => Results.Json(new { mode = "local" }));
        app.MapGet("/health", () => Results.Json(new { status = server.Health }, statusCode: server.Health is "unavailable" ? 503 : 200));
        app.MapGet("/chat/messages", server.History);
        app.Map("/ws/chat", server.Serve);
        app.MapPost("/parse", server.Parse);
        foreach (var collection in (string[])["events", "goals", "habits", "tasks"])
        {
            app.MapPost($"/{collection}", (JsonObject body, HttpRequest request) => server.Plan(collection, body, request));
            app.MapDelete($"/{collection}/{{id}}", (string id) => server.Forget(collection, id));
        }
        await app.StartAsync();
        return server;
    }

    /// <summary>The next frame of this type that the page sent, waiting for it.</summary>
    public async Task<JsonObject> Next(string type)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience.Longest);
        return await Frames(type).Reader.ReadAsync(patience.Token);
    }

    /// <summary>Whether a frame of this type came that no test line has asked for.</summary>
    public bool Heard(string type) => Frames(type).Reader.TryPeek(out _);

    /// <summary>Stores a message as if it had been there before.</summary>
    public JsonObject Store(string role, string text, DateTimeOffset? at = null, JsonNode? replyTo = null, Guid? id = null, Guid? session = null)
    {
        var message = new JsonObject
        {
            ["message_id"] = id ?? Guid.CreateVersion7(),
            ["seq"] = Messages.Count + 1,
            ["session_id"] = session ?? (Session ??= Guid.CreateVersion7()),
            ["role"] = role,
            ["text"] = text,
            ["occurred_at"] = (at ?? _time.GetUtcNow()).ToString("yyyy-MM-ddTHH:mm:ss'Z'", null),
            ["read"] = role is "user",
            ["metadata"] = new JsonObject(),
        };
        if (replyTo is not null) message["reply_to"] = replyTo.DeepClone();
        Messages.Add(message);
        return message;
    }

    /// <summary>Stores what a page sent and says so, to others as a message; a send with a known id is the same message again.</summary>
    public async Task<JsonObject> Accept(JsonObject send)
    {
        var clientId = (string)send["client_message_id"]!;
        var sender = _senders[clientId];
        var message = Messages.Find(each => string.Equals((string?)each["metadata"]!["sent_as"], clientId, StringComparison.Ordinal));
        if (message is null)
        {
            message = Store("user", (string)send["text"]!);
            message["metadata"]!["sent_as"] = clientId;
        }
        await Send(sender, new JsonObject { ["type"] = "accepted", ["client_message_id"] = clientId, ["message"] = message.DeepClone() });
        foreach (var other in _sockets.Values.Where(each => each != sender)) await Send(other, Whole(message));
        return message;
    }

    public Task Delta(Guid replyId, string text) => Say(new JsonObject { ["type"] = "delta", ["reply_id"] = replyId, ["text"] = text });

    public async Task<JsonObject> Reply(JsonObject to, string text, Guid? id = null, params JsonObject[] actions)
    {
        var reply = Store("assistant", text, replyTo: to["message_id"], id: id);
        await SayMessage(reply, actions);
        return reply;
    }

    public Task SayMessage(JsonObject message, params JsonObject[] actions) =>
        Say(Whole(message, actions));

    public Task Fail(JsonObject? send, string code) =>
        Say(new JsonObject { ["type"] = "error", ["code"] = code, ["detail"] = "Detail", ["client_message_id"] = send?["client_message_id"]?.DeepClone() });

    public async Task EndSession(string reason)
    {
        var ended = Session;
        Session = null;
        await Say(new JsonObject { ["type"] = "session_ended", ["session_id"] = ended, ["reason"] = reason });
    }

    /// <summary>A frame to every socket that is open.</summary>
    public async Task Say(JsonObject frame)
    {
        foreach (var socket in _sockets.Values) await Send(socket, frame);
    }

    /// <summary>The network is gone, or with a code the server says why it goes.</summary>
    public async Task Cut(int? code = null)
    {
        foreach (var id in _sockets.Keys.ToList())
        {
            if (!_sockets.TryRemove(id, out var socket)) continue;
            if (code is null) socket.Abort();
            else await socket.CloseOutputAsync((WebSocketCloseStatus)code, null, CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Cut();
        await _app.DisposeAsync();
        _sending.Dispose();
    }

    private Channel<JsonObject> Frames(string type) => _received.GetOrAdd(type, _ => Channel.CreateUnbounded<JsonObject>());

    private IResult History(int? before, int limit = 50)
    {
        if (!HistoryWorks) return Results.StatusCode(503);
        var older = Messages.Where(message => before is null || (int)message["seq"]! < before).ToList();
        return Results.Json(new { items = older.TakeLast(limit), has_more = older.Count > limit });
    }

    private async Task<IResult> Parse(JsonObject request) =>
        Results.Json(await (Readings.TryGetValue((string)request["text"]!, out var reading)
            ? reading
            : Task.FromResult(new JsonObject { ["now"] = "2026-03-15T21:30:00+03:00", ["timezone"] = "Europe/Moscow", ["dates"] = new JsonArray() })));

    /// <summary>Is heard as a frame of the type <c>POST /events</c>, with the key and the body.</summary>
    private async Task<IResult> Plan(string collection, JsonObject body, HttpRequest request)
    {
        await Frames($"POST /{collection}").Writer.WriteAsync(new JsonObject { ["key"] = request.Headers["Idempotency-Key"].ToString(), ["body"] = body });
        if (Refusal is { } code)
        {
            Refusal = null;
            return Results.Json(new { code }, statusCode: 422);
        }
        return Results.Json(new { id = $"{collection}-1" }, statusCode: 201);
    }

    private async Task<IResult> Forget(string collection, string id)
    {
        await Frames($"DELETE /{collection}").Writer.WriteAsync(new JsonObject { ["id"] = id });
        return Results.NoContent();
    }

    private async Task Serve(HttpContext context)
    {
        if (!Open)
        {
            context.Response.StatusCode = 503;
            return;
        }
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var id = Guid.CreateVersion7();
        var hello = new JsonObject { ["type"] = "hello", ["protocol"] = 1, ["user_id"] = Guid.Empty, ["last_seq"] = Messages.Count };
        if (Session is not null && Messages.Count > 0) hello["session_id"] = Session;
        await Send(socket, hello);
        _sockets[id] = socket;
        try
        {
            await Listen(socket, context.RequestAborted);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // a page that was closed, or a cut that the test asked for
        }
        _sockets.TryRemove(id, out _);
    }

    private async Task Listen(WebSocket socket, CancellationToken cancellation)
    {
        var buffer = new byte[128 * 1024];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(length), cancellation);
                length += part.Count;
            }
            while (!part.EndOfMessage);
            if (part.MessageType == WebSocketMessageType.Close) return;
            var frame = JsonNode.Parse(buffer.AsSpan(0, length))!.AsObject();
            if ((string?)frame["type"] is "resume") await Replay(socket, (int)frame["after_seq"]!);
            if ((string?)frame["client_message_id"] is { } clientId) _senders[clientId] = socket;
            await Frames((string)frame["type"]!).Writer.WriteAsync(frame, cancellation);
        }
    }

    private async Task Replay(WebSocket socket, int after)
    {
        foreach (var message in Messages.Skip(after).ToList())
            await Send(socket, Whole(message));
    }

    private static JsonObject Whole(JsonObject message, params JsonObject[] actions) =>
        new() { ["type"] = "message", ["message"] = message.DeepClone(), ["actions"] = new JsonArray([.. actions]) };

    private async Task Send(WebSocket socket, JsonObject frame)
    {
        await _sending.WaitAsync();
        try
        {
            await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(frame), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }
}
