using System.Net;
using System.Net.Http.Json;
using Aimi.Data;
using Aimi.Hosting.Limits;
using Aimi.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Aimi.Tests.Hosting.Limits;

/// <summary>Who does too much is held back, by requests to the real program.</summary>
public sealed class RateLimitTests(ServerStack stack) : IClassFixture<ServerStack>
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static readonly RateLimits None = RateLimits.Local;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_is_held_to_their_limit_on_all_replicas_together_and_nobody_else_is()
    {
        var limits = None with { Person = new("person", 6, Hour) };
        var (one, other) = (await Replica(limits), await Replica(limits));
        var person = await one.Person();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await person.Http.GetAsync("/me", Cancel)).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await person.On(other).Http.GetAsync("/me", Cancel)).StatusCode);
        }

        foreach (var refused in (HttpResponseMessage[])[await person.Http.GetAsync("/me", Cancel), await person.On(other).Http.GetAsync("/me", Cancel)])
        {
            await TestPerson.Problem(refused, 429, "rate_limited");
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10));
        }

        Assert.Equal(HttpStatusCode.OK, (await (await one.Person()).Http.GetAsync("/me", Cancel)).StatusCode);
    }

    [Fact]
    public async Task What_is_said_has_a_limit_of_its_own_the_same_over_both_transports()
    {
        var aimi = await Replica(None with { Sends = new("sends", 2, Hour) });
        var person = await aimi.Person();
        await using var socket = await person.Connect();
        await person.Say("Раз");
        await socket.Await("message");
        await socket.Await("message");
        await socket.Send(new { type = "send", text = "Два" });
        await socket.Reply();

        var id = Guid.CreateVersion7();
        await socket.Send(new { type = "send", text = "Три", client_message_id = id });
        var error = await socket.Next("error");
        Assert.Equal(("rate_limited", $"{id}"), ((string?)error["code"], (string?)error["client_message_id"]));
        await TestPerson.Problem(await person.Send("Три"), 429, "rate_limited");
        Assert.Equal(4, (await person.History()).Count);
    }

    [Fact]
    public async Task Frames_count_as_requests_do()
    {
        var aimi = await Replica(None with { Person = new("person", 4, Hour) });
        await using var socket = await (await aimi.Person()).Connect();
        for (var i = 0; i < 3; i++)
        {
            await socket.Send(new { type = "ping" });
            await socket.Next("pong");
        }

        await socket.Send(new { type = "ping" });
        Assert.Equal("rate_limited", (string?)(await socket.Next("error"))["code"]);
    }

    [Fact]
    public async Task Attempts_to_sign_in_are_few_for_one_address_whoever_they_try_to_be()
    {
        const int attempts = 10;
        var aimi = await stack.Replica(
            settings: new Dictionary<string, string?>(StringComparer.Ordinal) { ["Accounts:Mode"] = "multi", ["TrustedProxies"] = "127.0.0.0/8" },
            services: services => services.Replace(ServiceDescriptor.Singleton(RateLimits.Multi with { SignIn = new(Fresh("sign_in"), attempts, TimeSpan.FromDays(10)) })));
        for (var i = 0; i < attempts; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await SignIn(aimi, "203.0.113.7", i)).StatusCode);

        var refused = await SignIn(aimi, "203.0.113.7", attempts);
        await TestPerson.Problem(refused, 429, "rate_limited");
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromHours(23), TimeSpan.FromHours(24));

        // Whoever writes a forged address before the proxy's own is known by what the proxy saw.
        Assert.Equal(HttpStatusCode.TooManyRequests, (await SignIn(aimi, "198.51.100.9, 203.0.113.7", attempts)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SignIn(aimi, "203.0.113.8", attempts)).StatusCode);
    }

    [Fact]
    public async Task What_a_stranger_says_of_its_address_is_not_believed()
    {
        var aimi = await Replica(None with { Address = new(Fresh("address"), 3, Hour) });
        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await Ask(aimi, "/me", $"203.0.113.{i}")).StatusCode);

        await TestPerson.Problem(await Ask(aimi, "/me", "203.0.113.99"), 429, "rate_limited");
        Assert.Equal(HttpStatusCode.OK, (await Ask(aimi, "/health/live", "203.0.113.99")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Ask(aimi, "/app.css", "203.0.113.99")).StatusCode);
    }

    [Fact]
    public async Task Without_redis_each_replica_counts_for_itself_and_is_never_open()
    {
        await using var nowhere = new RedisConnection("127.0.0.1:1,connectTimeout=100");
        var time = new FakeTimeProvider(A.Now);
        var gate = new RateGate(new InProcessBuckets(time), new RedisBuckets(nowhere, time, NullLogger<RedisBuckets>.Instance));
        var limit = new RateLimit("x", 3, TimeSpan.FromMinutes(3));
        for (var i = 0; i < 3; i++)
            Assert.Null(await gate.Take(limit, "me", Cancel));

        Assert.Equal(TimeSpan.FromMinutes(1), await gate.Take(limit, "me", Cancel));
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(TimeSpan.FromSeconds(1), await gate.Take(limit, "me", Cancel));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await gate.Take(limit, "me", Cancel));
        Assert.NotNull(await gate.Take(limit, "me", Cancel));
        Assert.Null(await gate.Take(limit, "you", Cancel));
    }

    [Fact]
    public async Task Redis_counts_as_the_process_does_and_forgets_who_has_all_permits_back()
    {
        var redis = stack.Aimi.Services.GetRequiredService<RedisConnection>();
        var buckets = new RedisBuckets(redis, TimeProvider.System, NullLogger<RedisBuckets>.Instance);
        var (limit, who) = (new RateLimit("x", 3, Hour), $"{Guid.CreateVersion7()}");
        for (var i = 0; i < 3; i++)
            Assert.Equal(TimeSpan.Zero, await buckets.Take(limit, who, Cancel));

        Assert.InRange((await buckets.Take(limit, who, Cancel))!.Value, TimeSpan.FromMinutes(19), TimeSpan.FromMinutes(20));
        var left = await (await redis.Connect()).GetDatabase().KeyTimeToLiveAsync(RedisBuckets.KeyOf(limit, who));
        Assert.InRange(left!.Value, TimeSpan.FromMinutes(59), Hour);
    }

    [Fact]
    public async Task Ordinary_traffic_costs_no_round_trip()
    {
        var redis = stack.Aimi.Services.GetRequiredService<RedisConnection>();
        var gate = new RateGate(new InProcessBuckets(TimeProvider.System), new RedisBuckets(redis, TimeProvider.System, NullLogger<RedisBuckets>.Instance));
        var (limit, who) = (RateLimits.Multi.Person, $"{Guid.CreateVersion7()}");
        for (var i = 0; i < limit.Free; i++)
            Assert.Null(await gate.Take(limit, who, Cancel));
        var database = (await redis.Connect()).GetDatabase();
        Assert.False(await database.KeyExistsAsync(RedisBuckets.KeyOf(limit, who)));

        for (var i = 0; i < limit.Free; i++)
            Assert.Null(await gate.Take(limit, who, Cancel));
        Assert.True(await database.KeyExistsAsync(RedisBuckets.KeyOf(limit, who)));
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    [InlineData("2001:db8:1:2:ffff::1", "2001:db8:1:2::")]
    public void A_network_of_ipv6_is_one_address(string address, string known) => Assert.Equal(known, RateLimiting.AddressOf(IPAddress.Parse(address)));

    /// <summary>Redis remembers the addresses of former runs.</summary>
    private static string Fresh(string name) => $"{name}-{Guid.CreateVersion7()}";

    private Task<AimiProcess> Replica(RateLimits limits) => stack.Replica(services: services => services.Replace(ServiceDescriptor.Singleton(limits)));

    private static async Task<HttpResponseMessage> SignIn(AimiProcess aimi, string forwardedFor, int who)
    {
        using var http = new HttpClient { BaseAddress = aimi.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/auth/sign-in") { Content = JsonContent.Create(new { email = $"{who}@example.org", password = "guess" }) };
        request.Headers.Add("X-Forwarded-For", forwardedFor);
        return await http.SendAsync(request, Cancel);
    }

    private static async Task<HttpResponseMessage> Ask(AimiProcess aimi, string path, string forwardedFor)
    {
        using var http = new HttpClient { BaseAddress = aimi.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("X-Forwarded-For", forwardedFor);
        return await http.SendAsync(request, Cancel);
    }
}
