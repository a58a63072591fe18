using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Aimi.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Plans : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // By hand: EF Core changes a check constraint by making the whole table anew outside the transaction, which a crash would leave half done, and
            // which the views over events and habits do not survive. No program before this one planned reminders: the queue is made anew, and filled by the planner.
            migrationBuilder.DropTable(name: "reminder_logs");
            migrationBuilder.DropTable(name: "reminder_queue");

            migrationBuilder.CreateTable(
                name: "reminder_queue",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    event_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    habit_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    occurrence_at = table.Column<long>(type: "INTEGER", nullable: false),
                    trigger_at = table.Column<long>(type: "INTEGER", nullable: false),
                    offset = table.Column<long>(type: "INTEGER", nullable: false),
                    channel = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    locked_until = table.Column<long>(type: "INTEGER", nullable: true),
                    lease_token = table.Column<Guid>(type: "TEXT", nullable: true),
                    dedupe_key = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    payload = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reminder_queue", x => new { x.user_id, x.id });
                    table.CheckConstraint("ck_reminder_queue_attempts", "attempts >= 0");
                    table.CheckConstraint("ck_reminder_queue_lease", "(status = 'sending') = (lease_token IS NOT NULL) AND (lease_token IS NULL) = (locked_until IS NULL)");
                    table.CheckConstraint("ck_reminder_queue_status", "\"status\" IN ('scheduled', 'sending', 'sent', 'skipped', 'failed', 'dismissed')");
                    table.CheckConstraint("ck_reminder_queue_kind", "\"kind\" IN ('event', 'habit', 'feedback', 'agenda', 'check_in', 'digest')");
                    table.CheckConstraint("ck_reminder_queue_subject", "(event_id IS NOT NULL) = (kind IN ('event', 'feedback')) AND (habit_id IS NOT NULL) = (kind = 'habit')");
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
                    user_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    reminder_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    attempt = table.Column<int>(type: "INTEGER", nullable: false),
                    sent_at = table.Column<long>(type: "INTEGER", nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    channel = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    response = table.Column<string>(type: "TEXT", nullable: false),
                    late_by_ms = table.Column<long>(type: "INTEGER", nullable: false)
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
                name: "ix_reminder_queue_day",
                table: "reminder_queue",
                columns: new[] { "user_id", "kind", "occurrence_at", "channel" },
                unique: true,
                filter: "event_id IS NULL AND habit_id IS NULL");

            migrationBuilder.Sql("ALTER TABLE habits ADD COLUMN times_per_week INTEGER NULL CONSTRAINT ck_habits_times_per_week CHECK (times_per_week BETWEEN 1 AND 7)");
            migrationBuilder.Sql("ALTER TABLE events ADD COLUMN repeat_mode TEXT NOT NULL DEFAULT 'schedule' CONSTRAINT ck_events_repeat_mode CHECK (repeat_mode IN ('schedule', 'after_completion'))");

            migrationBuilder.AddColumn<string>(
                name: "reminder_times",
                table: "habits",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<DateOnly>(
                name: "starts_on",
                table: "habits",
                type: "TEXT",
                nullable: false,
                defaultValue: new DateOnly(2026, 1, 1));

            migrationBuilder.AddColumn<Guid>(
                name: "continues_id",
                table: "events",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "floating",
                table: "events",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "nag_every",
                table: "events",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "wall_time",
                table: "events",
                type: "TEXT",
                maxLength: 19,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "calendar_feeds",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    token_hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    last_used_at = table.Column<long>(type: "INTEGER", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_calendar_feeds", x => new { x.user_id, x.id });
                    table.ForeignKey(
                        name: "fk_calendar_feeds_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "event_occurrences",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    event_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    wall_time = table.Column<string>(type: "TEXT", maxLength: 19, nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    start_at = table.Column<long>(type: "INTEGER", nullable: true),
                    end_at = table.Column<long>(type: "INTEGER", nullable: true),
                    due_at = table.Column<long>(type: "INTEGER", nullable: true),
                    title = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    description = table.Column<string>(type: "TEXT", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_event_occurrences", x => new { x.user_id, x.id });
                    table.CheckConstraint("ck_event_occurrences_status", "\"status\" IN ('planned', 'pending_confirmation', 'awaiting_feedback', 'completed', 'cancelled')");
                    table.ForeignKey(
                        name: "fk_event_occurrences_events_user_id_event_id",
                        columns: x => new { x.user_id, x.event_id },
                        principalTable: "events",
                        principalColumns: new[] { "user_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_event_occurrences_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "habit_pauses",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    habit_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    from_day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    to_day = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    note = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_habit_pauses", x => new { x.user_id, x.id });
                    table.CheckConstraint("ck_habit_pauses_days", "to_day IS NULL OR to_day >= from_day");
                    table.ForeignKey(
                        name: "fk_habit_pauses_habits_user_id_habit_id",
                        columns: x => new { x.user_id, x.habit_id },
                        principalTable: "habits",
                        principalColumns: new[] { "user_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_habit_pauses_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "idempotency_keys",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    key = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    request_hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    status = table.Column<int>(type: "INTEGER", nullable: false),
                    location = table.Column<string>(type: "TEXT", nullable: true),
                    etag = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    body = table.Column<string>(type: "TEXT", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_idempotency_keys", x => new { x.user_id, x.key });
                    table.ForeignKey(
                        name: "fk_idempotency_keys_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_calendar_feeds_user_id_token_hash",
                table: "calendar_feeds",
                columns: new[] { "user_id", "token_hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_event_occurrences_user_id_event_id_wall_time",
                table: "event_occurrences",
                columns: new[] { "user_id", "event_id", "wall_time" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_habit_pauses_user_id_habit_id_from_day",
                table: "habit_pauses",
                columns: new[] { "user_id", "habit_id", "from_day" });

            migrationBuilder.CreateIndex(
                name: "ix_idempotency_keys_created_at",
                table: "idempotency_keys",
                column: "created_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "calendar_feeds");

            migrationBuilder.DropTable(
                name: "event_occurrences");

            migrationBuilder.DropTable(
                name: "habit_pauses");

            migrationBuilder.DropTable(
                name: "idempotency_keys");

            foreach (var (table, column) in new[]
            {
                ("habits", "times_per_week"), ("habits", "reminder_times"), ("habits", "starts_on"),
                ("events", "repeat_mode"), ("events", "continues_id"), ("events", "floating"), ("events", "nag_every"), ("events", "wall_time"),
            })
            {
                migrationBuilder.Sql($"ALTER TABLE {table} DROP COLUMN {column}");
            }

            migrationBuilder.DropTable(name: "reminder_logs");
            migrationBuilder.DropTable(name: "reminder_queue");

            migrationBuilder.CreateTable(
                name: "reminder_queue",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    event_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    habit_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    occurrence_at = table.Column<long>(type: "INTEGER", nullable: false),
                    trigger_at = table.Column<long>(type: "INTEGER", nullable: false),
                    offset = table.Column<long>(type: "INTEGER", nullable: false),
                    channel = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    locked_until = table.Column<long>(type: "INTEGER", nullable: true),
                    lease_token = table.Column<Guid>(type: "TEXT", nullable: true),
                    dedupe_key = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    payload = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
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
                    user_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    reminder_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    attempt = table.Column<int>(type: "INTEGER", nullable: false),
                    sent_at = table.Column<long>(type: "INTEGER", nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    channel = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    response = table.Column<string>(type: "TEXT", nullable: false),
                    late_by_ms = table.Column<long>(type: "INTEGER", nullable: false)
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
        }
    }
}
