using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aimi.Tests.Cli;

/// <summary>A server that speaks the contract's chat on a real socket and keeps what it stored when it is stopped and started.
/// A test may take over what a send does, or say frames itself. It is written on plain JSON, so that it can not share an error with the client.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Line, byte> _lines = new();
    private readonly Channel<JsonObject> _received = Channel.CreateUnbounded<JsonObject>();
    private readonly Lock _gate = new();
    private readonly List<JsonObject> _messages = [];
    private readonly Dictionary<string, JsonObject> _sends = [];
    private WebApplication? _app;
    private int _port;

    public ScriptedServer() => OnSend = Answer;

    public Uri Address => new($"http://127.0.0.1:{_port}");

    /// <summary>What a send does; by default <see cref="Answer"/>.</summary>
    public Func<Line, JsonObject, Task> OnSend { get; set; }

    /// <summary>What a stop, an end_session does.</summary>
    public Func<Line, JsonObject, Task> OnOther { get; set; } = (_, _) => Task.CompletedTask;

    public Func<string, string> Reply { get; set; } = text => $"Вы сказали: {text}";

    /// <summary>Deltas that are said before the reply is stored; by default its words.</summary>
    public Func<string, IEnumerable<string>> Deltas { get; set; } = reply => reply.Split(' ').Select((word, i) => i == 0 ? word : " " + word);

    /// <summary>A status other than 101 refuses the upgrade.</summary>
    public Func<HttpRequest, int> Upgrade { get; set; } = _ => StatusCodes.Status101SwitchingProtocols;

    public static async Task<ScriptedServer> Started()
    {
        var server = new ScriptedServer();
        await server.Start();
        return server;
    }

    /// <summary>On a free port the first time, on the same one after a stop.</summary>
    public async Task Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{_port}");
        var app = builder.Build();
        app.UseWebSockets();
        app.MapGet("/ws/chat", Accept);
        app.MapGet("/chat/messages", (long before, int limit) => Results.Text(Page(before, limit), "application/json"));
        await app.StartAsync();
        _app = app;
        _port = new Uri(app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>()
            .Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
    }

    /// <summary>As a killed process: every socket breaks without a word.</summary>
    public async Task Kill()
    {
        foreach (var line in _lines.Keys)
        {
            line.Break();
        }

        await _app!.DisposeAsync();
        _app = null;
    }

    /// <summary>The next frame of this type from a client; others before it are skipped.</summary>
    public async Task<JsonObject> Received(string type)
    {
        await foreach (var frame in _received.Reader.ReadAllAsync(Patience.Token))
        {
            if (string.Equals((string?)frame["type"], type, StringComparison.Ordinal))
            {
                return frame;
            }
        }

        throw new InvalidOperationException("No more frames.");
    }

    public Task Say(JsonObject frame) => Task.WhenAll(_lines.Keys.Select(line => line.Say(frame)));

    /// <summary>Stores and says nothing; a client_message_id that is known gives the message that has it.</summary>
    public JsonObject Store(string role, string text, string? clientMessageId = null, string? replyTo = null, string? id = null)
    {
        lock (_gate)
        {
            if (clientMessageId is not null && _sends.TryGetValue(clientMessageId, out var known))
            {
                return known;
            }

            var message = new JsonObject
            {
                ["message_id"] = id ?? NewId(),
                ["seq"] = _messages.Count + 1L,
                ["session_id"] = "01900000-0000-7000-8000-000000000000",
                ["role"] = role,
                ["text"] = text,
                ["occurred_at"] = "2026-03-15T18:30:00Z",
                ["read"] = role is "user",
                ["reply_to"] = replyTo,
                ["metadata"] = new JsonObject(),
            };
            _messages.Add(message);
            if (clientMessageId is not null)
            {
                _sends[clientMessageId] = message;
            }

            return message;
        }
    }

    /// <summary>As with another database.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _messages.Clear();
            _sends.Clear();
        }
    }

    /// <summary>Texts of what is stored, in order.</summary>
    public string[] Texts()
    {
        lock (_gate)
        {
            return [.. _messages.Select(m => (string)m["text"]!)];
        }
    }

    public static string NewId() => Guid.CreateVersion7().ToString();

    public static JsonObject Frame(JsonObject message, params JsonObject[] actions) =>
        new() { ["type"] = "message", ["message"] = message.DeepClone(), ["actions"] = new JsonArray([.. actions]) };

    public static JsonObject Accepted(JsonObject send, JsonObject message) =>
        new() { ["type"] = "accepted", ["client_message_id"] = (string)send["client_message_id"]!, ["message"] = message.DeepClone() };

    public static JsonObject Delta(string replyId, string text) => new() { ["type"] = "delta", ["reply_id"] = replyId, ["text"] = text };

    public JsonObject StoreSend(JsonObject send) => Store("user", (string)send["text"]!, (string)send["client_message_id"]!);

    /// <summary>Stores, streams and stores the reply; a message that has its reply gets it again.</summary>
    public async Task Answer(Line line, JsonObject send)
    {
        var asked = StoreSend(send);
        await line.Say(Accepted(send, asked));
        var askedId = (string)asked["message_id"]!;
        JsonObject? reply;
        lock (_gate)
        {
            reply = _messages.Find(m => string.Equals((string?)m["reply_to"], askedId, StringComparison.Ordinal));
        }

        if (reply is null)
        {
            var text = Reply((string)send["text"]!);
            var replyId = NewId();
            foreach (var piece in Deltas(text))
            {
                await Say(Delta(replyId, piece));
            }

            reply = Store("assistant", text, replyTo: askedId, id: replyId);
        }

        await Say(Frame(reply));
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await Kill();
        }
    }

    private async Task Accept(HttpContext context)
    {
        var status = Upgrade(context.Request);
        if (status != StatusCodes.Status101SwitchingProtocols)
        {
            context.Response.StatusCode = status;
            return;
        }

        using var line = new Line(await context.WebSockets.AcceptWebSocketAsync());
        _lines.TryAdd(line, 0);
        try
        {
            await line.Say(new JsonObject { ["type"] = "hello", ["protocol"] = 1, ["user_id"] = NewId(), ["last_seq"] = Texts().Length });
            while (await line.Next() is { } frame)
            {
                // In this order: who has seen a frame arrive may break the connection before it has any effect.
                var effect = frame.DeepClone().AsObject();
                _received.Writer.TryWrite(frame);
                await Obey(line, effect);
            }
        }
        finally
        {
            _lines.TryRemove(line, out _);
        }
    }

    private async Task Obey(Line line, JsonObject frame)
    {
        switch ((string)frame["type"]!)
        {
            case "send":
                await OnSend(line, frame);
                break;
            case "resume":
                JsonObject[] missed;
                lock (_gate)
                {
                    missed = [.. _messages.Where(m => (long)m["seq"]! > (long)frame["after_seq"]!)];
                }

                foreach (var message in missed)
                {
                    await line.Say(Frame(message));
                }

                break;
            default:
                await OnOther(line, frame);
                break;
        }
    }

    private string Page(long before, int limit)
    {
        lock (_gate)
        {
            return new JsonObject
            {
                ["items"] = new JsonArray([.. _messages.Where(m => (long)m["seq"]! < before).TakeLast(limit).Select(m => m.DeepClone())]),
            }.ToJsonString();
        }
    }
}
