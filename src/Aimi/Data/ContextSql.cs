namespace Aimi.Data;

/// <summary>
/// The statements of what a prompt needs of a person, the same on both databases. $1 is the person, $2 now, $3 and $4 the span of plans, $5 its beginning by a wall clock,
/// $6 the first day of habits.
/// </summary>
internal static class ContextSql
{
    /// <summary>Goals and neighbours beyond these are more than any prompt has room for.</summary>
    private const string MostGoals = "50";
    private const string MostNeighbours = "500";

    public const string Portrait =
        """
        SELECT u.settings, s.last_summary, s.last_summary_session_id, s.focus_goals, s.traits, s.recent_mood, s.pending_actions, s.created_at, s.updated_at
        FROM users u LEFT JOIN user_state s ON s.user_id = u.id
        WHERE u.id = $1
        """;

    public const string Goals =
        $"""
        SELECT g.id, g.title, g.progress, g.target_date, g.priority, s.status_note
        FROM goals g LEFT JOIN goal_state s ON s.user_id = g.user_id AND s.goal_id = g.id
        WHERE g.user_id = $1 AND g.status = 'active'
        ORDER BY s.last_mentioned_at DESC NULLS LAST, g.priority DESC, g.id LIMIT {MostGoals}
        """;

    public const string Habits =
        """
        SELECT id, goal_id, name, frequency, times_per_week, starts_on, created_at, updated_at
        FROM habits WHERE user_id = $1 AND active ORDER BY id
        """;

    public const string CheckIns =
        """
        SELECT c.habit_id, c.day
        FROM habit_check_ins c JOIN habits h ON h.user_id = c.user_id AND h.id = c.habit_id
        WHERE c.user_id = $1 AND h.active AND c.day >= $6
        """;

    public const string Pauses =
        """
        SELECT p.id, p.habit_id, p.from_day, p.to_day, p.created_at, p.updated_at
        FROM habit_pauses p JOIN habits h ON h.user_id = p.user_id AND h.id = p.habit_id
        WHERE p.user_id = $1 AND h.active AND (p.to_day IS NULL OR p.to_day >= $6)
        """;

    /// <summary>What takes place once, but for proposals, only where it touches the span; what repeats is expanded by who reads it.</summary>
    public const string Plans =
        """
        SELECT id, goal_id, type, title, status, start_at, end_at, due_at, wall_time, all_day, timezone, priority, repeat_rule, repeat_mode, source, created_at, updated_at
        FROM events
        WHERE user_id = $1 AND (
            status = 'pending_confirmation'
            OR status = 'planned' AND repeat_rule IS NOT NULL AND repeat_mode = 'schedule'
            OR status IN ('planned', 'awaiting_feedback') AND coalesce(start_at, due_at) < $4 AND (coalesce(start_at, due_at) >= $3 OR end_at > $2))
        """;

    // The times of an occurrence that was moved say where to, those of the others nothing.
    public const string Differences =
        """
        SELECT o.id, o.event_id, o.wall_time, o.status, o.start_at, o.end_at, o.due_at, o.title, o.created_at, o.updated_at
        FROM event_occurrences o JOIN events e ON e.user_id = o.user_id AND e.id = o.event_id
        WHERE o.user_id = $1 AND e.status = 'planned' AND e.repeat_rule IS NOT NULL AND e.repeat_mode = 'schedule'
          AND (o.wall_time >= $5 OR o.start_at >= $3 OR o.due_at >= $3)
        """;

    public const string Neighbours =
        $"""
        SELECT near.goal_id, n.type, n.id, n.label, n.status, n.relation, near.relation, near.weight, near.last_seen_at, near.evidence_seqs
        FROM (
            SELECT from_id AS goal_id, to_type AS type, to_id AS id, relation, weight, last_seen_at, evidence_seqs
            FROM graph_edges WHERE user_id = $1 AND from_type = 'goal'
            UNION ALL
            SELECT to_id, from_type, from_id, relation, weight, last_seen_at, evidence_seqs
            FROM graph_edges WHERE user_id = $1 AND to_type = 'goal'
        ) near
        JOIN goals g ON g.user_id = $1 AND g.id = near.goal_id AND g.status = 'active'
        JOIN graph_nodes n ON n.user_id = $1 AND n.type = near.type AND n.id = near.id
        WHERE n.type NOT IN ('goal', 'memory') AND (n.type <> 'event' OR n.status NOT IN ('completed', 'cancelled'))
        ORDER BY near.last_seen_at DESC LIMIT {MostNeighbours}
        """;

    /// <summary>In the order in which <see cref="ContextReading"/> reads what they answer.</summary>
    public static readonly string[] All = [Portrait, Goals, Habits, CheckIns, Pauses, Plans, Differences, Neighbours];
}
