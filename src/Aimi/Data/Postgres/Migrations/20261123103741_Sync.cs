using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Aimi.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Sync : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "sync_changes",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    entity_type = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    entity_id = table.Column<Guid>(type: "uuid", nullable: false),
                    stamp = table.Column<long>(type: "bigint", nullable: false),
                    deleted = table.Column<bool>(type: "boolean", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sync_changes", x => new { x.user_id, x.entity_type, x.entity_id });
                    table.CheckConstraint("ck_sync_changes_entity_type", "\"entity_type\" IN ('me', 'goal', 'habit', 'habit_check_in', 'habit_pause', 'event', 'occurrence', 'reminder', 'memory', 'session', 'notification', 'device', 'calendar_feed', 'message')");
                    table.ForeignKey(
                        name: "fk_sync_changes_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_sync_changes_stamp",
                table: "sync_changes",
                columns: new[] { "user_id", "stamp", "entity_type", "entity_id" });

            migrationBuilder.CreateIndex(
                name: "ix_sync_changes_tombstones",
                table: "sync_changes",
                column: "updated_at",
                filter: "deleted");

        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "sync_changes");
        }
    }
}
