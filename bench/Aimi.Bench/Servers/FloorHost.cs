using System.Collections.Concurrent;
using System.CommandLine;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Serialization;
using Npgsql;
using NpgsqlTypes;
using StackExchange.Redis;

namespace Aimi.Bench.Servers;

/// <summary>
/// The least program on Kestrel, Npgsql and StackExchange.Redis that stores the two rows and the two list entries of a send, each durable before
/// the next step: it numbers in memory, knows no sessions, no turns, no retries, no refusals. What Aimi costs is told beside it.
/// </summary>
internal static class FloorHost
{
    public const string Name = "floor";

    private const string Reply = "Я слышу тебя. Расскажи подробнее, что для тебя здесь важнее всего?";

    private const string Insert =
        """
        INSERT INTO floor.chat_messages (user_id, id, session_id, seq, role, text, occurred_at, client_message_id, reply_to, metadata)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '{}')
        """;

    private static readonly TimeSpan TimeToLive = TimeSpan.FromMinutes(20);

    public static Command Command()
    {
        var command = new Command(Name, "The floor as a server; started by the other commands.") { Hidden = true };
        command.SetAction((_, cancellationToken) => Run(cancellationToken));
        return command;
    }

    private static async Task Run(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        await using var database = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(Environment.GetEnvironmentVariable("AIMI__Database")) { MaxAutoPrepare = 10 });
        await using var redis = await ConnectionMultiplexer.ConnectAsync(Environment.GetEnvironmentVariable("AIMI__Redis")!);
        await using var app = builder.Build();
        app.UseWebSockets();
        app.MapPost("/chat/send", context => Send(context, database, redis.GetDatabase()));
        app.MapGet("/ws/chat", Listen);
        await app.StartAsync(cancellationToken);
        await MeasuredHost.Serve(app);
    }

    private static readonly ConcurrentDictionary<Guid, Head> Heads = new();

    private static async Task Send(HttpContext context, NpgsqlDataSource database, IDatabase redis)
    {
        var request = (await JsonSerializer.DeserializeAsync(context.Request.Body, FloorJson.Default.FloorRequest))!;
        var person = Guid.Parse(context.Request.Headers[People.Header]!);
        var head = Heads.GetOrAdd(person, static _ => new Head());

        var said = new FloorMessage(Guid.CreateVersion7(), head.Next(), head.SessionId, "user", request.Text, TimeProvider.System.GetUtcNow(), true);
        await Store(database, person, said, request.ClientMessageId, replyTo: null);
        await Push(redis, person, said);
        var reply = new FloorMessage(Guid.CreateVersion7(), head.Next(), head.SessionId, "assistant", Reply, TimeProvider.System.GetUtcNow(), false);
        await Store(database, person, reply, clientMessageId: null, said.MessageId);
        await Push(redis, person, reply);

        context.Response.ContentType = "application/json; charset=utf-8";
        var body = JsonSerializer.SerializeToUtf8Bytes(new FloorResponse(head.SessionId, said, reply), FloorJson.Default.FloorResponse);
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body);
    }

    private static async Task Store(NpgsqlDataSource database, Guid person, FloorMessage message, Guid? clientMessageId, Guid? replyTo)
    {
        await using var command = database.CreateCommand(Insert);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = person });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = message.MessageId });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = message.SessionId });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = message.Seq });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = message.Role });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = message.Text });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = message.OccurredAt });
        command.Parameters.Add(new NpgsqlParameter { Value = clientMessageId ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(new NpgsqlParameter { Value = replyTo ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        await command.ExecuteNonQueryAsync();
    }

    // One round trip for the three commands.
    private static Task<bool> Push(IDatabase redis, Guid person, FloorMessage message)
    {
        RedisKey key = $"floor:{{{person}}}";
        _ = redis.ListRightPushAsync(key, JsonSerializer.SerializeToUtf8Bytes(message, FloorJson.Default.FloorMessage), flags: CommandFlags.FireAndForget);
        _ = redis.ListTrimAsync(key, -30, -1, CommandFlags.FireAndForget);
        return redis.KeyExpireAsync(key, TimeToLive);
    }

    /// <summary>Says one frame, as Aimi does, and then listens.</summary>
    private static async Task Listen(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await socket.SendAsync("""{"type":"hello"}"""u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, context.RequestAborted);
        var buffer = new byte[1024];
        while ((await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted)).MessageType != WebSocketMessageType.Close)
        {
        }
    }

    private sealed class Head
    {
        private long _seq = Backends.Past;

        public Guid SessionId { get; } = Guid.CreateVersion7();

        public long Next() => Interlocked.Increment(ref _seq);
    }
}

internal sealed record FloorRequest(string Text, Guid? ClientMessageId);

internal sealed record FloorMessage(Guid MessageId, long Seq, Guid SessionId, string Role, string Text, DateTimeOffset OccurredAt, bool Read);

internal sealed record FloorResponse(Guid SessionId, FloorMessage UserMessage, FloorMessage AssistantMessage);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(FloorRequest))]
[JsonSerializable(typeof(FloorMessage))]
[JsonSerializable(typeof(FloorResponse))]
internal sealed partial class FloorJson : JsonSerializerContext;
