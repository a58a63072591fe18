namespace Aimi.Data.Postgres;

/// <summary>The statements of <see cref="PostgresMessageStore"/>. <see cref="Messages.Conversation.Place"/> says the same in C#, for SQLite and for what nobody asked for.</summary>
internal static class PostgresMessageSql
{
    /// <summary>
    /// One statement for a batch with at most one message a person. The heads are locked in the order of their keys, so that two batches
    /// cannot wait for each other; what is read of a head after that is its newest state, and the clock is read after the wait.
    /// The people stand in a scalar subquery, so that the planner never knows how many they are: a plan for just this batch would look cheaper to it
    /// than the one it has, and making it takes longer than running it.
    /// </summary>
    public const string Store =
        """
        WITH input AS MATERIALIZED (
            SELECT * FROM unnest((SELECT $1), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) WITH ORDINALITY
                AS t (user_id, id, by_user, body, client_message_id, reply_to, reply_seq, metadata, new_session_id, ends, hand_to, traceparent, ordinal)
        ), head AS MATERIALIZED (
            SELECT * FROM conversations WHERE user_id = ANY ((SELECT $1)::uuid[]) ORDER BY user_id FOR UPDATE
        ), ticked AS MATERIALIZED (
            SELECT i.*, h.last_seq, h.read_seq, h.open_session_id, h.session_started_at, h.last_active_at, h.session_count, h.turn_seq,
                   h.turn_expires_at,
                   greatest(coalesce($13, clock_timestamp()), h.last_active_at) AS now,
                   CASE WHEN i.client_message_id IS NOT NULL
                       THEN (SELECT true FROM chat_messages m WHERE m.user_id = i.user_id AND m.client_message_id = i.client_message_id LIMIT 1)
                       WHEN i.reply_to IS NOT NULL
                       THEN (SELECT true FROM chat_messages m WHERE m.user_id = i.user_id AND m.reply_to = i.reply_to LIMIT 1)
                   END IS NOT NULL AS seen
            FROM input i JOIN head h ON h.user_id = i.user_id
        ), placed AS MATERIALIZED (
            SELECT t.*, outgrown, session_id, started_at, count, takes_turn, gives_turn,
                   CASE WHEN ends THEN 'command' WHEN NOT by_user AND count >= $15 THEN 'limit' END AS closed
            FROM ticked t
            CROSS JOIN LATERAL (
                SELECT CASE WHEN open_session_id IS NULL THEN NULL
                            WHEN last_active_at <= now - $14 THEN 'timeout'
                            WHEN session_count + by_user::int >= $15 THEN 'limit'
                       END AS outgrown
            ) before
            CROSS JOIN LATERAL (
                SELECT CASE WHEN open_session_id IS NULL OR outgrown IS NOT NULL THEN new_session_id ELSE open_session_id END AS session_id,
                       CASE WHEN open_session_id IS NULL OR outgrown IS NOT NULL THEN now ELSE session_started_at END AS started_at,
                       CASE WHEN open_session_id IS NULL OR outgrown IS NOT NULL THEN 1 ELSE session_count + 1 END AS count,
                       by_user AND coalesce(turn_expires_at <= now, true) AS takes_turn,
                       NOT by_user AND turn_seq = reply_seq AS gives_turn
            ) after
            WHERE NOT seen
        ), moved AS (
            UPDATE conversations c
            SET last_seq = p.last_seq + 1,
                read_seq = CASE WHEN p.by_user THEN p.last_seq ELSE p.read_seq END,
                open_session_id = CASE WHEN p.closed IS NULL THEN p.session_id END,
                session_started_at = p.started_at,
                last_active_at = p.now,
                session_count = p.count,
                turn_seq = CASE WHEN p.takes_turn THEN p.last_seq + 1 WHEN p.gives_turn THEN p.hand_to ELSE p.turn_seq END,
                turn_expires_at = CASE WHEN p.takes_turn OR (p.gives_turn AND p.hand_to IS NOT NULL) THEN p.now + $16
                                       WHEN p.gives_turn THEN NULL
                                       ELSE p.turn_expires_at END
            FROM placed p WHERE c.user_id = p.user_id
        ), ended AS (
            INSERT INTO session_summary
                (user_id, id, session_id, reason, status, attempts, started_at, ended_at, message_count, created_at, updated_at)
            SELECT user_id, open_session_id, open_session_id, outgrown, 'pending', 0, session_started_at, last_active_at, session_count, now, now
            FROM placed WHERE outgrown IS NOT NULL
            UNION ALL
            SELECT user_id, session_id, session_id, closed, 'pending', 0, started_at, now, count, now, now
            FROM placed WHERE closed IS NOT NULL
        ), stored AS (
            INSERT INTO chat_messages
                (user_id, id, session_id, seq, role, text, occurred_at, client_message_id, reply_to, metadata, traceparent)
            SELECT user_id, id, session_id, last_seq + 1, CASE WHEN by_user THEN 'user' ELSE 'assistant' END, body, now, client_message_id,
                   reply_to, metadata, traceparent
            FROM placed
        )
        SELECT i.ordinal, t.seen, p.last_seq + 1, p.session_id, p.started_at, p.now, p.count, p.open_session_id, p.outgrown, p.closed, p.takes_turn
        FROM input i LEFT JOIN ticked t ON t.ordinal = i.ordinal LEFT JOIN placed p ON p.ordinal = i.ordinal
        """;

    /// <summary>Heads as they are when they are locked, in the order of their keys as in <see cref="Store"/>, and the time then.</summary>
    public const string Lock =
        """
        WITH head AS MATERIALIZED (
            SELECT * FROM conversations WHERE user_id = ANY ((SELECT $1)::uuid[]) ORDER BY user_id FOR UPDATE
        )
        SELECT user_id, last_seq, open_session_id, session_started_at, last_active_at, session_count, coalesce($2, clock_timestamp()) FROM head
        """;

    /// <summary>Moves heads to where messages of Aimi that answer none have brought them.</summary>
    public const string Move =
        """
        UPDATE conversations c
        SET last_seq = h.last_seq, open_session_id = h.open_session_id, session_started_at = h.session_started_at, last_active_at = h.last_active_at,
            session_count = h.session_count
        FROM unnest((SELECT $1::uuid[]), (SELECT $2::bigint[]), (SELECT $3::uuid[]), (SELECT $4::timestamptz[]), (SELECT $5::timestamptz[]), (SELECT $6::int[]))
            AS h (user_id, last_seq, open_session_id, session_started_at, last_active_at, session_count)
        WHERE c.user_id = h.user_id
        """;

    /// <summary>The summaries of sessions that ended, as they begin.</summary>
    public const string Close =
        """
        INSERT INTO session_summary
            (user_id, id, session_id, reason, status, attempts, started_at, ended_at, message_count, created_at, updated_at)
        SELECT user_id, session_id, session_id, reason, 'pending', 0, started_at, ended_at, message_count, at, at
        FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::int[], $7::timestamptz[])
            AS e (user_id, session_id, reason, started_at, ended_at, message_count, at)
        """;

    /// <summary>Adds messages that have their place already.</summary>
    public const string Import =
        """
        INSERT INTO chat_messages (user_id, id, session_id, seq, role, text, occurred_at, external_id, metadata)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """;

    /// <summary>Ends the open session. One that had timed out by now ended of that, whatever was asked for.</summary>
    public const string End =
        """
        WITH head AS MATERIALIZED (
            SELECT * FROM conversations WHERE user_id = $1 AND open_session_id IS NOT NULL FOR UPDATE
        ), ending AS MATERIALIZED (
            SELECT h.*, t.now, CASE WHEN h.last_active_at <= t.now - $4 THEN 'timeout' ELSE $2 END AS reason
            FROM head h CROSS JOIN LATERAL (SELECT greatest(coalesce($3, clock_timestamp()), h.last_active_at) AS now) t
        ), moved AS (
            UPDATE conversations c SET open_session_id = NULL FROM ending e WHERE c.user_id = e.user_id
        )
        INSERT INTO session_summary
            (user_id, id, session_id, reason, status, attempts, started_at, ended_at, message_count, created_at, updated_at)
        SELECT user_id, open_session_id, open_session_id, reason, 'pending', 0, session_started_at,
               CASE reason WHEN 'timeout' THEN last_active_at ELSE now END, session_count, now, now
        FROM ending
        RETURNING session_id, reason
        """;

    /// <summary>
    /// Ends sessions that timed out, the longest ago first. A head that a message is moving at this moment is left out: the message decides.
    /// </summary>
    public const string EndTimedOut =
        """
        WITH silent AS MATERIALIZED (
            SELECT * FROM conversations
            WHERE open_session_id IS NOT NULL AND last_active_at <= coalesce($1, clock_timestamp()) - $2
            ORDER BY last_active_at LIMIT $3 FOR UPDATE SKIP LOCKED
        ), moved AS (
            UPDATE conversations c SET open_session_id = NULL FROM silent s WHERE c.user_id = s.user_id
        )
        INSERT INTO session_summary
            (user_id, id, session_id, reason, status, attempts, started_at, ended_at, message_count, created_at, updated_at)
        SELECT user_id, open_session_id, open_session_id, 'timeout', 'pending', 0, session_started_at, last_active_at, session_count, t.now, t.now
        FROM silent CROSS JOIN (SELECT coalesce($1, clock_timestamp()) AS now) t
        RETURNING user_id, session_id
        """;

    /// <summary>Takes the turn if nobody has it, or (renew) keeps it for the message that has it.</summary>
    public const string ClaimTurn =
        """
        WITH answered AS MATERIALIZED (
            SELECT EXISTS (
                SELECT 1 FROM chat_messages q JOIN chat_messages r ON r.user_id = q.user_id AND r.reply_to = q.id
                WHERE q.user_id = $1 AND q.seq = $2) AS yes
        ), taken AS (
            UPDATE conversations c
            SET turn_seq = $2, turn_expires_at = coalesce($4, clock_timestamp()) + $5
            FROM answered a
            WHERE c.user_id = $1 AND NOT a.yes
              AND CASE WHEN $3 THEN c.turn_seq = $2 ELSE coalesce(c.turn_expires_at <= coalesce($4, clock_timestamp()), true) END
            RETURNING true
        )
        SELECT (SELECT yes FROM answered), EXISTS (SELECT 1 FROM taken)
        """;

    /// <summary>Gives the turn back, or on.</summary>
    public const string ReleaseTurn =
        """
        UPDATE conversations
        SET turn_seq = $3, turn_expires_at = CASE WHEN $3 IS NULL THEN NULL ELSE coalesce($4, clock_timestamp()) + $5 END
        WHERE user_id = $1 AND turn_seq = $2
        """;
}
