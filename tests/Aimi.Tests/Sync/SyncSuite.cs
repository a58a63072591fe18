using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Aimi.Sync;
using Aimi.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Tests.Sync;

public sealed class SyncOnServers(ServerStack stack) : SyncSuite(stack), IClassFixture<ServerStack>;

public sealed class SyncEmbedded(EmbeddedStack stack) : SyncSuite(stack), IClassFixture<EmbeddedStack>;

/// <summary>What changed, for a client that keeps it.</summary>
public abstract class SyncSuite(TestStack stack)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_device_that_begins_gets_everything_in_pages_and_no_tombstones()
    {
        var person = await stack.Aimi.Person();
        await Life(person);
        var gone = await person.Made("/goals", """{"title":"Передумал"}""");
        await person.Delete($"/goals/{gone["id"]}");

        var mirror = new Mirror(person);
        await mirror.Reaches(3);

        Assert.Contains(mirror.All("occurrence"), occurrence => (string)occurrence["status"]! == "cancelled");
        var page = await person.Get("/sync?limit=500");
        Assert.DoesNotContain(page["deleted"]!.AsArray(), tombstone => (string)tombstone!["id"]! == (string)gone["id"]!);
    }

    [Fact]
    public async Task What_changed_since_is_told_and_nothing_else()
    {
        var person = await stack.Aimi.Person();
        var (kept, changed, deleted) = (
            await person.Made("/goals", """{"title":"Один"}"""), await person.Made("/goals", """{"title":"Два"}"""), await person.Made("/goals", """{"title":"Три"}"""));
        var mirror = new Mirror(person);
        await mirror.Reaches();

        await person.Patch($"/goals/{changed["id"]}", """{"title":"Второй"}""");
        await person.Delete($"/goals/{deleted["id"]}");
        var (goals, tombstones) = (new List<JsonNode?>(), new List<JsonNode?>());
        while (goals.Count + tombstones.Count < 2)
        {
            var page = await mirror.Page();
            goals.AddRange(page["goals"]!.AsArray());
            tombstones.AddRange(page["deleted"]!.AsArray());
        }

        Assert.Equal("Второй", (string?)Assert.Single(goals)!["title"]);
        Assert.Equal(("goal", (string)deleted["id"]!), ((string)tombstones[0]!["type"]!, (string)tombstones[0]!["id"]!));
        Assert.Equal(0, Mirror.SizeOf(await mirror.Page()));
        Assert.NotNull(mirror["goal", kept["id"]]);
    }

    [Fact]
    public async Task What_is_deleted_between_two_pages_of_the_first_sync_is_told_as_deleted()
    {
        var person = await stack.Aimi.Person();
        for (var i = 0; i < 6; i++)
            await person.Made("/goals", $$"""{"title":"Цель {{i}}"}""");
        await new Mirror(person).Reaches();

        var mirror = new Mirror(person);
        while (mirror.All("goal").Count == 0)
            await mirror.Page(2);
        await person.Delete($"/goals/{mirror.All("goal")[0]["id"]}");
        await mirror.Reaches(2);
    }

    [Fact]
    public async Task A_habits_streak_is_told_where_a_day_of_it_changed()
    {
        var person = await stack.Aimi.Person();
        var habit = await person.Made("/habits", """{"name":"Зарядка","frequency":"FREQ=DAILY"}""");
        var mirror = new Mirror(person);
        await mirror.Reaches();
        Assert.False((bool)mirror["habit", habit["id"]]!["checked_in_today"]!);

        await person.Post($"/habits/{habit["id"]}/check-ins", "{}");
        await mirror.Reaches();
        Assert.True((bool)mirror["habit", habit["id"]]!["checked_in_today"]!);
        Assert.Single(mirror.All("habit_check_in"));

        await person.Delete($"/habits/{habit["id"]}");
        await mirror.Reaches();
        Assert.Empty(mirror.All("habit_check_in"));
    }

    [Fact]
    public async Task An_occurrence_is_named_anew_where_its_series_goes_to_another_zone()
    {
        var person = await stack.Aimi.Person();
        var series = await person.Made("/events", """{"title":"Йога","start_at":"2027-03-01T06:00:00Z","timezone":"Europe/Moscow","floating":true,"repeat_rule":"FREQ=DAILY"}""");
        await person.Delete($"/events/{series["id"]}?occurrence_at=2027-03-03T06:00:00Z");
        var mirror = new Mirror(person);
        await mirror.Reaches();
        Assert.Equal("2027-03-03T06:00:00Z", (string?)Assert.Single(mirror.All("occurrence"))["occurrence_at"]);

        await person.Patch("/me", """{"timezone":"Asia/Tokyo"}""");
        await mirror.Reaches();
        while ((string)mirror.All("occurrence").Single()["occurrence_at"]! != "2027-03-03T00:00:00Z")
            await mirror.Sync();
    }

    [Fact]
    public async Task Words_that_were_forgotten_are_taken_from_messages_that_a_device_has()
    {
        var person = await stack.Aimi.Person();
        await person.Say("Пароль от сейфа Тритатушки");
        await person.Post("/memory", """{"content":"Пароль от сейфа Тритатушки"}""");
        var mirror = new Mirror(person);
        await mirror.Reaches();
        Assert.Contains(mirror.All("message"), message => ((string)message["text"]!).Contains("Тритатушки", StringComparison.Ordinal));

        foreach (var memory in mirror.All("memory"))
            await person.Delete($"/memory/{memory["memory_id"]}");
        await mirror.Reaches();
        Assert.DoesNotContain(mirror.All("message"), message => ((string)message["text"]!).Contains("Тритатушки", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_message_read_on_one_device_is_read_on_another()
    {
        var person = await stack.Aimi.Person();
        await person.Say("Привет");
        var mirror = new Mirror(person);
        await mirror.Reaches();
        Assert.Contains(mirror.All("message"), message => !(bool)message["read"]!);

        await person.Post("/chat/read", """{"up_to_seq":2}""");
        await mirror.Reaches();
        Assert.DoesNotContain(mirror.All("message"), message => !(bool)message["read"]!);
    }

    [Fact]
    public async Task A_lock_of_the_person_and_a_workers_lease_are_no_changes()
    {
        var person = await stack.Aimi.Person();
        var mirror = new Mirror(person);
        await mirror.Reaches();
        var before = await Stamps(person.Id);

        await using var context = stack.Database.Open();
        await context.Users.Where(user => user.Id == person.Id).ExecuteUpdateAsync(user => user.SetProperty(row => row.UpdatedAt, row => row.UpdatedAt), Cancel);
        Assert.Equal(before, await Stamps(person.Id));

        await context.Users.Where(user => user.Id == person.Id).ExecuteUpdateAsync(user => user.SetProperty(row => row.DisplayName, "Анна"), Cancel);
        Assert.NotEqual(before, await Stamps(person.Id));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("AAAA")]
    [InlineData("e30")]
    public async Task What_is_no_cursor_is_refused(string cursor) =>
        await TestPerson.Problem(await (await stack.Aimi.Person()).Call(HttpMethod.Get, $"/sync?cursor={cursor}"), 400, "validation_failed");

    [Fact]
    public async Task Another_persons_cursor_is_refused()
    {
        var mirror = new Mirror(await stack.Aimi.Person());
        await mirror.Sync();
        await TestPerson.Problem(await (await stack.Aimi.Person()).Call(HttpMethod.Get, $"/sync?cursor={mirror.Cursor}"), 400, "validation_failed");
    }

    [Theory]
    [InlineData("\0")]
    [InlineData("goals")]
    [InlineData("'")]
    public async Task A_cursor_behind_no_type_that_there_is_is_refused(string type)
    {
        var mirror = new Mirror(await stack.Aimi.Person());
        await mirror.Sync();
        var cursor = JsonNode.Parse(Base64Url.DecodeFromChars(mirror.Cursor))!;
        cursor["t"] = type;
        var forged = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(cursor.ToJsonString()));

        await TestPerson.Problem(await mirror.Person.Call(HttpMethod.Get, $"/sync?cursor={forged}"), 400, "validation_failed");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(501)]
    public async Task A_page_has_bounds(int limit) =>
        await TestPerson.Problem(await (await stack.Aimi.Person()).Call(HttpMethod.Get, $"/sync?limit={limit}"), 400, "validation_failed");

    [Theory]
    [InlineData("a", -91 * 86_400L)]
    [InlineData("s", 1_000_000_000_000_000L)]
    [InlineData("e", null)]
    public async Task A_cursor_that_is_too_old_or_of_another_database_has_expired(string member, long? more)
    {
        var mirror = new Mirror(await stack.Aimi.Person());
        await mirror.Sync();
        var cursor = JsonNode.Parse(Base64Url.DecodeFromChars(mirror.Cursor))!;
        cursor[member] = more is null ? "another" : (long)cursor[member]! + more.Value;
        var forged = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(cursor.ToJsonString()));

        await TestPerson.Problem(await mirror.Person.Call(HttpMethod.Get, $"/sync?cursor={forged}"), 410, "cursor_expired");
    }

    [Fact]
    public async Task A_tombstone_goes_when_no_cursor_can_ask_for_it_and_the_last_change_stays()
    {
        var person = await stack.Aimi.Person();
        var (one, other) = (await person.Made("/goals", """{"title":"Один"}"""), await person.Made("/goals", """{"title":"Два"}"""));
        await person.Delete($"/goals/{one["id"]}");
        await person.Delete($"/goals/{other["id"]}");
        await using var context = stack.Database.Open();
        await Age(90.5);
        await Sweep();
        Assert.Contains(await Tombstones(), tombstone => tombstone.EntityId.ToString() == (string)one["id"]!);

        await Age(91.5);
        await Sweep();
        var left = await Tombstones();
        Assert.Single(left.Select(tombstone => tombstone.Stamp).Distinct());
        Assert.DoesNotContain(left, tombstone => tombstone.EntityId.ToString() == (string)one["id"]!);

        Task<List<SyncChange>> Tombstones() => context.SyncChanges.AsNoTracking().Where(change => change.UserId == person.Id && change.Deleted).ToListAsync(Cancel);

        async Task Age(double days)
        {
            var then = TimeProvider.System.GetUtcNow().AddDays(-days);
            await context.SyncChanges.Where(change => change.UserId == person.Id).ExecuteUpdateAsync(change => change.SetProperty(row => row.UpdatedAt, then), Cancel);
        }

        Task<bool> Sweep() => new TombstoneSweeper(context, TimeProvider.System).RunOnce(Cancel);
    }

    [Fact]
    public async Task A_person_who_goes_leaves_nothing_in_the_log()
    {
        var person = await stack.Aimi.Person();
        await Life(person);
        Assert.NotEmpty(await Stamps(person.Id));

        await using var context = stack.Database.Open();
        await context.Users.Where(user => user.Id == person.Id).ExecuteDeleteAsync(Cancel);
        Assert.Empty(await Stamps(person.Id));
    }

    [Fact]
    public async Task Nobody_who_is_not_signed_in_syncs() =>
        await TestPerson.Problem(await new HttpClient { BaseAddress = stack.Aimi.Address }.GetAsync(new Uri("/sync", UriKind.Relative), Cancel), 401, "unauthenticated");

    /// <summary>Something of nearly every kind.</summary>
    internal static async Task Life(TestPerson person)
    {
        var goal = await person.Made("/goals", """{"title":"Выучить испанский"}""");
        var habit = await person.Made("/habits", $$"""{"name":"10 слов","frequency":"FREQ=DAILY","goal_id":"{{goal["id"]}}"}""");
        await person.Post($"/habits/{habit["id"]}/check-ins", "{}");
        await person.Post($"/habits/{habit["id"]}/pause", """{"from":"2027-05-01","to":"2027-05-03"}""");
        await person.Made("/tasks", """{"title":"Купить молоко","due_at":"2027-03-01T09:00:00Z"}""");
        var series = await person.Made("/events", """{"title":"Урок","start_at":"2027-03-01T09:00:00Z","repeat_rule":"FREQ=WEEKLY"}""");
        await person.Delete($"/events/{series["id"]}?occurrence_at=2027-03-08T09:00:00Z");
        await person.Made("/events", $$"""{"title":"Скоро","start_at":"{{TimeProvider.System.GetUtcNow().AddHours(30):yyyy-MM-ddTHH:mm:ssZ}}"}""");
        await person.Post("/memory", """{"content":"Любит чай"}""");
        await TestPerson.Json(await person.Post("/devices", """{"platform":"ios","token":"%TOKEN%","locale":"ru","timezone":"Europe/Moscow"}""".Replace("%TOKEN%", Convert.ToHexStringLower(person.Id.ToByteArray()) + new string('a', 32), StringComparison.Ordinal)));
        await person.Post("/calendar/feeds", """{"name":"iPhone"}""");
        await person.Say("Привет");
        await person.Post("/chat/end", "");
    }

    private async Task<List<(string, long)>> Stamps(Guid userId)
    {
        await using var context = stack.Database.Open();
        return [.. (await context.SyncChanges.AsNoTracking().Where(change => change.UserId == userId).ToListAsync(Cancel))
            .Select(change => ($"{change.EntityType} {change.EntityId}", change.Stamp)).Order()];
    }
}
