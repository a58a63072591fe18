using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Aimi.Accounts.SignIn;
using Aimi.Data;
using Aimi.Hosting;
using Aimi.Sessions;
using Aimi.Tests.Infrastructure;
using Aimi.Tests.Providers;
using Aimi.Tests.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

namespace Aimi.Tests.Hosting;

public sealed class HealthOnServers(ServerStack stack) : HealthSuite(stack), IClassFixture<ServerStack>
{
    protected override (string Database, string Cache) Kinds => ("postgresql", "redis");
}

public sealed class HealthEmbedded(EmbeddedStack stack) : HealthSuite(stack), IClassFixture<EmbeddedStack>
{
    protected override (string Database, string Cache) Kinds => ("sqlite", "in_process");
}

/// <summary>What <c>/health</c> says where all is well, and while the process starts.</summary>
public abstract class HealthSuite(TestStack stack)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected abstract (string Database, string Cache) Kinds { get; }

    [Fact]
    public async Task All_is_well()
    {
        using var http = new HttpClient { BaseAddress = stack.Aimi.Address };
        var health = await TestPerson.Json(await http.GetAsync("/health", Stop));
        Assert.Equal(("ok", "ready", Health.Version), ((string?)health["status"], (string?)health["state"], (string?)health["version"]));
        Assert.Equal(["cache", "database", "llm", "memory", "queues", "workers"], health["checks"]!.AsObject().Select(check => check.Key).Order(StringComparer.Ordinal));
        Assert.All(health["checks"]!.AsObject(), check => Assert.Equal("ok", (string?)check.Value!["status"]));
        Assert.Equal(Kinds, ((string?)health["checks"]!["database"]!["data"]!["kind"], (string?)health["checks"]!["cache"]!["data"]!["kind"]));
        Assert.Equal("ok", (string?)(await TestPerson.Json(await http.GetAsync("/health/live", Stop)))["status"]);
        Assert.Equal("ready", (string?)(await TestPerson.Json(await http.GetAsync("/health/ready", Stop)))["status"]);
    }

    [Fact]
    public async Task A_process_that_starts_refuses_everything_but_to_tell_its_health()
    {
        var starting = await stack.Replica();
        starting.Services.GetRequiredService<Readiness>().State = ServingState.Migrating;
        using var http = new HttpClient { BaseAddress = starting.Address };

        Assert.Equal((503, "migrating"), await State(http, "/health/ready", "status"));
        Assert.Equal((503, "migrating"), await State(http, "/health", "state"));
        Assert.Equal((503, "unavailable"), await State(http, "/health", "status"));
        Assert.Equal((200, "ok"), await State(http, "/health/live", "status"));
        foreach (var path in (string[])["/", "/chat/session", "/ws/chat", "/openapi/v1.json", "/nothing", "/healthy"])
        {
            var refused = await http.GetAsync(path, Stop);
            await TestPerson.Problem(refused, 503, "unavailable");
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        starting.Services.GetRequiredService<Readiness>().State = ServingState.Ready;
        Assert.Equal((200, "ready"), await State(http, "/health/ready", "status"));
    }

    private static async Task<(int Status, string? Word)> State(HttpClient http, string path, string member)
    {
        var answer = await http.GetAsync(path, Stop);
        return ((int)answer.StatusCode, (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop))![member]);
    }
}

/// <summary>What <c>/health</c> says, and what still works, where something that Aimi needs is away. Time stands, and is moved.</summary>
public sealed class HealthInTroubleTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    private readonly FakeTimeProvider _time = new(A.Now);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_redis_the_chat_goes_on_slower_until_it_is_back()
    {
        using var redis = await RedisProcess.Up();
        await using var aimi = await AimiProcess.Start(database, redis.Address, _time);
        var cache = aimi.Services.GetRequiredService<CircuitSessionCache>();
        var person = await aimi.Person();
        Assert.Equal("ok", Word(await Health(aimi)));

        redis.Kill();
        await cache.Probe(Stop);
        var health = await Health(aimi);
        Assert.Equal(("degraded", "degraded", "ok"), (Word(health), Word(health["checks"]!["cache"]), Word(health["checks"]!["database"])));
        Assert.Equal(2, (long)(await person.Say("Привет"))["assistant_message"]!["seq"]!);
        Assert.Equal(HttpStatusCode.OK, (await person.Http.GetAsync("/health/ready", Stop)).StatusCode);

        await redis.Start();
        await RedisProcess.Reconnected(aimi.Services.GetRequiredService<RedisConnection>());
        await Patience.Until(async () =>
        {
            await cache.Probe(Stop);
            return !cache.State.Degraded;
        });

        Assert.Equal("ok", Word(await Health(aimi)));
        Assert.Equal(4, (long)(await person.Say("Ты тут?"))["assistant_message"]!["seq"]!);
    }

    [Fact]
    public async Task Without_its_database_it_says_so_and_goes_on_once_it_is_back()
    {
        await using var aimi = await AimiProcess.Start(database, redis: null, _time);
        var person = await aimi.Person();
        await person.Say("Привет");

        await database.Close();
        _time.Advance(TimeSpan.FromSeconds(1));

        // The first ones find the connections that were cut, the next ones can not make new ones.
        for (var i = 0; i < 4; i++)
        {
            var refused = await person.Send("Слышишь?");
            await TestPerson.Problem(refused, 503, "unavailable");
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        var answer = await person.Http.GetAsync("/health", Stop);
        var health = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop))!;
        Assert.Equal((503, "unavailable", "unavailable"), ((int)answer.StatusCode, Word(health), Word(health["checks"]!["database"])));
        Assert.Equal(HttpStatusCode.OK, (await person.Http.GetAsync("/health/live", Stop)).StatusCode);

        await database.Reopen();
        Assert.Equal(4, (long)(await person.Say("А теперь?"))["assistant_message"]!["seq"]!);
        Assert.Equal("ok", Word(await Health(aimi)));
    }

    [Fact]
    public async Task Without_its_database_it_is_told_whoever_asks_under_whichever_name()
    {
        await using var aimi = await AimiProcess.Start(
            database, redis: null, _time, new Dictionary<string, string?>(StringComparer.Ordinal) { ["Accounts:Mode"] = "multi" }, asOwner: true);
        using var http = new HttpClient { BaseAddress = aimi.Address };

        // To know whether it lets anybody in, the database would have to be asked.
        http.DefaultRequestHeaders.Add("Authorization", $"Bearer {BearerSecret.Create(BearerSecret.Access, Guid.CreateVersion7())}");
        await database.Close();
        try
        {
            var answer = await http.GetAsync("/health", Stop);
            Assert.Equal("unavailable", Word(JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop))!["checks"]!["database"]));
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/ready", Stop)).StatusCode);
        }
        finally
        {
            await database.Reopen();
        }
    }

    [Fact]
    public async Task A_database_that_starts_later_is_waited_for()
    {
        await database.Close();
        await using var app = Program.Build(Settings());
        await app.StartAsync(Stop);
        var readiness = app.Services.GetRequiredService<Readiness>();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync("/health/ready", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/live", Stop)).StatusCode);

        await database.Reopen();
        await readiness.Ready.WaitAsync(Patience.Longest, Stop);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/ready", Stop)).StatusCode);
    }

    [Fact]
    public async Task Many_who_ask_at_once_share_one_run_of_the_checks()
    {
        var runs = 0;
        var begun = new TaskCompletionSource();
        var finish = new TaskCompletionSource();
        await using var app = Program.Build(Settings(), builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(_time);
            builder.Services.AddHealthChecks().AddAsyncCheck("counted", async () =>
            {
                Interlocked.Increment(ref runs);
                begun.TrySetResult();
                await finish.Task;
                return HealthCheckResult.Healthy();
            });
        });
        await app.StartAsync(Stop);
        await app.Services.GetRequiredService<Readiness>().Ready.WaitAsync(Patience.Longest, Stop);
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

        var asking = Enumerable.Range(0, 50).Select(_ => http.GetFromJsonAsync<JsonNode>("/health", Stop)).ToList();
        await begun.Task.WaitAsync(Patience.Longest, Stop);
        finish.SetResult();
        Assert.All(await Task.WhenAll(asking), health => Assert.Equal("ok", Word(health)));
        Assert.Equal(1, runs);

        _time.Advance(TimeSpan.FromSeconds(1));
        await http.GetFromJsonAsync<JsonNode>("/health", Stop);
        Assert.Equal(2, runs);
    }

    private Dictionary<string, string?> Settings() => new(StringComparer.Ordinal)
    {
        ["Database"] = database.ConnectionString,
        ["Data"] = database.DataFolder,
        ["Port"] = "0",
    };

    /// <summary>What it says now: an answer is kept for a second.</summary>
    private async Task<JsonNode> Health(AimiProcess aimi)
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        using var http = new HttpClient { BaseAddress = aimi.Address };
        return await TestPerson.Json(await http.GetAsync("/health", Stop));
    }

    private static string? Word(JsonNode? node) => (string?)node!["status"];
}
