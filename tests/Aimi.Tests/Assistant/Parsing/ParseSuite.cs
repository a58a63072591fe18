using System.Text.Json.Nodes;
using Aimi.Data;
using Aimi.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Aimi.Tests.Assistant.Parsing;

public sealed class ParsingOnTheEmbeddedStack(EmbeddedStack stack) : ParseSuite(stack), IClassFixture<EmbeddedStack>;

public sealed class ParsingOnTheServerStack(ServerStack stack) : ParseSuite(stack), IClassFixture<ServerStack>;

/// <summary>How a sentence would be understood, over HTTP. The person lives in Moscow; it is a Sunday, 15 March 2026, 21:30 there.</summary>
public abstract class ParseSuite(TestStack stack)
{
    private const string Now = "2026-03-15T18:30:00Z";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Встреча завтра в 10", "завтра в 10", "instant", "2026-03-16T10:00:00+03:00", "2026-03-16T07:00:00Z")]
    [InlineData("dentist tomorrow at 10", "tomorrow at 10", "instant", "2026-03-16T10:00:00+03:00", "2026-03-16T07:00:00Z")]
    [InlineData("купить молоко завтра", "завтра", "day", "2026-03-16", "2026-03-15T21:00:00Z")]
    [InlineData("send it by Friday", "by Friday", "deadline", "2026-03-20", "2026-03-19T21:00:00Z")]
    public async Task Words_of_time_are_found_and_told_by_the_persons_clock(string text, string words, string kind, string from, string startAt)
    {
        var reading = await Parse(await stack.Aimi.Person(), text);

        var date = Assert.Single(reading["dates"]!.AsArray())!;
        Assert.Equal((words, kind, from, startAt), ((string)date["text"]!, (string)date["kind"]!, (string)date["from"]!, (string)date["start_at"]!));
        Assert.Equal(words, text.Substring((int)date["start"]!, (int)date["length"]!));
        Assert.Equal(("2026-03-15T21:30:00+03:00", "Europe/Moscow"), ((string)reading["now"]!, (string)reading["timezone"]!));
        Assert.Null(reading["question"]);
    }

    [Fact]
    public async Task A_series_is_told_with_its_rule()
    {
        var reading = await Parse(await stack.Aimi.Person(), "зарядка по будням в 8");
        var date = Assert.Single(reading["dates"]!.AsArray())!;
        Assert.Equal(
            ("recurrence", "2026-03-16T08:00:00+03:00", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "по будням"),
            ((string)date["kind"]!, (string)date["from"]!, (string)date["repeat_rule"]!, (string)date["repeats"]!));
    }

    [Fact]
    public async Task A_length_begins_now()
    {
        var reading = await Parse(await stack.Aimi.Person(), "полтора часа");
        var date = Assert.Single(reading["dates"]!.AsArray())!;
        Assert.Equal(
            ("duration", "2026-03-15T21:30:00+03:00", "2026-03-15T23:00:00+03:00", "PT1H30M"),
            ((string)date["kind"]!, (string)date["from"]!, (string)date["to"]!, (string)date["duration"]!));
    }

    [Fact]
    public async Task Another_zone_can_be_asked_for_and_another_clock()
    {
        var me = await stack.Aimi.Person();
        var reading = await TestPerson.Json(await me.Post("/parse", """{"text":"завтра в 10","timezone":"America/New_York","now":"2026-03-08T03:00:00+00:00","locale":"en-US"}"""));
        Assert.Equal(("2026-03-07T22:00:00-05:00", "America/New_York"), ((string)reading["now"]!, (string)reading["timezone"]!));
        Assert.Equal("2026-03-08T10:00:00-04:00", (string)reading["dates"]![0]!["from"]!);
    }

    [Fact]
    public async Task Nothing_is_changed()
    {
        var me = await stack.Aimi.Person();
        var before = await Rows();
        foreach (var text in (string[])["Напомни завтра в 10 позвонить маме", "хочу выучить испанский к лету", "запомни, что у меня аллергия на орехи", "забудь всё", "отмени встречу"])
            await Parse(me, text);
        Assert.Equal(before, await Rows());
    }

    [Theory]
    [InlineData("""{"text":""}""", "text")]
    [InlineData("""{"text":" \n"}""", "text")]
    [InlineData("""{"text":"a\u0000b"}""", "text")]
    [InlineData("""{"text":"half \ud83d"}""", "text")]
    [InlineData("""{"text":"tomorrow","timezone":"Mars/Olympus"}""", "timezone")]
    [InlineData("""{"text":"tomorrow","timezone":""}""", "timezone")]
    [InlineData("""{"text":"tomorrow","locale":"tlh"}""", "locale")]
    [InlineData("""{"text":"tomorrow","now":"yesterday"}""", "now")]
    [InlineData("""{"text":"tomorrow","now":"0001-01-01T00:00:00Z"}""", "now")]
    [InlineData("""{"text":"tomorrow","now":"9999-12-31T23:59:59Z"}""", "now")]
    public async Task What_can_not_be_read_is_refused_by_member(string body, string member)
    {
        var problem = await TestPerson.Problem(await (await stack.Aimi.Person()).Post("/parse", body), 400, "validation_failed");
        Assert.Equal([member], problem["errors"]!.AsObject().Select(error => error.Key));
    }

    [Fact]
    public async Task A_text_has_up_to_two_thousand_units()
    {
        var me = await stack.Aimi.Person();
        await Parse(me, new string('я', 2000));
        await TestPerson.Problem(await me.Post("/parse", $$"""{"text":"{{new string('я', 2001)}}"}"""), 400, "validation_failed");
        await TestPerson.Problem(await me.Post("/parse", $$"""{"text":"{{string.Concat(Enumerable.Repeat("😀", 1001))}}"}"""), 400, "validation_failed");
        await TestPerson.Problem(await me.Post("/parse", $$"""{"text":"{{new string('x', 300_000)}}"}"""), 413, "too_large");
    }

    [Fact]
    public async Task What_it_does_not_know_is_refused()
    {
        var me = await stack.Aimi.Person();
        await TestPerson.Problem(await me.Post("/parse", """{"text":"tomorrow","zone":"UTC"}"""), 400, "unknown_field");
        await TestPerson.Problem(await me.Http.PostAsync("/parse", new StringContent("tomorrow"), Cancel), 415, "unsupported_media_type");
        using var nobody = new HttpClient { BaseAddress = stack.Aimi.Address };
        await TestPerson.Problem(await nobody.PostAsync("/parse", new StringContent("""{"text":"tomorrow"}""", System.Text.Encoding.UTF8, "application/json"), Cancel), 401, "unauthenticated");
    }

    [Theory]
    [InlineData("31 декабря 9999 года в 23:59")]
    [InlineData("on 31 December 9999 at 23:59")]
    [InlineData("через 999999999 лет")]
    [InlineData("in 99999999999999999999 hours")]
    [InlineData("1 января 1 года в 00:00")]
    [InlineData("99.99.9999 в 99:99")]
    [InlineData("каждые 0 дней")]
    [InlineData("с 25:61 до -3 👩‍👩‍👧 \u202e завтра\u0301")]
    public async Task The_strangest_sentence_is_answered(string text)
    {
        foreach (var zone in (string[])["Pacific/Kiritimati", "Pacific/Niue"])
            await TestPerson.Json(await (await stack.Aimi.Person()).Post("/parse", new JsonObject { ["text"] = text, ["timezone"] = zone, ["now"] = "2199-12-31T23:59:59Z" }.ToJsonString()));
    }

    private static async Task<JsonNode> Parse(TestPerson me, string text) =>
        await TestPerson.Json(await me.Post("/parse", new JsonObject { ["text"] = text, ["now"] = Now }.ToJsonString()));

    /// <summary>How many rows each table has.</summary>
    private async Task<IReadOnlyList<string>> Rows()
    {
        await using var context = await stack.Aimi.Services.GetRequiredService<IDbContextFactory<AimiDbContext>>().CreateDbContextAsync(Cancel);
        var counts = new List<string>();
        foreach (var table in context.Model.GetEntityTypes().Select(type => type.GetTableName()).OfType<string>().Distinct().Order(StringComparer.Ordinal))
        {
#pragma warning disable EF1003 // the name is the model's
            var count = await context.Database.SqlQueryRaw<long>("SELECT count(*) AS \"Value\" FROM \"" + table + "\"").SingleAsync(Cancel);
#pragma warning restore EF1003
            counts.Add($"{table} {count}");
        }

        Assert.Contains(counts, count => count.StartsWith("events ", StringComparison.Ordinal));
        return counts;
    }
}
