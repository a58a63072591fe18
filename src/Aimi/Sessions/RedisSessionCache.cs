using System.Globalization;
using System.Runtime.CompilerServices;
using Aimi.Data;
using Aimi.Hosting.Telemetry;
using Aimi.Messages;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Aimi.Sessions;

/// <summary>
/// The cache in Redis: a list <c>session:{USER_ID}</c> and a hash <c>session_meta:{USER_ID}</c>; the braces are literal, they keep both on one node.
/// It throws where Redis fails and waits as long as its client does: <see cref="CircuitSessionCache"/> stands around it.
/// </summary>
internal sealed class RedisSessionCache(RedisConnection redis, IOptions<ChatSessionOptions> options) : ISessionCache
{
    private const string PendingPrefix = "pending_action:";
    private const int ArgumentsBeforePending = 10;

    private readonly RedisValue _keep = options.Value.MaxMessages;
    private readonly RedisValue _timeToLive = (long)SessionCacheOptions.TimeToLive(options.Value).TotalMilliseconds;

    public static RedisKey ListKey(Guid userId) => $"session:{{{userId}}}";

    public static RedisKey MetaKey(Guid userId) => $"session_meta:{{{userId}}}";

    public Task Append(Guid userId, OpenSession session, IReadOnlyList<CachedMessage> messages, CancellationToken cancellationToken) =>
        Run(RedisSessionScripts.Append, userId, Arguments("append", session, messages, []), cancellationToken);

    public async Task<SessionSnapshot?> AppendAndRead(
        Guid userId, OpenSession session, IReadOnlyList<CachedMessage> messages, CancellationToken cancellationToken) =>
        Snapshot(await Run(RedisSessionScripts.Append, userId, Arguments("read", session, messages, []), cancellationToken));

    public async Task<SessionSnapshot?> Read(Guid userId, CancellationToken cancellationToken) =>
        Snapshot(await Run(RedisSessionScripts.Read, userId, [], cancellationToken));

    public Task Replace(Guid userId, SessionSnapshot snapshot, CancellationToken cancellationToken) => Run(
        RedisSessionScripts.Append, userId, Arguments("replace", snapshot.Session, snapshot.Messages, snapshot.PendingActions), cancellationToken);

    public Task MarkRead(Guid userId, Guid sessionId, long upToSeq, CancellationToken cancellationToken) =>
        Run(RedisSessionScripts.MarkRead, userId, [sessionId.ToString(), upToSeq], cancellationToken);

    public Task SetPendingAction(Guid userId, Guid sessionId, string name, string? value, CancellationToken cancellationToken) => Run(
        RedisSessionScripts.SetPendingAction,
        userId,
        value is null ? [sessionId.ToString(), PendingPrefix + name] : [sessionId.ToString(), PendingPrefix + name, value],
        cancellationToken);

    public Task Clear(Guid userId, Guid sessionId, CancellationToken cancellationToken) =>
        Run(RedisSessionScripts.Clear, userId, [sessionId.ToString()], cancellationToken);

    // The client sends EVALSHA, and the script itself where Redis does not know it (any more).
    private Task<RedisResult> Run(string script, Guid userId, RedisValue[] arguments, CancellationToken cancellationToken, [CallerMemberName] string operation = "") =>
        Spans.Redis(operation, async () =>
        {
            var connection = await redis.Connect().WaitAsync(cancellationToken);
            return await connection.GetDatabase().ScriptEvaluateAsync(script, [ListKey(userId), MetaKey(userId)], arguments).WaitAsync(cancellationToken);
        });

    private RedisValue[] Arguments(
        string mode, OpenSession session, IReadOnlyList<CachedMessage> messages, IReadOnlyCollection<KeyValuePair<string, string>> pending)
    {
        var arguments = new RedisValue[ArgumentsBeforePending + 2 * pending.Count + 2 * messages.Count];
        arguments[0] = session.SessionId.ToString();
        arguments[1] = session.FirstSeq;
        arguments[2] = session.LastSeq;
        arguments[3] = Instant(session.StartedAt);
        arguments[4] = Instant(session.LastActiveAt);
        arguments[6] = _keep;
        arguments[7] = _timeToLive;
        arguments[8] = mode;
        arguments[9] = 2 * pending.Count;

        var next = ArgumentsBeforePending;
        foreach (var (name, value) in pending)
        {
            arguments[next++] = PendingPrefix + name;
            arguments[next++] = value;
        }

        long read = 0;
        foreach (var message in messages)
        {
            arguments[next++] = message.Seq;
            arguments[next++] = CachedMessageJson.Write(message);
            if (message.Read)
                read = Math.Max(read, message.Seq);
        }

        arguments[5] = read;
        return arguments;
    }

    private static SessionSnapshot? Snapshot(RedisResult answer)
    {
        if (answer.IsNull || answer.Length != 2)
            return null;

        var meta = (RedisValue[])answer[0]!;
        var pending = SessionSnapshot.NothingPending;
        Guid? sessionId = null;
        DateTimeOffset? startedAt = null, lastActiveAt = null;
        long? firstSeq = null, lastSeq = null;
        for (var i = 0; i + 1 < meta.Length; i += 2)
        {
            var value = meta[i + 1];
            switch ((string)meta[i]!)
            {
                case "session_id":
                    sessionId = Guid.TryParse((string?)value, out var id) ? id : null;
                    break;
                case "first_seq":
                    firstSeq = value.TryParse(out long first) ? first : null;
                    break;
                case "last_seq":
                    lastSeq = value.TryParse(out long last) ? last : null;
                    break;
                case "started_at":
                    startedAt = Instant((string?)value);
                    break;
                case "last_active_at":
                    lastActiveAt = Instant((string?)value);
                    break;
                case var field when field.StartsWith(PendingPrefix, StringComparison.Ordinal):
                    pending = pending.SetItem(field[PendingPrefix.Length..], (string)value!);
                    break;
            }
        }

        if (sessionId is null || firstSeq is null || lastSeq is null || startedAt is null || lastActiveAt is null || firstSeq > lastSeq)
            return null;

        var session = new OpenSession(sessionId.Value, startedAt.Value, lastActiveAt.Value, (int)(lastSeq.Value - firstSeq.Value + 1), lastSeq.Value);
        return new SessionSnapshot(session, Messages((RedisValue[])answer[1]!), pending);
    }

    // What is no message is left out, and the snapshot does not cover it then.
    private static List<CachedMessage> Messages(RedisValue[] entries)
    {
        var messages = new List<CachedMessage>(entries.Length);
        foreach (var entry in entries)
        {
            var message = CachedMessageJson.Read(((ReadOnlyMemory<byte>)entry).Span);
            if (message is not null && (messages.Count == 0 || message.Seq > messages[^1].Seq))
                messages.Add(message);
        }

        return messages;
    }

    // Of one width, so that the script compares two instants as text.
    private static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset? Instant(string? text) =>
        DateTimeOffset.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant : null;
}
