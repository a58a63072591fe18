using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Aimi.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class GivenUp : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_session_summary_ended_at",
                table: "session_summary",
                column: "ended_at",
                filter: "status = 'failed'");

            migrationBuilder.CreateIndex(
                name: "ix_reminder_queue_occurrence_at",
                table: "reminder_queue",
                column: "occurrence_at",
                filter: "status = 'failed'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_session_summary_ended_at",
                table: "session_summary");

            migrationBuilder.DropIndex(
                name: "ix_reminder_queue_occurrence_at",
                table: "reminder_queue");
        }
    }
}
