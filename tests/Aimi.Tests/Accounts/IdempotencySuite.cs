using Aimi.Accounts;
using Aimi.Planning;
using Aimi.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Aimi.Tests.Accounts;

public sealed class IdempotencyOnSqliteTests(EmbeddedStack stack) : IdempotencySuite(stack), IClassFixture<EmbeddedStack>;

public sealed class IdempotencyOnServersTests(ServerStack stack) : IdempotencySuite(stack), IClassFixture<ServerStack>;

/// <summary>A POST with an <c>Idempotency-Key</c>.</summary>
public abstract class IdempotencySuite(TestStack stack)
{
    private const string Goal = """{"title":"Выучить испанский"}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_request_again_is_answered_the_same_and_does_nothing()
    {
        var person = await stack.Aimi.Person();
        var first = await Send(person, "key-1", Goal);
        await TestPerson.Json(await person.Patch(first.Location!, """{"title":"Другое"}"""));
        var second = await Send(person, "key-1", Goal);

        Assert.Equal((201, null), (first.Status, first.Replayed));
        Assert.Equal(first with { Replayed = "true" }, second);
        Assert.Single((await person.Get("/goals"))["items"]!.AsArray());
    }

    [Fact]
    public async Task Without_a_key_or_with_another_it_is_another_request()
    {
        var (person, other) = (await stack.Aimi.Person(), await stack.Aimi.Person());
        await Send(person, "key-1", Goal);
        Assert.Null((await Send(person, "key-2", Goal)).Replayed);
        Assert.Null((await Send(other, "key-1", Goal)).Replayed);
        await person.Made("/goals", Goal);
        Assert.Equal(3, (await person.Get("/goals"))["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task The_same_key_for_another_request_is_a_conflict()
    {
        var person = await stack.Aimi.Person();
        var first = await Send(person, "key-1", Goal);
        await TestPerson.Problem(await person.Call(HttpMethod.Post, "/goals", """{"title":"Другое"}""", Idempotency.Header, "key-1"), 409, "idempotency_conflict");
        await TestPerson.Problem(await person.Call(HttpMethod.Post, "/goals?x=1", Goal, Idempotency.Header, "key-1"), 409, "idempotency_conflict");
        await TestPerson.Problem(await person.Call(HttpMethod.Post, $"{first.Location}/pause", Goal, Idempotency.Header, "key-1"), 409, "idempotency_conflict");
        Assert.Single((await person.Get("/goals?status=active"))["items"]!.AsArray());
    }

    [Fact]
    public async Task What_was_refused_is_not_kept()
    {
        var person = await stack.Aimi.Person();
        await TestPerson.Problem(await person.Call(HttpMethod.Post, "/goals", """{"title":""}""", Idempotency.Header, "key-1"), 400, "validation_failed");
        await TestPerson.Problem(await person.Call(HttpMethod.Post, "/goals", "{", Idempotency.Header, "key-1"), 400, "validation_failed");
        await TestPerson.Problem(await person.Call(HttpMethod.Post, "/goals/0195a000-0000-7000-8000-000000000000/pause", null, Idempotency.Header, "key-1"), 404, "not_found");
        Assert.Equal((201, null), ((await Send(person, "key-1", Goal)) is var made ? (made.Status, made.Replayed) : default));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData(256)]
    public async Task A_key_is_up_to_255_visible_ascii_characters(object key)
    {
        var person = await stack.Aimi.Person();
        var text = key as string ?? new string('k', (int)key);
        await TestPerson.Problem(await person.Call(HttpMethod.Post, "/goals", Goal, Idempotency.Header, text), 400, "validation_failed");
        Assert.Equal(201, (await Send(person, new string('~', 255), Goal)).Status);
    }

    [Fact]
    public async Task Of_many_at_once_one_is_carried_out()
    {
        var replica = await stack.Replica();
        var person = await stack.Aimi.Person();
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Send(i % 2 == 0 ? person : person.On(replica), "key-1", Goal)));

        Assert.Single(answers, answer => answer.Replayed is null);
        Assert.Single(answers.Select(answer => answer with { Replayed = null }).Distinct());
        Assert.Single((await person.Get("/goals"))["items"]!.AsArray());
    }

    [Fact]
    public async Task What_fails_in_the_middle_leaves_nothing_and_who_waited_carries_it_out()
    {
        var watcher = new FailingWatcher();
        var replica = await stack.Replica(services: services => services.AddSingleton<IPlanWatcher>(watcher));
        var person = (await stack.Aimi.Person()).On(replica);

        var first = person.Call(HttpMethod.Post, "/goals", Goal, Idempotency.Header, "key-1");
        await watcher.Reached.WaitAsync(Cancellation);
        var second = Send(person, "key-1", Goal);
        watcher.Fail();

        await TestPerson.Problem(await first, 500, "internal_error");
        Assert.Equal((201, null), ((await second) is var made ? (made.Status, made.Replayed) : default));
        Assert.Equal("true", (await Send(person, "key-1", Goal)).Replayed);
        Assert.Single((await person.Get("/goals"))["items"]!.AsArray());
    }

    [Fact]
    public async Task A_key_is_forgotten_after_a_day()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var replica = await stack.Replica(time);
        var person = (await stack.Aimi.Person()).On(replica);
        await Send(person, "old", Goal);
        time.Advance(TimeSpan.FromHours(23));
        await Send(person, "young", Goal);
        time.Advance(TimeSpan.FromHours(2));

        await using var scope = replica.Services.CreateAsyncScope();
        Assert.False(await scope.ServiceProvider.GetRequiredService<IdempotencySweeper>().RunOnce(Cancellation));

        await using var context = stack.Database.Open();
        Assert.Equal(["young"], await context.IdempotencyKeys.Where(key => key.UserId == person.Id).Select(key => key.Key).ToListAsync(Cancellation));
        Assert.Null((await Send(person, "old", Goal)).Replayed);
    }

    private static async Task<Answer> Send(TestPerson person, string key, string json)
    {
        var answer = await person.Call(HttpMethod.Post, "/goals", json, Idempotency.Header, key);
        var body = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.IsSuccessStatusCode, body);
        var replayed = answer.Headers.TryGetValues(Idempotency.Replayed, out var values) ? values.Single() : null;
        return new Answer((int)answer.StatusCode, answer.Headers.Location?.ToString(), answer.Headers.ETag?.ToString(), answer.Content.Headers.ContentType?.ToString(), body, replayed);
    }

    private sealed record Answer(int Status, string? Location, string? ETag, string? Type, string Body, string? Replayed);

    /// <summary>Lets the first change wait, and then fail.</summary>
    private sealed class FailingWatcher : IPlanWatcher
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _fail = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reached => _reached.Task;

        public void Fail() => _fail.SetResult();

        public async Task Changed(PlanChange change, CancellationToken cancellationToken)
        {
            if (!_reached.TrySetResult())
                return;

            await _fail.Task.WaitAsync(cancellationToken);
            throw new InvalidOperationException("As the test wants it.");
        }
    }
}
