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
            // Those of habits had no kind; the planner plans them anew.
            migrationBuilder.Sql("DELETE FROM reminder_queue WHERE habit_id IS NOT NULL");
            migrationBuilder.Sql("UPDATE reminder_queue SET channel = 'assistant_message' WHERE channel = 'chat'");

            migrationBuilder.DropCheckConstraint(
                name: "ck_reminder_queue_subject",
                table: "reminder_queue");

            migrationBuilder.AddColumn<string>(
                name: "kind",
                table: "reminder_queue",
                type: "TEXT",
                maxLength: 32,
                nullable: false,
                defaultValue: "event");

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

            migrationBuilder.AddColumn<int>(
                name: "times_per_week",
                table: "habits",
                type: "INTEGER",
                nullable: true);

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
                name: "repeat_mode",
                table: "events",
                type: "TEXT",
                maxLength: 32,
                nullable: false,
                defaultValue: "schedule");

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
                name: "ix_reminder_queue_day",
                table: "reminder_queue",
                columns: new[] { "user_id", "kind", "occurrence_at", "channel" },
                unique: true,
                filter: "event_id IS NULL AND habit_id IS NULL");

            migrationBuilder.AddCheckConstraint(
                name: "ck_reminder_queue_kind",
                table: "reminder_queue",
                sql: "\"kind\" IN ('event', 'habit', 'feedback', 'agenda', 'check_in', 'digest')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_reminder_queue_subject",
                table: "reminder_queue",
                sql: "(event_id IS NOT NULL) = (kind IN ('event', 'feedback')) AND (habit_id IS NOT NULL) = (kind = 'habit')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_habits_times_per_week",
                table: "habits",
                sql: "times_per_week BETWEEN 1 AND 7");

            migrationBuilder.AddCheckConstraint(
                name: "ck_events_repeat_mode",
                table: "events",
                sql: "\"repeat_mode\" IN ('schedule', 'after_completion')");

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

            migrationBuilder.DropIndex(
                name: "ix_reminder_queue_day",
                table: "reminder_queue");

            migrationBuilder.DropCheckConstraint(
                name: "ck_reminder_queue_kind",
                table: "reminder_queue");

            migrationBuilder.DropCheckConstraint(
                name: "ck_reminder_queue_subject",
                table: "reminder_queue");

            migrationBuilder.DropCheckConstraint(
                name: "ck_habits_times_per_week",
                table: "habits");

            migrationBuilder.DropCheckConstraint(
                name: "ck_events_repeat_mode",
                table: "events");

            migrationBuilder.DropColumn(
                name: "kind",
                table: "reminder_queue");

            migrationBuilder.DropColumn(
                name: "reminder_times",
                table: "habits");

            migrationBuilder.DropColumn(
                name: "starts_on",
                table: "habits");

            migrationBuilder.DropColumn(
                name: "times_per_week",
                table: "habits");

            migrationBuilder.DropColumn(
                name: "continues_id",
                table: "events");

            migrationBuilder.DropColumn(
                name: "floating",
                table: "events");

            migrationBuilder.DropColumn(
                name: "nag_every",
                table: "events");

            migrationBuilder.DropColumn(
                name: "repeat_mode",
                table: "events");

            migrationBuilder.DropColumn(
                name: "wall_time",
                table: "events");

            migrationBuilder.AddCheckConstraint(
                name: "ck_reminder_queue_subject",
                table: "reminder_queue",
                sql: "(event_id IS NULL) <> (habit_id IS NULL)");
        }
    }
}
