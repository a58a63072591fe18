using Aimi.Realtime;
using Aimi.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Aimi.Tests.Realtime;

public sealed class NotificationsOnSqliteTests(EmbeddedStack stack) : NotificationSuite(stack), IClassFixture<EmbeddedStack>;

public sealed class NotificationsOnServersTests(ServerStack stack) : NotificationSuite(stack), IClassFixture<ServerStack>;

/// <summary>What was pushed, for a client that was away.</summary>
public abstract class NotificationSuite(TestStack stack)
{
    [Fact]
    public async Task The_newest_come_first_and_pages_leave_out_none_while_others_come()
    {
        var person = await stack.Aimi.Person();
        var sent = await Save(person, 7);

        var paged = await person.All("/notifications", 3, () => Save(person, 1));

        Assert.Equal(sent.AsEnumerable().Reverse().Select(row => row.Id), paged.Select(row => (Guid)row["id"]!));
    }

    [Fact]
    public async Task Reading_marks_it_and_all_before_it()
    {
        var (person, other) = (await stack.Aimi.Person(), await stack.Aimi.Person());
        var sent = await Save(person, 3);
        var theirs = (await Save(other, 1))[0];

        await TestPerson.Problem(await person.Post("/notifications/read", $$"""{"up_to_id":"{{theirs.Id}}"}"""), 404, "not_found");
        var marked = await TestPerson.Json(await person.Post("/notifications/read", $$"""{"up_to_id":"{{sent[1].Id}}"}"""));

        Assert.Equal(2, (int)marked["marked"]!);
        Assert.Equal([sent[2].Id], (await person.All("/notifications?unread=true", 5)).Select(row => (Guid)row["id"]!));
        Assert.Equal([sent[1].Id, sent[0].Id], (await person.All("/notifications?unread=false", 5)).Select(row => (Guid)row["id"]!));
        Assert.Single(await other.All("/notifications?unread=true", 5));
        foreach (var query in new[] { "limit=0", "limit=201", "cursor=x", "unread=maybe" })
            await TestPerson.Problem(await person.Call(HttpMethod.Get, $"/notifications?{query}"), 400, "validation_failed");
    }

    [Fact]
    public async Task A_push_reaches_the_persons_sockets()
    {
        var person = await stack.Aimi.Person();
        await using var socket = await person.Connect();
        var sent = (await Save(person, 1))[0];
        stack.Aimi.Services.GetRequiredService<RealtimeHub>().Publish(sent.UserId, NotificationFrame.Of(sent).ToUtf8());

        var pushed = (await socket.Next("notification"))["notification"]!;
        Assert.Equal((sent.Id, "reminder", "Урок"), ((Guid)pushed["id"]!, (string)pushed["kind"]!, (string)pushed["title"]!));
    }

    private async Task<List<Notification>> Save(TestPerson person, int count)
    {
        // Ids of one millisecond have no order; none is ahead of the clock, where the next call would meet it.
        var now = TimeProvider.System.GetUtcNow();
        var rows = Enumerable.Range(0, count).Select(i => new Notification
        {
            UserId = person.Id,
            Id = Guid.CreateVersion7(now.AddMilliseconds(i - count)),
            Kind = "reminder",
            Title = "Урок",
            CreatedAt = now,
            UpdatedAt = now,
        }).ToList();
        await stack.Database.Save(rows);
        return rows;
    }
}
