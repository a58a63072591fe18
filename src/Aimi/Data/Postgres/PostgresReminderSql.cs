namespace Aimi.Data.Postgres;

/// <summary>The statements of <see cref="PostgresReminderQueue"/>.</summary>
internal static class PostgresReminderSql
{
    /// <summary>A worker that sleeps longer loses the transaction: this is the lease of what is told in the product.</summary>
    public const string EndWhereItSleeps = "SET LOCAL idle_in_transaction_session_timeout = '30s'";

    public const string EndWhereItHangs = "SET LOCAL statement_timeout = '30s'";

    /// <summary>
    /// What is due, and what another worker's lease ran out on. Of two reminders of one thing through one channel the later supersedes, whether it is
    /// due too or was told already; of two that are due at the same moment, that which is nearer to the thing.
    /// To the planner a CASE is true of half of the rows: of a comparison it would believe that nearly none are, and read the whole table instead of the index.
    /// </summary>
    public const string Claim =
        """
        WITH due AS MATERIALIZED (
            SELECT * FROM reminder_queue
            WHERE status = 'scheduled' AND trigger_at <= $1 AND (channel = ANY ($3)) = $4
              AND CASE WHEN $5 = 1 THEN true ELSE abs(uuid_hash(user_id)::bigint) % $5 = $6 END
            ORDER BY trigger_at LIMIT $2 FOR UPDATE SKIP LOCKED
        ), abandoned AS MATERIALIZED (
            SELECT * FROM reminder_queue
            WHERE status = 'sending' AND locked_until <= $1 AND (channel = ANY ($3)) = $4
              AND CASE WHEN $5 = 1 THEN true ELSE abs(uuid_hash(user_id)::bigint) % $5 = $6 END
            ORDER BY locked_until LIMIT $2 FOR UPDATE SKIP LOCKED
        ), taken AS (
            SELECT * FROM due UNION ALL SELECT * FROM abandoned LIMIT $2
        )
        SELECT user_id, id, kind, event_id, habit_id, occurrence_at, trigger_at, "offset", channel, status, attempts, dedupe_key, created_at, updated_at,
               payload,
               CASE
                   WHEN event_id IS NOT NULL THEN EXISTS (
                       SELECT 1 FROM reminder_queue l
                       WHERE l.user_id = t.user_id AND l.event_id = t.event_id AND l.occurrence_at = t.occurrence_at AND l.channel = t.channel
                         AND l.event_id IS NOT NULL AND l.status IN ('scheduled', 'sending', 'sent') AND l.trigger_at <= $1
                         AND (l.trigger_at > t.trigger_at OR (l.trigger_at = t.trigger_at AND l."offset" < t."offset")))
                   WHEN habit_id IS NOT NULL THEN EXISTS (
                       SELECT 1 FROM reminder_queue l
                       WHERE l.user_id = t.user_id AND l.habit_id = t.habit_id AND l.occurrence_at = t.occurrence_at AND l.channel = t.channel
                         AND l.habit_id IS NOT NULL AND l.status IN ('scheduled', 'sending', 'sent') AND l.trigger_at <= $1
                         AND (l.trigger_at > t.trigger_at OR (l.trigger_at = t.trigger_at AND l."offset" < t."offset")))
                   ELSE false
               END,
               traceparent
        FROM taken t
        """;

    /// <summary>
    /// What was due up to two days before and told today counts as well: it was late, or held. A subquery for each person, not a join, which the planner would make of the whole
    /// table while that is small.
    /// </summary>
    public const string CountDelivered =
        """
        SELECT p.user_id, (
            SELECT count(*) FROM reminder_queue r
            WHERE r.user_id = p.user_id AND r.trigger_at BETWEEN p.since - interval '2 days' AND $3
              AND r.updated_at >= p.since AND r.status IN ('sent', 'sending') AND r.kind IN ('event', 'habit'))
        FROM unnest($1::uuid[], $2::timestamptz[]) AS p (user_id, since)
        """;

    /// <summary>The arrays stand in scalar subqueries, so that the planner never knows how many rows they are: it goes by the key instead of reading the whole table.</summary>
    public const string Update =
        """
        UPDATE reminder_queue AS q
        SET status = u.status, trigger_at = u.trigger_at, attempts = u.attempts, locked_until = u.locked_until, lease_token = u.lease_token, updated_at = $8
        FROM unnest((SELECT $1::uuid[]), (SELECT $2::uuid[]), (SELECT $3::text[]), (SELECT $4::timestamptz[]), (SELECT $5::int[]), (SELECT $6::timestamptz[]), (SELECT $7::uuid[]))
            AS u (user_id, id, status, trigger_at, attempts, locked_until, lease_token)
        WHERE q.user_id = u.user_id AND q.id = u.id
        """;

    public const string Log =
        """
        INSERT INTO reminder_logs (user_id, id, reminder_id, attempt, sent_at, status, channel, response, late_by_ms)
        SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[], $5::timestamptz[], $6::text[], $7::text[], $8::jsonb[], $9::bigint[])
        """;

    public const string Notify =
        """
        INSERT INTO notifications (user_id, id, kind, title, body, entity_type, entity_id, created_at, updated_at)
        SELECT n.*, n.created_at
        FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::timestamptz[])
            AS n (user_id, id, kind, title, body, entity_type, entity_id, created_at)
        """;
}
