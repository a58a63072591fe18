using System.Globalization;
using Npgsql;

namespace Aimi.Bench;

/// <summary>The queue of a run, filled and emptied by SQL.</summary>
internal sealed class ReminderRows(string connectionString) : IAsyncDisposable
{
    /// <summary>Claims, marks and logs a batch in one statement, which goes to the rows that it locked by where they lie: no less can be done with these tables.</summary>
    public const string FloorSql =
        """
        WITH due AS MATERIALIZED (
            SELECT ctid FROM reminder_queue WHERE status = 'scheduled' AND trigger_at <= now()
            ORDER BY trigger_at LIMIT $1 FOR UPDATE SKIP LOCKED
        ), marked AS (
            UPDATE reminder_queue q SET status = 'sent', attempts = attempts + 1, updated_at = now()
            FROM due WHERE q.ctid = due.ctid
            RETURNING q.user_id, q.id, q.attempts, q.channel, q.trigger_at
        ), logged AS (
            INSERT INTO reminder_logs (user_id, id, reminder_id, attempt, sent_at, status, channel, response, late_by_ms)
            SELECT user_id, gen_random_uuid(), id, attempts, now(), 'sent', channel, '{}', extract(epoch FROM now() - trigger_at) * 1000 FROM marked
        )
        SELECT count(*) FROM marked
        """;

    /// <summary>
    /// The same with what a reminder that is said in the chat writes beside it: the heads of the conversations, and the messages. It knows no sessions that end, no cache and no
    /// sockets; what it says is the same for all.
    /// </summary>
    public const string SaidFloorSql =
        """
        WITH due AS MATERIALIZED (
            SELECT ctid FROM reminder_queue WHERE status = 'scheduled' AND trigger_at <= now()
            ORDER BY trigger_at LIMIT $1 FOR UPDATE SKIP LOCKED
        ), marked AS (
            UPDATE reminder_queue q SET status = 'sent', attempts = attempts + 1, updated_at = now()
            FROM due WHERE q.ctid = due.ctid
            RETURNING q.user_id, q.id, q.attempts, q.channel, q.trigger_at, q.event_id
        ), logged AS (
            INSERT INTO reminder_logs (user_id, id, reminder_id, attempt, sent_at, status, channel, response, late_by_ms)
            SELECT user_id, gen_random_uuid(), id, attempts, now(), 'sent', channel, '{}', extract(epoch FROM now() - trigger_at) * 1000 FROM marked
        ), heads AS (
            UPDATE conversations c
            SET last_seq = last_seq + p.said, session_count = session_count + p.said, last_active_at = now(),
                open_session_id = coalesce(open_session_id, gen_random_uuid()), session_started_at = coalesce(session_started_at, now())
            FROM (SELECT user_id, count(*) AS said FROM marked GROUP BY user_id) p
            WHERE c.user_id = p.user_id
            RETURNING c.user_id, c.open_session_id, c.last_seq - p.said AS last_seq
        ), said AS (
            INSERT INTO chat_messages (user_id, id, session_id, seq, role, text, occurred_at, metadata)
            SELECT user_id, gen_random_uuid(), open_session_id, last_seq + row_number() OVER (PARTITION BY user_id ORDER BY trigger_at), 'assistant',
                   E'Урок испанского\nНачнётся завтра в 15:00, через 1 день', now(),
                   jsonb_build_object('entity', jsonb_build_object('entity_type', 'event', 'entity_id', event_id, 'reminder_id', id))
            FROM marked JOIN heads USING (user_id)
        )
        SELECT count(*) FROM marked
        """;

    private readonly NpgsqlDataSource _database = NpgsqlDataSource.Create(connectionString);

    public Task AddPeople(int count) => Execute(
        $$"""
        INSERT INTO users (id, display_name, timezone, locale, settings, profile, created_at, updated_at)
            SELECT format('{{People.Format}}', lpad(n::text, 12, '0'))::uuid, 'Анна', 'Europe/Moscow', 'ru', '{}', '{}', now(), now()
            FROM generate_series({{People.First}}, {{People.First + count - 1}}) n;
        INSERT INTO conversations (user_id, last_seq, read_seq, session_count) SELECT id, 0, 0, 0 FROM users ON CONFLICT DO NOTHING;
        INSERT INTO events (user_id, id, type, title, status, start_at, all_day, floating, timezone, priority, repeat_mode, source, metadata, version, created_at, updated_at)
            SELECT id, gen_random_uuid(), 'event', 'Урок испанского', 'planned', now() + interval '1 day', false, false, 'Europe/Moscow', 3, 'schedule', 'user', '{}', 1, now(), now()
            FROM users;
        """);

    /// <summary>Every person has as many series as the next, twice a week.</summary>
    public Task ReplaceEventsBySeries(int count) => Execute(
        $$"""
        DELETE FROM events;
        INSERT INTO events
            (user_id, id, type, title, status, start_at, end_at, wall_time, all_day, floating, timezone, priority, repeat_rule, repeat_mode, source, metadata, version, created_at, updated_at)
        SELECT u.id, gen_random_uuid(), 'event', 'Урок испанского', 'planned', '2026-01-05 15:00Z', '2026-01-05 16:00Z', '2026-01-05T18:00:00', false, false, 'Europe/Moscow', 3,
               'FREQ=WEEKLY;BYDAY=MO,TH', 'schedule', 'user', '{}', 1, now(), now()
        FROM generate_series(1, {{count}}) n
        JOIN (SELECT id, row_number() OVER () - 1 AS place FROM users) u ON u.place = n % (SELECT count(*) FROM users)
        """);

    /// <summary>Reminders of different occurrences of each person's event, as they lie in a queue: planned in another order than they are due.</summary>
    public Task Add(int count, string channel, bool due) => Execute(
        $$"""
        INSERT INTO reminder_queue
            (user_id, id, kind, event_id, occurrence_at, trigger_at, "offset", channel, status, attempts, dedupe_key, payload, created_at, updated_at)
        SELECT e.user_id, gen_random_uuid(), 'event', e.id, now() + interval '1 day' + n * interval '1 second',
               {{(due ? "now() - random() * interval '10 seconds'" : "now() + interval '1 hour' + random() * interval '14 days'")}},
               7200, '{{channel}}', 'scheduled', 0, gen_random_uuid()::text, '{"title": "Урок испанского", "timezone": "Europe/Moscow"}', now(), now()
        FROM generate_series(1, {{count}}) n
        JOIN (SELECT user_id, id, row_number() OVER () - 1 AS place FROM events) e ON e.place = n % (SELECT count(*) FROM events)
        """);

    /// <summary>Reminders that come due one after the other from soon on, each channel in its turn.</summary>
    public Task AddSpread(int count, int seconds, IReadOnlyList<string> channels) => Execute(
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            INSERT INTO reminder_queue
                (user_id, id, kind, event_id, occurrence_at, trigger_at, "offset", channel, status, attempts, dedupe_key, payload, created_at, updated_at)
            SELECT e.user_id, gen_random_uuid(), 'event', e.id, now() + interval '1 day' + n * interval '1 second', now() + interval '2 seconds' + n * interval '{{(double)seconds / count}} seconds',
                   7200, ('{{{string.Join(',', channels)}}}'::text[])[1 + n % {{channels.Count}}], 'scheduled', 0, gen_random_uuid()::text, '{"title": "Урок испанского", "timezone": "Europe/Moscow"}', now(), now()
            FROM generate_series(1, {{count}}) n
            JOIN (SELECT user_id, id, row_number() OVER () - 1 AS place FROM events) e ON e.place = n % (SELECT count(*) FROM events)
            """));

    /// <summary>Nothing was said yet, and nobody is in a session.</summary>
    public Task Clear() => Execute(
        """
        TRUNCATE reminder_logs, reminder_queue, notifications, chat_messages, session_summary;
        DELETE FROM sync_changes WHERE entity_type <> 'event';
        UPDATE conversations SET last_seq = 0, read_seq = 0, session_count = 0, open_session_id = NULL, session_started_at = NULL, last_active_at = NULL;
        """);

    public Task Settle() => Execute("VACUUM ANALYZE");

    public async Task Verify(int count)
    {
        var told = await Scalar("SELECT count(*) FROM reminder_logs l JOIN reminder_queue q ON q.user_id = l.user_id AND q.id = l.reminder_id WHERE l.status = 'sent' AND q.status = 'sent'");
        if (told != count)
            throw new InvalidOperationException($"{told} of {count} were told.");
    }

    /// <summary>Each once, in the places that the heads gave.</summary>
    public async Task VerifySaid(int count)
    {
        var said = await Scalar("SELECT count(*) FROM chat_messages m JOIN conversations c ON c.user_id = m.user_id AND m.seq BETWEEN 1 AND c.last_seq");
        if (said != count)
            throw new InvalidOperationException($"{said} of {count} were said.");
    }

    /// <summary>How the server finds what is due.</summary>
    public async Task<string> Plan()
    {
        await using var command = _database.CreateCommand(
            "EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF) SELECT * FROM reminder_queue WHERE status = 'scheduled' AND trigger_at <= now() AND NOT channel = ANY ('{email,webhook}') ORDER BY trigger_at LIMIT 1000 FOR UPDATE SKIP LOCKED");
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
            lines.Add("    " + reader.GetString(0));

        return string.Join('\n', lines);
    }

    public async Task<long> Scalar(string sql, int? parameter = null)
    {
        await using var command = _database.CreateCommand(sql);
        command.CommandTimeout = 600;
        if (parameter is { } value)
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = value });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private async Task Execute(string sql)
    {
        await using var command = _database.CreateCommand(sql);
        command.CommandTimeout = 600;
        await command.ExecuteNonQueryAsync();
    }
}
