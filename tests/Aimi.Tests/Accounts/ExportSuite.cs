using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Aimi.Accounts;
using Aimi.Accounts.Export;
using Aimi.Data;
using Aimi.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Aimi.Tests.Accounts;

public sealed class ExportOnSqliteTests(EmbeddedStack stack) : ExportSuite(stack), IClassFixture<EmbeddedStack>;

public sealed class ExportOnServersTests(ServerStack stack) : ExportSuite(stack), IClassFixture<ServerStack>;

/// <summary>All that is known of a person, to take along.</summary>
public abstract class ExportSuite(TestStack stack)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_column_of_every_table_is_in_it_or_is_left_out_for_a_reason()
    {
        var (me, other) = (A.User(), A.User("Борис"));
        await stack.Database.Save([.. A.LifeOf(me), .. A.LifeOf(other)]);
        var export = await Export(stack.Aimi.At(me.Id));

        await using var context = stack.Database.Open();
        var leftOut = new HashSet<string>(LeftOut.Tables.Keys.Concat(LeftOut.Columns.Keys), StringComparer.Ordinal);
        var tables = context.Model.GetEntityTypes().Where(table => table.GetTableName() is not null && (table.ClrType == typeof(User) || table.FindProperty("UserId") is not null)).ToList();
        foreach (var table in tables)
        {
            var name = table.GetTableName()!;
            if (leftOut.Contains(name))
                continue;

            Assert.True(export.TryGetValue($"{name}.json", out var file), $"{name} is missing.");
            var rows = file.AsArray();
            Assert.True(rows.Count > 0, $"{name}: A.LifeOf makes no row of it.");
            var columns = table.GetProperties().Select(property => property.GetColumnName()).Where(column => !leftOut.Contains($"{name}.{column}"));
            Assert.Equal(columns.Order(StringComparer.Ordinal), rows[0]!.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal));
            Assert.All(rows, row => Assert.Equal(me.Id, (Guid)row![name is "users" ? "id" : "user_id"]!));
        }

        Assert.DoesNotContain(other.Id.ToString(), string.Concat(export.Values.Select(file => file.ToJsonString())), StringComparison.OrdinalIgnoreCase);

        // A secret is not told, by whatever name it goes; and nothing is named that is none.
        string[] telling = ["hash", "secret", "token", "password", "auth", "rotation_key"];
        var known = tables.SelectMany(table => table.GetProperties().Select(property => $"{table.GetTableName()}.{property.GetColumnName()}")).ToList();
        Assert.All(
            known.Where(column => column.Split('.')[1].Split('_').Any(telling.Contains) && !leftOut.Contains(column.Split('.')[0])),
            column => Assert.True(leftOut.Contains(column) || column is "memory_tombstones.content_hash" or "memory_tombstones.subject_hash", column));
        Assert.Empty(LeftOut.Tables.Keys.Except(tables.Select(table => table.GetTableName()!), StringComparer.Ordinal));
        Assert.Empty(LeftOut.Columns.Keys.Select(column => string.Join('.', column.Split('.').Take(2))).Except(known.Append("memory_vectors.search_text"), StringComparer.Ordinal));

        var manifest = export["manifest.json"];
        Assert.Equal((1, me.Id, context.Database.GetMigrations().Last()), ((int)manifest["format"]!, (Guid)manifest["user_id"]!, (string)manifest["schema_version"]!));
        Assert.All(manifest["files"]!.AsArray(), file => Assert.Equal(export[(string)file!["name"]!].AsArray().Count, (int)file["rows"]!));
        Assert.Equal(export.Count - 1, manifest["files"]!.AsArray().Count);
    }

    [Fact]
    public async Task It_reads_as_what_is_said_over_the_wire_and_holds_no_secret()
    {
        var person = await stack.Aimi.Person();
        var secret = (string)(await TestPerson.Json(await person.Patch("/me", """{"webhook_url":"https://example.org/hook","quiet_hours":{"from":"22:00","to":"07:00"}}""")))["webhook_secret"]!;
        const string text = "Запомни: я люблю чай 🍵";
        using var gate = stack.Aimi.Assistant.Gated(text, "Хорошо 👍");
        gate.Let();
        await person.Say(text);

        using var answer = await person.Http.GetAsync("/me/export", Cancel);
        Assert.Equal("application/zip", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(("attachment", true), (answer.Content.Headers.ContentDisposition?.DispositionType, answer.Content.Headers.ContentDisposition?.FileName?.EndsWith(".zip", StringComparison.Ordinal)));
        Assert.Equal(new CacheControlHeaderValue { NoStore = true }, answer.Headers.CacheControl);

        var export = await Read(answer);
        var user = export["users.json"][0]!;
        Assert.Equal("https://example.org/hook", (string?)user["settings"]!["webhook"]!["url"]);
        Assert.DoesNotContain(secret, string.Concat(export.Values.Select(file => file.ToJsonString())), StringComparison.Ordinal);
        var said = export["chat_messages.json"].AsArray();
        Assert.Equal(["Запомни: я люблю чай 🍵", "Хорошо 👍"], said.Select(message => (string?)message!["text"]));
        Assert.Equal(["user", "assistant"], said.Select(message => (string?)message!["role"]));
        Assert.Matches("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z$", (string)said[0]!["occurred_at"]!);
    }

    [Fact]
    public async Task Of_one_person_there_is_one_at_a_time()
    {
        var (me, other) = (await stack.Aimi.Person(), await stack.Aimi.Person());
        using (stack.Aimi.Services.GetRequiredService<ExportGate>().Enter(me.Id))
        {
            await TestPerson.Problem(await me.Http.GetAsync("/me/export", Cancel), 429, "rate_limited");
            Assert.NotEmpty(await Export(other));
        }

        Assert.NotEmpty(await Export(me));
        Assert.NotEmpty(await Export(me));
    }

    [Fact]
    public async Task It_is_of_one_moment()
    {
        var me = A.User();
        await stack.Database.Save(A.LifeOf(me));
        await using var context = stack.Database.Open();
        await using (await stack.Database.Services.GetRequiredService<IReadSnapshot>().Open(context, Cancel))
        {
            var before = await context.Goals.CountAsync(goal => goal.UserId == me.Id, Cancel);

            // Who writes meanwhile waits for nobody, and is not seen.
            await stack.Database.Save(A.Goal(me));
            Assert.Equal(before, await context.Goals.CountAsync(goal => goal.UserId == me.Id, Cancel));
        }

        Assert.Equal(3, await context.Goals.CountAsync(goal => goal.UserId == me.Id, Cancel));
    }

    private static async Task<Dictionary<string, JsonNode>> Export(TestPerson person)
    {
        using var answer = await person.Http.GetAsync("/me/export", Cancel);
        return await Read(answer);
    }

    private static async Task<Dictionary<string, JsonNode>> Read(HttpResponseMessage answer)
    {
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancel));
        using var archive = new ZipArchive(new MemoryStream(await answer.Content.ReadAsByteArrayAsync(Cancel)), ZipArchiveMode.Read);
        var files = new Dictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (var entry in archive.Entries)
        {
            await using var stream = await entry.OpenAsync(Cancel);
            files.Add(entry.Name, (await JsonNode.ParseAsync(stream, cancellationToken: Cancel))!);
        }

        return files;
    }
}
