using System.Text.Json.Nodes;
using Aimi.Accounts;
using Aimi.Tests.Infrastructure;
using Aimi.Tests.Providers;
using Aimi.Tests.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Tests.Conversations;

public sealed class KilledImportOnSqliteTests(SqliteDatabase database) : KilledImportTests(database, redis: ""), IClassFixture<SqliteDatabase>;

public sealed class KilledImportOnServersTests(PostgresDatabase database) : KilledImportTests(database, SharedRedis.Address), IClassFixture<PostgresDatabase>;

/// <summary>kill -9 in the middle of an import: whole sessions are there, and the same file again adds the rest.</summary>
public abstract class KilledImportTests(TestDatabase database, string redis)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_file_goes_on_where_the_import_was_killed()
    {
        var lines = Enumerable.Range(0, 150).SelectMany(number => ImportFile.Talk(20, ImportFile.Start.AddHours(number), prefix: $"{number}-")).ToList();
        await using (var killed = Serve())
        {
            using var http = new HttpClient { BaseAddress = await killed.Listening() };
            using var file = new PausedFile(lines.Take(1790), lines.Skip(1790));
            var importing = http.PostAsync("/chat/import", file, Stop);
            await Patience.Until(async () => (int)(await Json(http.GetAsync("/chat/import", Stop)))["messages"]! >= 1500);
            killed.Kill();
            file.GoOn();
            await Assert.ThrowsAnyAsync<Exception>(() => importing);
        }

        await Verify(whole: false);

        await using var again = Serve();
        using var client = new HttpClient { BaseAddress = await again.Listening(), Timeout = TimeSpan.FromSeconds(60) };
        var answer = await Json(client.PostAsync("/chat/import", ImportFile.Content(lines), Stop));
        Assert.Equal((3000, 1500, 1500, 75), ImportFile.Counts(answer));
        Assert.Equal((1501, 3000), ((long)answer["first_seq"]!, (long)answer["last_seq"]!));
        await Verify(whole: true);
    }

    private async Task Verify(bool whole)
    {
        await using var context = database.Open();
        var stored = await context.ChatMessages.AsNoTracking().Where(message => message.UserId == LocalOwner.Id).OrderBy(message => message.Seq)
            .Select(message => new { message.Seq, message.SessionId, message.ExternalId }).ToListAsync(Stop);
        var summaries = await context.SessionSummaries.AsNoTracking().Where(summary => summary.UserId == LocalOwner.Id)
            .ToDictionaryAsync(summary => summary.SessionId, summary => summary.MessageCount, Stop);
        Assert.Equal(whole ? 3000 : 1500, stored.Count);
        Assert.Equal(Enumerable.Range(1, stored.Count).Select(seq => (long)seq), stored.Select(message => message.Seq));
        Assert.Equal(Enumerable.Range(0, stored.Count).Select(number => $"{number / 20}-{number % 20}"), stored.Select(message => message.ExternalId));
        Assert.Equal(
            stored.GroupBy(message => message.SessionId).ToDictionary(session => session.Key, session => session.Count()),
            summaries);
        Assert.All(summaries.Values, count => Assert.Equal(20, count));
    }

    private AimiProgram Serve() => AimiProgram.Run(
        new Dictionary<string, string>(StringComparer.Ordinal) { ["AIMI__Database"] = database.ConnectionString ?? "", ["AIMI__Redis"] = redis },
        "serve", "--port", "0", "--data", database.DataFolder);

    private static async Task<JsonNode> Json(Task<HttpResponseMessage> asked) => await TestPerson.Json(await asked);
}
