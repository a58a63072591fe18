using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Aimi.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Accounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Nothing could register a device before: made anew, which spares SQLite the rebuilding of a table, outside of any transaction.
            migrationBuilder.DropTable(
                name: "devices");

            migrationBuilder.CreateTable(
                name: "devices",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    platform = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    token = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    token_hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    environment = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    topic = table.Column<string>(type: "TEXT", maxLength: 155, nullable: true),
                    p256dh = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    auth = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    locale = table.Column<string>(type: "TEXT", maxLength: 35, nullable: false),
                    timezone = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    active = table.Column<bool>(type: "INTEGER", nullable: false),
                    last_seen_at = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_devices", x => new { x.user_id, x.id });
                    table.CheckConstraint("ck_devices_environment", "\"environment\" IN ('production', 'sandbox')");
                    table.CheckConstraint("ck_devices_ios", "(platform = 'ios') = (environment IS NOT NULL)");
                    table.CheckConstraint("ck_devices_platform", "\"platform\" IN ('ios', 'web')");
                    table.CheckConstraint("ck_devices_web", "(platform = 'web') = (p256dh IS NOT NULL) AND (p256dh IS NULL) = (auth IS NULL)");
                    table.ForeignKey(
                        name: "fk_devices_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "apple_grants",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    subject = table.Column<string>(type: "TEXT", maxLength: 320, nullable: false),
                    client_id = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    protected_token = table.Column<string>(type: "TEXT", maxLength: 8000, nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_apple_grants", x => new { x.user_id, x.id });
                    table.ForeignKey(
                        name: "fk_apple_grants_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "auth_challenges",
                columns: table => new
                {
                    hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    purpose = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 8000, nullable: true),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_auth_challenges", x => x.hash);
                    table.CheckConstraint("ck_auth_challenges_purpose", "\"purpose\" IN ('apple_nonce', 'oidc_nonce', 'oidc_state', 'passkey_registration', 'passkey_sign_in', 'exchange')");
                });

            migrationBuilder.CreateTable(
                name: "auth_sessions",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    device = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    refresh_hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    rotation_key = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    rotated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_auth_sessions", x => new { x.user_id, x.id });
                    table.ForeignKey(
                        name: "fk_auth_sessions_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "data_protection_keys",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    xml = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_data_protection_keys", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "identities",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    provider = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    subject = table.Column<string>(type: "TEXT", maxLength: 320, nullable: false),
                    email = table.Column<string>(type: "TEXT", maxLength: 320, nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_identities", x => new { x.user_id, x.id });
                    table.ForeignKey(
                        name: "fk_identities_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "passkeys",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    credential_id = table.Column<byte[]>(type: "BLOB", maxLength: 1023, nullable: false),
                    credential_hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    public_key = table.Column<byte[]>(type: "BLOB", maxLength: 2000, nullable: false),
                    sign_count = table.Column<long>(type: "INTEGER", nullable: false),
                    is_backup_eligible = table.Column<bool>(type: "INTEGER", nullable: false),
                    is_backed_up = table.Column<bool>(type: "INTEGER", nullable: false),
                    transports = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    last_used_at = table.Column<long>(type: "INTEGER", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_passkeys", x => new { x.user_id, x.id });
                    table.ForeignKey(
                        name: "fk_passkeys_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "passwords",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    hash = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    failures = table.Column<int>(type: "INTEGER", nullable: false),
                    locked_until = table.Column<long>(type: "INTEGER", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_passwords", x => x.user_id);
                    table.ForeignKey(
                        name: "fk_passwords_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "push_deliveries",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    device_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    reminder_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    dedupe_key = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    delivered_at = table.Column<long>(type: "INTEGER", nullable: true),
                    action = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    acted_at = table.Column<long>(type: "INTEGER", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
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

            migrationBuilder.CreateTable(
                name: "sync_changes",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    entity_type = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    entity_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    stamp = table.Column<long>(type: "INTEGER", nullable: false),
                    deleted = table.Column<bool>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
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

            migrationBuilder.CreateTable(
                name: "access_tokens",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    session_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: true),
                    last_used_at = table.Column<long>(type: "INTEGER", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_access_tokens", x => new { x.user_id, x.id });
                    table.CheckConstraint("ck_access_tokens_kind", "\"kind\" IN ('access', 'personal', 'ticket')");
                    table.ForeignKey(
                        name: "fk_access_tokens_auth_sessions_user_id_session_id",
                        columns: x => new { x.user_id, x.session_id },
                        principalTable: "auth_sessions",
                        principalColumns: new[] { "user_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_access_tokens_users_user_id",
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

            migrationBuilder.CreateIndex(
                name: "ix_access_tokens_expires_at",
                table: "access_tokens",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_access_tokens_user_id_hash",
                table: "access_tokens",
                columns: new[] { "user_id", "hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_access_tokens_user_id_session_id",
                table: "access_tokens",
                columns: new[] { "user_id", "session_id" });

            migrationBuilder.CreateIndex(
                name: "ix_apple_grants_user_id_subject_client_id",
                table: "apple_grants",
                columns: new[] { "user_id", "subject", "client_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_auth_challenges_expires_at",
                table: "auth_challenges",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_auth_sessions_expires_at",
                table: "auth_sessions",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_identities_provider_subject",
                table: "identities",
                columns: new[] { "provider", "subject" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_passkeys_credential_hash",
                table: "passkeys",
                column: "credential_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_push_deliveries_user_id_device_id_dedupe_key",
                table: "push_deliveries",
                columns: new[] { "user_id", "device_id", "dedupe_key" },
                unique: true);

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
                name: "access_tokens");

            migrationBuilder.DropTable(
                name: "apple_grants");

            migrationBuilder.DropTable(
                name: "auth_challenges");

            migrationBuilder.DropTable(
                name: "data_protection_keys");

            migrationBuilder.DropTable(
                name: "identities");

            migrationBuilder.DropTable(
                name: "passkeys");

            migrationBuilder.DropTable(
                name: "passwords");

            migrationBuilder.DropTable(
                name: "push_deliveries");

            migrationBuilder.DropTable(
                name: "sync_changes");

            migrationBuilder.DropTable(
                name: "auth_sessions");

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
