using System.Net;
using System.Text;
using Aimi.Planning;
using Aimi.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Tests.Planning;

public sealed class CalendarFeedOnSqliteTests(StoppedClock<EmbeddedStack> clock)
    : CalendarFeedSuite(clock.Stack), IClassFixture<StoppedClock<EmbeddedStack>>;

public sealed class CalendarFeedOnServersTests(StoppedClock<ServerStack> clock)
    : CalendarFeedSuite(clock.Stack), IClassFixture<StoppedClock<ServerStack>>;

/// <summary>A calendar that is subscribed, by whoever has the token and nobody else.</summary>
public abstract class CalendarFeedSuite(TestStack stack) : CalendarSuite(stack)
{
    [Fact]
    public async Task The_token_is_told_once_and_opens_the_calendar_of_its_person_only()
    {
        var anna = await Person();
        var boris = await Person();
        await Save(Lesson(anna, "Annas lesson"), Lesson(boris, "Boris' lesson"));
        var feed = await Subscribe(anna);

        Assert.StartsWith("http://127.0.0.1:", feed.Url, StringComparison.Ordinal);
        Assert.EndsWith($"/calendar.ics?token={feed.Token}", feed.Url, StringComparison.Ordinal);
        var calendar = await Read(feed.Url);
        Assert.Contains("SUMMARY:Annas lesson", calendar, StringComparison.Ordinal);
        Assert.DoesNotContain("Boris", calendar, StringComparison.Ordinal);

        var listed = Assert.Single((await anna.Get("/calendar/feeds"))["items"]!.AsArray())!;
        Assert.Equal(("iPhone", feed.Id), ((string)listed["name"]!, (Guid)listed["id"]!));
        Assert.DoesNotContain(feed.Token, listed.ToJsonString(), StringComparison.Ordinal);
        Assert.Empty((await boris.Get("/calendar/feeds"))["items"]!.AsArray());

        await using var context = Stack.Database.Open();
        Assert.Matches("^[0-9a-f]{64}$", (await context.CalendarFeeds.SingleAsync(row => row.UserId == anna.Id, Cancellation)).TokenHash);
    }

    [Fact]
    public async Task Without_the_right_token_there_is_nothing()
    {
        var (anna, boris) = (await Person(), await Person());
        var feed = await Subscribe(anna);
        var wrong = $"{(feed.Token[^1] == 'A' ? 'B' : 'A')}";

        foreach (var path in new[] { "", "?token=", "?token=x", $"?token={new string('!', 64)}", $"?token={feed.Token[..^1]}{wrong}", $"?token={feed.Token}A" })
            await TestPerson.Problem(await anna.Http.GetAsync($"/calendar.ics{path}", Cancellation), 404, "not_found");

        // Another's feed can not be revoked; one's own can, once.
        await TestPerson.Problem(await boris.Http.DeleteAsync($"/calendar/feeds/{feed.Id}", Cancellation), 404, "not_found");
        Assert.Equal(HttpStatusCode.NoContent, (await anna.Http.DeleteAsync($"/calendar/feeds/{feed.Id}", Cancellation)).StatusCode);
        await TestPerson.Problem(await anna.Http.DeleteAsync($"/calendar/feeds/{feed.Id}", Cancellation), 404, "not_found");
        await TestPerson.Problem(await anna.Http.GetAsync(feed.Url, Cancellation), 404, "not_found");
    }

    [Fact]
    public async Task A_feed_needs_a_name_and_there_are_twenty_at_most()
    {
        var me = await Person();
        foreach (var name in new[] { "", "   ", new string('x', 101), "a\\u0000b" })
            await TestPerson.Problem(await me.Post("/calendar/feeds", $$"""{"name":"{{name}}"}"""), 400, "validation_failed");

        var made = await Task.WhenAll(Enumerable.Range(0, 25).Select(number => me.Post("/calendar/feeds", $$"""{"name":"{{number}}"}""")));
        Assert.Equal(20, made.Count(answer => answer.StatusCode == HttpStatusCode.Created));
        foreach (var refused in made.Where(answer => answer.StatusCode != HttpStatusCode.Created))
            await TestPerson.Problem(refused, 422, "too_many_feeds");
    }

    [Fact]
    public async Task What_did_not_change_is_not_sent_again_and_every_change_is()
    {
        var me = await Person();
        var lesson = Lesson(me, "Lesson");
        await Save(lesson);
        var feed = await Subscribe(me);

        var first = await me.Http.GetAsync(feed.Url, Cancellation);
        Assert.Equal("text/calendar; charset=utf-8", first.Content.Headers.ContentType!.ToString());
        Assert.True(first.Headers.CacheControl!.Private);
        var tag = first.Headers.ETag!;
        Assert.Equal(HttpStatusCode.NotModified, (await Ask(me, feed.Url, tag.ToString())).StatusCode);

        var series = Lesson(me, "Series");
        series.RepeatRule = "FREQ=DAILY";
        await Changed(() => Save(series));
        await Changed(() => Save(new EventOccurrence { UserId = me.Id, Id = Guid.CreateVersion7(), EventId = series.Id, WallTime = series.WallTime!.Value, Status = EventStatus.Cancelled, CreatedAt = A.Now, UpdatedAt = A.Now }));
        await Changed(async () =>
        {
            await using var context = Stack.Database.Open();
            (await context.Events.SingleAsync(planned => planned.Id == lesson.Id, Cancellation)).Title = "New";
            await context.SaveChangesAsync(Cancellation);
        });
        await Changed(async () =>
        {
            await using var context = Stack.Database.Open();
            await context.Events.Where(planned => planned.Id == lesson.Id).ExecuteDeleteAsync(Cancellation);
        });
        await Changed(() =>
        {
            Time.Advance(TimeSpan.FromDays(1));
            return Task.CompletedTask;
        });

        async Task Changed(Func<Task> change)
        {
            await change();
            var answer = await Ask(me, feed.Url, tag.ToString());
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.NotEqual(tag, answer.Headers.ETag);
            tag = answer.Headers.ETag!;
            Assert.Equal(HttpStatusCode.NotModified, (await Ask(me, feed.Url, tag.ToString())).StatusCode);
        }
    }

    [Fact]
    public async Task Use_is_noted_once_an_hour()
    {
        var me = await Person();
        var feed = await Subscribe(me);
        Assert.Null(await LastUsed());
        await Read(feed.Url);
        Assert.Equal("2026-03-15T09:00:00Z", await LastUsed());
        Time.Advance(TimeSpan.FromMinutes(59));
        await Read(feed.Url);
        Assert.Equal("2026-03-15T09:00:00Z", await LastUsed());
        Time.Advance(TimeSpan.FromMinutes(1));
        await Read(feed.Url);
        Assert.Equal("2026-03-15T10:00:00Z", await LastUsed());

        async Task<string?> LastUsed() => (string?)(await me.Get("/calendar/feeds"))["items"]![0]!["last_used_at"];
    }

    [Fact]
    public async Task Ical_Net_finds_the_same_times_in_the_feed_as_in_the_rows()
    {
        var me = await Person();
        var plans = CalendarPlans.Of(me.Id);
        await Save(plans.Events);
        await Save(plans.Occurrences);

        var calendar = await Read((await Subscribe(me)).Url);

        Assert.Equal(IcalOracle.Of(plans), IcalOracle.Of(calendar));
        Assert.True(IcalOracle.Of(plans).Count > 300);
        Assert.All(calendar.Split("\r\n"), line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, 75));
        Assert.DoesNotContain('\uFFFD', calendar);
    }

    [Fact]
    public async Task A_feed_that_another_person_imports_is_the_same_plans()
    {
        var (me, other) = (await Person(), await Person());
        var plans = CalendarPlans.Of(me.Id);
        await Save(plans.Events);
        await Save(plans.Occurrences);
        var calendar = Encoding.UTF8.GetBytes(await Read((await Subscribe(me)).Url));

        Assert.Equal((plans.Events.Count, 0, 0, 0), Counts(await Import(other, calendar)));
        Assert.Equal(CalendarPlans.Essence(await Events(me)), CalendarPlans.Essence(await Events(other)));
        Assert.Equal((await Occurrences(me)).Select(CalendarPlans.Essence), (await Occurrences(other)).Select(CalendarPlans.Essence));
        Assert.Equal((0, 0, plans.Events.Count, 0), Counts(await Import(other, calendar)));

        // One's own feed doubles nothing.
        Assert.Equal((0, 0, 0, plans.Events.Count), Counts(await Import(me, calendar)));
    }

    [Fact]
    public async Task What_was_over_a_year_ago_is_left_out_and_a_feed_is_bounded()
    {
        var me = await Person();
        var old = A.Now.AddDays(-366);
        var endless = Lesson(me, "Endless", old);
        endless.RepeatRule = "FREQ=DAILY";
        await Save([Lesson(me, "Old", old), endless, Lesson(me, "Last", A.Now.AddDays(400)), .. Enumerable.Range(0, 5_100).Select(number => Lesson(me, $"Nr {number}"))]);

        var calendar = await Read((await Subscribe(me)).Url);
        Assert.DoesNotContain("SUMMARY:Old", calendar, StringComparison.Ordinal);
        Assert.Contains("SUMMARY:Endless", calendar, StringComparison.Ordinal);
        Assert.Contains("SUMMARY:Last", calendar, StringComparison.Ordinal);
        Assert.Equal(5_000, calendar.Split("BEGIN:VEVENT").Length - 1);
    }

    [Fact]
    public async Task Without_accounts_a_calendar_of_this_machine_reads_the_owners_and_a_page_of_another_site_does_not()
    {
        await using var aimi = await AimiProcess.Start(Stack.Database, Stack.Redis, Time, asOwner: true);
        using var owner = new HttpClient { BaseAddress = aimi.Address };
        owner.DefaultRequestHeaders.Host = $"localhost:{aimi.Address.Port}";
        var made = await TestPerson.Json(await owner.PostAsync("/calendar/feeds", new StringContent("""{"name":"here"}""", Encoding.UTF8, "application/json"), Cancellation));

        var url = (string)made["url"]!;
        Assert.StartsWith($"http://localhost:{aimi.Address.Port}/calendar.ics?token=", url, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await owner.GetAsync(new Uri(url).PathAndQuery, Cancellation)).StatusCode);
        owner.DefaultRequestHeaders.Host = "evil.example";
        await TestPerson.Problem(await owner.GetAsync(new Uri(url).PathAndQuery, Cancellation), 403, "forbidden");
    }

    private static PlannedEvent Lesson(TestPerson person, string title, DateTimeOffset? at = null)
    {
        var start = at ?? A.Now.AddDays(1);
        return new PlannedEvent
        {
            UserId = person.Id,
            Id = Guid.CreateVersion7(),
            Type = EventType.Event,
            Title = title,
            StartAt = start,
            EndAt = start.AddHours(1),
            WallTime = start.UtcDateTime.AddHours(3),
            Timezone = "Europe/Moscow",
            Source = EventSource.User,
            CreatedAt = A.Now,
            UpdatedAt = A.Now,
        };
    }

    private static Task<HttpResponseMessage> Ask(TestPerson person, string url, string tag)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        return person.Http.SendAsync(request, Cancellation);
    }
}
