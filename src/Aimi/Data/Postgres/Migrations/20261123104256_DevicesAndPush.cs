using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Aimi.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class DevicesAndPush : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_devices_user_id_token",
                table: "devices");

            migrationBuilder.DropCheckConstraint(
                name: "ck_devices_platform",
                table: "devices");

            migrationBuilder.AlterColumn<string>(
                name: "token",
                table: "devices",
                type: "character varying(2000)",
                maxLength: 2000,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(1000)",
                oldMaxLength: 1000);

            migrationBuilder.AddColumn<string>(
                name: "auth",
                table: "devices",
                type: "character varying(50)",
                maxLength: 50,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "environment",
                table: "devices",
                type: "character varying(32)",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "name",
                table: "devices",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "p256dh",
                table: "devices",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "token_hash",
                table: "devices",
                type: "character varying(64)",
                maxLength: 64,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "topic",
                table: "devices",
                type: "character varying(155)",
                maxLength: 155,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "version",
                table: "devices",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "push_deliveries",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    device_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reminder_id = table.Column<Guid>(type: "uuid", nullable: false),
                    dedupe_key = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    delivered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    action = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    acted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_push_deliveries", x => new { x.user_id, x.id });
                    table.CheckConstraint("ck_push_deliveries_acted", "(action IS NULL) = (acted_at IS NULL)");
                    table.CheckConstraint("ck_push_deliveries_action", "\"action\" IN ('done', 'snooze10')");
                    table.ForeignKey(
                        name: "fk_push_deliveries_devices_user_id_device_id",
                        columns: x => new { x.user_id, x.device_id },
                        principalTable: "devices",
                        principalColumns: new[] { "user_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_push_deliveries_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_devices_token_hash",
                table: "devices",
                column: "token_hash");

            migrationBuilder.CreateIndex(
                name: "ix_devices_user_id_token_hash",
                table: "devices",
                columns: new[] { "user_id", "token_hash" },
                unique: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_devices_environment",
                table: "devices",
                sql: "\"environment\" IN ('production', 'sandbox')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_devices_ios",
                table: "devices",
                sql: "(platform = 'ios') = (environment IS NOT NULL)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_devices_platform",
                table: "devices",
                sql: "\"platform\" IN ('ios', 'web')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_devices_web",
                table: "devices",
                sql: "(platform = 'web') = (p256dh IS NOT NULL) AND (p256dh IS NULL) = (auth IS NULL)");

            migrationBuilder.CreateIndex(
                name: "ix_push_deliveries_user_id_device_id_dedupe_key",
                table: "push_deliveries",
                columns: new[] { "user_id", "device_id", "dedupe_key" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "push_deliveries");

            migrationBuilder.DropIndex(
                name: "ix_devices_token_hash",
                table: "devices");

            migrationBuilder.DropIndex(
                name: "ix_devices_user_id_token_hash",
                table: "devices");

            migrationBuilder.DropCheckConstraint(
                name: "ck_devices_environment",
                table: "devices");

            migrationBuilder.DropCheckConstraint(
                name: "ck_devices_ios",
                table: "devices");

            migrationBuilder.DropCheckConstraint(
                name: "ck_devices_platform",
                table: "devices");

            migrationBuilder.DropCheckConstraint(
                name: "ck_devices_web",
                table: "devices");

            migrationBuilder.DropColumn(
                name: "auth",
                table: "devices");

            migrationBuilder.DropColumn(
                name: "environment",
                table: "devices");

            migrationBuilder.DropColumn(
                name: "name",
                table: "devices");

            migrationBuilder.DropColumn(
                name: "p256dh",
                table: "devices");

            migrationBuilder.DropColumn(
                name: "token_hash",
                table: "devices");

            migrationBuilder.DropColumn(
                name: "topic",
                table: "devices");

            migrationBuilder.DropColumn(
                name: "version",
                table: "devices");

            migrationBuilder.AlterColumn<string>(
                name: "token",
                table: "devices",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(2000)",
                oldMaxLength: 2000);

            migrationBuilder.CreateIndex(
                name: "ix_devices_user_id_token",
                table: "devices",
                columns: new[] { "user_id", "token" },
                unique: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_devices_platform",
                table: "devices",
                sql: "\"platform\" IN ('ios', 'android', 'web', 'desktop')");
        }
    }
}
