using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Pgvector;

#nullable disable

namespace Aimi.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterDatabase()
                .Annotation("Npgsql:PostgresExtension:vector", ",,");

            migrationBuilder.CreateTable(
                name: "users",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    email = table.Column<string>(type: "character varying(320)", maxLength: 320, nullable: true),
                    display_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    timezone = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    locale = table.Column<string>(type: "character varying(35)", maxLength: 35, nullable: false),
                    settings = table.Column<string>(type: "jsonb", nullable: false),
                    profile = table.Column<string>(type: "jsonb", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_users", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "context_links",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_type = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    from_id = table.Column<Guid>(type: "uuid", nullable: false),
                    to_type = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    to_id = table.Column<Guid>(type: "uuid", nullable: false),
                    relation = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    weight = table.Column<double>(type: "double precision", nullable: false),
                    evidence_seqs = table.Column<long[]>(type: "bigint[]", nullable: false),
                    last_seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_context_links", x => new { x.user_id, x.id });
                    table.CheckConstraint("ck_context_links_ends", "from_type <> to_type OR from_id <> to_id");
                    table.CheckConstraint("ck_context_links_from_type", "\"from_type\" IN ('goal', 'habit', 'event', 'memory')");
                    table.CheckConstraint("ck_context_links_to_type", "\"to_type\" IN ('goal', 'habit', 'event', 'memory')");
                    table.CheckConstraint("ck_context_links_weight", "weight BETWEEN 0 AND 1");
                    table.ForeignKey(
                        name: "fk_context_links_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "conversations",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    last_seq = table.Column<long>(type: "bigint", nullable: false),
                    read_seq = table.Column<long>(type: "bigint", nullable: false),
                    open_session_id = table.Column<Guid>(type: "uuid", nullable: true),
                    session_started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_active_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    session_count = table.Column<int>(type: "integer", nullable: false),
                    turn_seq = table.Column<long>(type: "bigint", nullable: true),
                    turn_expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_conversations", x => x.user_id);
                    table.CheckConstraint("ck_conversations_open_session", "open_session_id IS NULL OR (session_started_at IS NOT NULL AND last_active_at IS NOT NULL)");
                    table.CheckConstraint("ck_conversations_seq", "last_seq >= 0 AND read_seq >= 0 AND read_seq <= last_seq AND session_count >= 0");
                    table.ForeignKey(
                        name: "fk_conversations_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "devices",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    platform = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    token = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    locale = table.Column<string>(type: "character varying(35)", maxLength: 35, nullable: false),
                    timezone = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    active = table.Column<bool>(type: "boolean", nullable: false),
                    last_seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_devices", x => new { x.user_id, x.id });
                    table.CheckConstraint("ck_devices_platform", "\"platform\" IN ('ios', 'android', 'web', 'desktop')");
                    table.ForeignKey(
                        name: "fk_devices_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "goals",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    title = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    description = table.Column<string>(type: "text", nullable: true),
                    status = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    target_date = table.Column<DateOnly>(type: "date", nullable: true),
                    priority = table.Column<int>(type: "integer", nullable: false),
                    parent_goal_id = table.Column<Guid>(type: "uuid", nullable: true),
                    progress = table.Column<double>(type: "double precision", nullable: false),
                    metadata = table.Column<string>(type: "jsonb", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_goals", x => new { x.user_id, x.id });
                    table.CheckConstraint("ck_goals_parent_goal_id", "parent_goal_id <> id");
                    table.CheckConstraint("ck_goals_priority", "priority BETWEEN 1 AND 5");
                    table.CheckConstraint("ck_goals_progress", "progress BETWEEN 0 AND 1");
                    table.CheckConstraint("ck_goals_status", "\"status\" IN ('active', 'paused', 'completed', 'archived')");
                    table.ForeignKey(
                        name: "fk_goals_goals_user_id_parent_goal_id",
                        columns: x => new { x.user_id, x.parent_goal_id },
                        principalTable: "goals",
                        principalColumns: new[] { "user_id", "id" });
                    table.ForeignKey(
                        name: "fk_goals_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "memory_tombstones",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    content_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    subject = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_memory_tombstones", x => new { x.user_id, x.id });
                    table.CheckConstraint("ck_memory_tombstones_content_hash", "length(content_hash) = 64");
                    table.ForeignKey(
                        name: "fk_memory_tombstones_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "memory_vectors",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    entity_type = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    entity_id = table.Column<Guid>(type: "uuid", nullable: true),
                    subject = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    content = table.Column<string>(type: "text", nullable: false),
                    embedding = table.Column<Vector>(type: "vector", nullable: true),
                    embedding_model = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    embedding_dimensions = table.Column<int>(type: "integer", nullable: true),
                    source_session_id = table.Column<Guid>(type: "uuid", nullable: true),
                    source_seqs = table.Column<long[]>(type: "bigint[]", nullable: false),
                    importance = table.Column<double>(type: "double precision", nullable: false),
                    valid_from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    valid_to = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    superseded_by = table.Column<Guid>(type: "uuid", nullable: true),
                    is_active = table.Column<bool>(type: "boolean", nullable: false),
                    metadata = table.Column<string>(type: "jsonb", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_memory_vectors", x => new { x.user_id, x.id });
                    table.CheckConstraint("ck_memory_vectors_dimensions", "vector_dims(embedding) = embedding_dimensions");
                    table.CheckConstraint("ck_memory_vectors_embedding", "(embedding IS NULL) = (embedding_model IS NULL) AND (embedding IS NULL) = (embedding_dimensions IS NULL)");
                    table.CheckConstraint("ck_memory_vectors_entity_type", "\"entity_type\" IN ('goal', 'event', 'experience', 'summary', 'fact', 'message')");
                    table.CheckConstraint("ck_memory_vectors_importance", "importance BETWEEN 0 AND 1");
                    table.CheckConstraint("ck_memory_vectors_superseded_by", "superseded_by <> id");
                    table.CheckConstraint("ck_memory_vectors_validity", "valid_to IS NULL OR valid_to >= valid_from");
                    table.ForeignKey(
                        name: "fk_memory_vectors_memory_vectors_user_id_superseded_by",
                        columns: x => new { x.user_id, x.superseded_by },
                        principalTable: "memory_vectors",
                        principalColumns: new[] { "user_id", "id" });
                    table.ForeignKey(
                        name: "fk_memory_vectors_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "notifications",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    title = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    body = table.Column<string>(type: "text", nullable: true),
                    entity_type = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    entity_id = table.Column<Guid>(type: "uuid", nullable: true),
                    read_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notifications", x => new { x.user_id, x.id });
                    table.CheckConstraint("ck_notifications_entity", "(entity_type IS NULL) = (entity_id IS NULL)");
                    table.ForeignKey(
                        name: "fk_notifications_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "session_summary",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reason = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    status = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    locked_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    lease_token = table.Column<Guid>(type: "uuid", nullable: true),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    message_count = table.Column<int>(type: "integer", nullable: false),
                    summary = table.Column<string>(type: "text", nullable: true),
                    facts = table.Column<string>(type: "jsonb", nullable: true),
                    intents = table.Column<string>(type: "jsonb", nullable: true),
                    mood = table.Column<string>(type: "jsonb", nullable: true),
                    open_questions = table.Column<string>(type: "jsonb", nullable: true),
                    generator = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    language = table.Column<string>(type: "character varying(35)", maxLength: 35, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_session_summary", x => new { x.user_id, x.id });
                    table.CheckConstraint("ck_session_summary_counts", "attempts >= 0 AND message_count >= 0");
                    table.CheckConstraint("ck_session_summary_id", "id = session_id");
                    table.CheckConstraint("ck_session_summary_lease", "(locked_until IS NULL) = (lease_token IS NULL)");
                    table.CheckConstraint("ck_session_summary_reason", "\"reason\" IN ('command', 'timeout', 'limit', 'system')");
                    table.CheckConstraint("ck_session_summary_status", "\"status\" IN ('pending', 'working', 'done', 'failed')");
                    table.CheckConstraint("ck_session_summary_times", "ended_at >= started_at");
                    table.ForeignKey(
                        name: "fk_session_summary_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "user_state",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    last_summary = table.Column<string>(type: "text", nullable: true),
                    focus_goals = table.Column<string>(type: "jsonb", nullable: false),
                    traits = table.Column<string>(type: "jsonb", nullable: false),
                    recent_mood = table.Column<string>(type: "jsonb", nullable: false),
                    pending_actions = table.Column<string>(type: "jsonb", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_state", x => x.user_id);
                    table.ForeignKey(
                        name: "fk_user_state_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "chat_messages",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    seq = table.Column<long>(type: "bigint", nullable: false),
                    role = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    client_message_id = table.Column<Guid>(type: "uuid", nullable: true),
                    reply_to = table.Column<Guid>(type: "uuid", nullable: true),
                    metadata = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_chat_messages", x => new { x.user_id, x.id });
                    table.CheckConstraint("ck_chat_messages_role", "\"role\" IN ('user', 'assistant')");
                    table.CheckConstraint("ck_chat_messages_seq", "seq > 0");
                    table.ForeignKey(
                        name: "fk_chat_messages_conversations_user_id",
                        column: x => x.user_id,
                        principalTable: "conversations",
                        principalColumn: "user_id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "events",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    goal_id = table.Column<Guid>(type: "uuid", nullable: true),
                    type = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    title = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    description = table.Column<string>(type: "text", nullable: true),
                    status = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    start_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    end_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    all_day = table.Column<bool>(type: "boolean", nullable: false),
                    timezone = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    priority = table.Column<int>(type: "integer", nullable: false),
                    repeat_rule = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    source = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    external_id = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    reminder_offsets = table.Column<string[]>(type: "text[]", nullable: true),
                    metadata = table.Column<string>(type: "jsonb", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_events", x => new { x.user_id, x.id });
                    table.CheckConstraint("ck_events_priority", "priority BETWEEN 1 AND 5");
                    table.CheckConstraint("ck_events_source", "\"source\" IN ('user', 'assistant', 'external')");
                    table.CheckConstraint("ck_events_status", "\"status\" IN ('planned', 'pending_confirmation', 'awaiting_feedback', 'completed', 'cancelled')");
                    table.CheckConstraint("ck_events_times", "end_at IS NULL OR (start_at IS NOT NULL AND end_at >= start_at)");
                    table.CheckConstraint("ck_events_type", "\"type\" IN ('task', 'event', 'follow_up')");
                    table.ForeignKey(
                        name: "fk_events_goals_user_id_goal_id",
                        columns: x => new { x.user_id, x.goal_id },
                        principalTable: "goals",
                        principalColumns: new[] { "user_id", "id" });
                    table.ForeignKey(
                        name: "fk_events_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "goal_state",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    goal_id = table.Column<Guid>(type: "uuid", nullable: false),
                    weight = table.Column<double>(type: "double precision", nullable: false),
                    momentum = table.Column<double>(type: "double precision", nullable: false),
                    last_mentioned_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    mentions = table.Column<int>(type: "integer", nullable: false),
                    status_note = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_goal_state", x => new { x.user_id, x.goal_id });
                    table.CheckConstraint("ck_goal_state_mentions", "mentions >= 0");
                    table.CheckConstraint("ck_goal_state_momentum", "momentum BETWEEN -1 AND 1");
                    table.CheckConstraint("ck_goal_state_weight", "weight BETWEEN 0 AND 1");
                    table.ForeignKey(
                        name: "fk_goal_state_goals_user_id_goal_id",
                        columns: x => new { x.user_id, x.goal_id },
                        principalTable: "goals",
                        principalColumns: new[] { "user_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_goal_state_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "habits",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    goal_id = table.Column<Guid>(type: "uuid", nullable: true),
                    name = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    frequency = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    intensity = table.Column<int>(type: "integer", nullable: false),
                    active = table.Column<bool>(type: "boolean", nullable: false),
                    metadata = table.Column<string>(type: "jsonb", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_habits", x => new { x.user_id, x.id });
                    table.CheckConstraint("ck_habits_intensity", "intensity BETWEEN 1 AND 5");
                    table.ForeignKey(
                        name: "fk_habits_goals_user_id_goal_id",
                        columns: x => new { x.user_id, x.goal_id },
                        principalTable: "goals",
                        principalColumns: new[] { "user_id", "id" });
                    table.ForeignKey(
                        name: "fk_habits_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "event_history",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    event_id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_status = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    to_status = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    by = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    metadata = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_event_history", x => new { x.user_id, x.id });
                    table.CheckConstraint("ck_event_history_by", "\"by\" IN ('user', 'assistant', 'worker')");
                    table.CheckConstraint("ck_event_history_from_status", "\"from_status\" IN ('planned', 'pending_confirmation', 'awaiting_feedback', 'completed', 'cancelled')");
                    table.CheckConstraint("ck_event_history_to_status", "\"to_status\" IN ('planned', 'pending_confirmation', 'awaiting_feedback', 'completed', 'cancelled')");
                    table.ForeignKey(
                        name: "fk_event_history_events_user_id_event_id",
                        columns: x => new { x.user_id, x.event_id },
                        principalTable: "events",
                        principalColumns: new[] { "user_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_event_history_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "habit_check_ins",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    habit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    note = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_habit_check_ins", x => new { x.user_id, x.id });
                    table.ForeignKey(
                        name: "fk_habit_check_ins_habits_user_id_habit_id",
                        columns: x => new { x.user_id, x.habit_id },
                        principalTable: "habits",
                        principalColumns: new[] { "user_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_habit_check_ins_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "habit_state",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    habit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    weight = table.Column<double>(type: "double precision", nullable: false),
                    momentum = table.Column<double>(type: "double precision", nullable: false),
                    last_mentioned_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    mentions = table.Column<int>(type: "integer", nullable: false),
                    status_note = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_habit_state", x => new { x.user_id, x.habit_id });
                    table.CheckConstraint("ck_habit_state_mentions", "mentions >= 0");
                    table.CheckConstraint("ck_habit_state_momentum", "momentum BETWEEN -1 AND 1");
                    table.CheckConstraint("ck_habit_state_weight", "weight BETWEEN 0 AND 1");
                    table.ForeignKey(
                        name: "fk_habit_state_habits_user_id_habit_id",
                        columns: x => new { x.user_id, x.habit_id },
                        principalTable: "habits",
                        principalColumns: new[] { "user_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_habit_state_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "reminder_queue",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    event_id = table.Column<Guid>(type: "uuid", nullable: true),
                    habit_id = table.Column<Guid>(type: "uuid", nullable: true),
                    occurrence_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    trigger_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    offset = table.Column<long>(type: "bigint", nullable: false),
                    channel = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    status = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    locked_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    lease_token = table.Column<Guid>(type: "uuid", nullable: true),
                    dedupe_key = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    payload = table.Column<string>(type: "jsonb", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reminder_queue", x => new { x.user_id, x.id });
                    table.CheckConstraint("ck_reminder_queue_attempts", "attempts >= 0");
                    table.CheckConstraint("ck_reminder_queue_lease", "(status = 'sending') = (lease_token IS NOT NULL) AND (lease_token IS NULL) = (locked_until IS NULL)");
                    table.CheckConstraint("ck_reminder_queue_status", "\"status\" IN ('scheduled', 'sending', 'sent', 'skipped', 'failed', 'dismissed')");
                    table.CheckConstraint("ck_reminder_queue_subject", "(event_id IS NULL) <> (habit_id IS NULL)");
                    table.ForeignKey(
                        name: "fk_reminder_queue_events_user_id_event_id",
                        columns: x => new { x.user_id, x.event_id },
                        principalTable: "events",
                        principalColumns: new[] { "user_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_reminder_queue_habits_user_id_habit_id",
                        columns: x => new { x.user_id, x.habit_id },
                        principalTable: "habits",
                        principalColumns: new[] { "user_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_reminder_queue_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "reminder_logs",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    reminder_id = table.Column<Guid>(type: "uuid", nullable: false),
                    attempt = table.Column<int>(type: "integer", nullable: false),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    status = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    channel = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    response = table.Column<string>(type: "jsonb", nullable: false),
                    late_by_ms = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reminder_logs", x => new { x.user_id, x.id });
                    table.CheckConstraint("ck_reminder_logs_attempt", "attempt > 0");
                    table.CheckConstraint("ck_reminder_logs_status", "\"status\" IN ('sent', 'failed', 'skipped')");
                    table.ForeignKey(
                        name: "fk_reminder_logs_reminder_queue_user_id_reminder_id",
                        columns: x => new { x.user_id, x.reminder_id },
                        principalTable: "reminder_queue",
                        principalColumns: new[] { "user_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_reminder_logs_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_chat_messages_user_id_client_message_id",
                table: "chat_messages",
                columns: new[] { "user_id", "client_message_id" },
                unique: true,
                filter: "client_message_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_chat_messages_user_id_reply_to",
                table: "chat_messages",
                columns: new[] { "user_id", "reply_to" },
                unique: true,
                filter: "reply_to IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_chat_messages_user_id_seq",
                table: "chat_messages",
                columns: new[] { "user_id", "seq" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_chat_messages_user_id_session_id_seq",
                table: "chat_messages",
                columns: new[] { "user_id", "session_id", "seq" });

            migrationBuilder.CreateIndex(
                name: "ix_context_links_from",
                table: "context_links",
                columns: new[] { "user_id", "from_type", "from_id", "to_type", "to_id", "relation" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_context_links_to",
                table: "context_links",
                columns: new[] { "user_id", "to_type", "to_id" });

            migrationBuilder.CreateIndex(
                name: "ix_conversations_last_active_at",
                table: "conversations",
                column: "last_active_at",
                filter: "open_session_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_devices_user_id_token",
                table: "devices",
                columns: new[] { "user_id", "token" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_event_history_user_id_event_id_changed_at",
                table: "event_history",
                columns: new[] { "user_id", "event_id", "changed_at" });

            migrationBuilder.CreateIndex(
                name: "ix_events_user_id_external_id",
                table: "events",
                columns: new[] { "user_id", "external_id" },
                unique: true,
                filter: "external_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_events_user_id_goal_id",
                table: "events",
                columns: new[] { "user_id", "goal_id" });

            migrationBuilder.CreateIndex(
                name: "ix_events_user_id_status_start_at",
                table: "events",
                columns: new[] { "user_id", "status", "start_at" });

            migrationBuilder.CreateIndex(
                name: "ix_goals_user_id_parent_goal_id",
                table: "goals",
                columns: new[] { "user_id", "parent_goal_id" });

            migrationBuilder.CreateIndex(
                name: "ix_habit_check_ins_user_id_habit_id_day",
                table: "habit_check_ins",
                columns: new[] { "user_id", "habit_id", "day" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_habits_user_id_goal_id",
                table: "habits",
                columns: new[] { "user_id", "goal_id" });

            migrationBuilder.CreateIndex(
                name: "ix_memory_tombstones_user_id_content_hash",
                table: "memory_tombstones",
                columns: new[] { "user_id", "content_hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_memory_vectors_user_id_superseded_by",
                table: "memory_vectors",
                columns: new[] { "user_id", "superseded_by" });

            migrationBuilder.CreateIndex(
                name: "ix_reminder_logs_user_id_reminder_id_attempt",
                table: "reminder_logs",
                columns: new[] { "user_id", "reminder_id", "attempt" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_reminder_queue_event_occurrence",
                table: "reminder_queue",
                columns: new[] { "user_id", "event_id", "occurrence_at", "offset", "channel" },
                unique: true,
                filter: "event_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_reminder_queue_habit_occurrence",
                table: "reminder_queue",
                columns: new[] { "user_id", "habit_id", "occurrence_at", "offset", "channel" },
                unique: true,
                filter: "habit_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_reminder_queue_locked_until",
                table: "reminder_queue",
                column: "locked_until",
                filter: "status = 'sending'");

            migrationBuilder.CreateIndex(
                name: "ix_reminder_queue_trigger_at",
                table: "reminder_queue",
                column: "trigger_at",
                filter: "status = 'scheduled'");

            migrationBuilder.CreateIndex(
                name: "ix_reminder_queue_user_id_trigger_at",
                table: "reminder_queue",
                columns: new[] { "user_id", "trigger_at" });

            migrationBuilder.CreateIndex(
                name: "ix_session_summary_created_at",
                table: "session_summary",
                column: "created_at",
                filter: "status IN ('pending', 'working')");

            migrationBuilder.CreateIndex(
                name: "ix_users_email",
                table: "users",
                column: "email",
                unique: true);

            migrationBuilder.Sql(Graph.GraphViews.CreateNodes);
            migrationBuilder.Sql(Graph.GraphViews.CreateEdges);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(Graph.GraphViews.Drop);

            migrationBuilder.DropTable(
                name: "chat_messages");

            migrationBuilder.DropTable(
                name: "context_links");

            migrationBuilder.DropTable(
                name: "devices");

            migrationBuilder.DropTable(
                name: "event_history");

            migrationBuilder.DropTable(
                name: "goal_state");

            migrationBuilder.DropTable(
                name: "habit_check_ins");

            migrationBuilder.DropTable(
                name: "habit_state");

            migrationBuilder.DropTable(
                name: "memory_tombstones");

            migrationBuilder.DropTable(
                name: "memory_vectors");

            migrationBuilder.DropTable(
                name: "notifications");

            migrationBuilder.DropTable(
                name: "reminder_logs");

            migrationBuilder.DropTable(
                name: "session_summary");

            migrationBuilder.DropTable(
                name: "user_state");

            migrationBuilder.DropTable(
                name: "conversations");

            migrationBuilder.DropTable(
                name: "reminder_queue");

            migrationBuilder.DropTable(
                name: "events");

            migrationBuilder.DropTable(
                name: "habits");

            migrationBuilder.DropTable(
                name: "goals");

            migrationBuilder.DropTable(
                name: "users");
        }
    }
}
