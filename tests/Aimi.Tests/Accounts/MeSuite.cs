using Aimi.Accounts;
using Aimi.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Aimi.Tests.Accounts;

public sealed class MeOnSqliteTests(EmbeddedStack stack) : MeSuite(stack), IClassFixture<EmbeddedStack>;

public sealed class MeOnServersTests(ServerStack stack) : MeSuite(stack), IClassFixture<ServerStack>;

/// <summary>The person who calls, over HTTP.</summary>
public abstract class MeSuite(TestStack stack)
{
    [Fact]
    public async Task What_is_given_is_changed_and_the_rest_stays()
    {
        var person = await stack.Aimi.Person();
        Assert.Equal(("Europe/Moscow", "ru"), (await person.Get("/me")) is var me ? ((string)me["timezone"]!, (string)me["locale"]!) : default);

        await TestPerson.Json(await person.Patch("/me", """
            {"display_name":" Anna ","timezone":"Asia/Tokyo","locale":"en-GB","quiet_hours":{"from":"22:30","to":"07:00"},"reminder_offsets":["PT24H","P1D","PT0S"],
             "channels":["email","log"],"day_start_hour":4,"morning_agenda":"08:15","evening_check_in":"21:00","daily_cap":20}
            """));
        await TestPerson.Json(await person.Patch("/me", """{"quiet_hours":{"from":"23:00"},"daily_cap":null,"channels":null}"""));

        var changed = await person.Get("/me");
        Assert.Equal(("Anna", "Asia/Tokyo", "en-GB", 4), ((string)changed["display_name"]!, (string)changed["timezone"]!, (string)changed["locale"]!, (int)changed["day_start_hour"]!));
        Assert.Equal("""{"from":"23:00","to":"07:00"}""", changed["quiet_hours"]!.ToJsonString());
        Assert.Equal("""["PT24H","P1D","PT0S"]""", changed["reminder_offsets"]!.ToJsonString());
        Assert.Equal(("08:15", "21:00"), ((string)changed["morning_agenda"]!, (string)changed["evening_check_in"]!));
        Assert.True(changed["daily_cap"] is null && changed["channels"] is null);
    }

    [Theory]
    [InlineData("timezone", "\"Mars/Olympus\"")]
    [InlineData("timezone", "null")]
    [InlineData("locale", "\"de\"")]
    [InlineData("email", "\"anna\"")]
    [InlineData("email", "\"a b@example.org\"")]
    [InlineData("quiet_hours", """{"from":"22:00"}""")]
    [InlineData("quiet_hours", """{"from":"22:00","to":"22:00"}""")]
    [InlineData("quiet_hours", """{"from":"25:00","to":"22:00"}""")]
    [InlineData("reminder_offsets", """["P29D"]""")]
    [InlineData("reminder_offsets", """["P1M"]""")]
    [InlineData("reminder_offsets", """["PT"]""")]
    [InlineData("reminder_offsets", "[null]")]
    [InlineData("channels", """["pigeon"]""")]
    [InlineData("channels", """["log","log"]""")]
    [InlineData("day_start_hour", "13")]
    [InlineData("morning_agenda", "\"8:00\"")]
    [InlineData("daily_cap", "0")]
    [InlineData("webhook_url", "\"http://example.org/\"")]
    public async Task What_means_nothing_is_refused_by_field(string field, string value)
    {
        var person = await stack.Aimi.Person();
        var before = await person.Get("/me");
        var problem = await TestPerson.Problem(await person.Patch("/me", $$"""{"display_name":"x","{{field}}":{{value}}}"""), 400, "validation_failed");
        Assert.NotNull(problem["errors"]![field]);
        Assert.Equal(before.ToJsonString(), (await person.Get("/me")).ToJsonString());
    }

    [Fact]
    public async Task An_unknown_member_is_refused_and_an_address_belongs_to_one()
    {
        var (person, other) = (await stack.Aimi.Person(), await stack.Aimi.Person());
        await TestPerson.Problem(await person.Patch("/me", """{"id":"x"}"""), 400, "unknown_field");

        var email = $$"""{"email":"{{Guid.CreateVersion7():N}}@example.org"}""";
        await TestPerson.Json(await other.Patch("/me", email));
        await TestPerson.Problem(await person.Patch("/me", email), 422, "email_taken");
        await TestPerson.Json(await other.Patch("/me", """{"email":null}"""));
        await TestPerson.Json(await person.Patch("/me", email));
    }

    [Fact]
    public async Task A_webhooks_secret_is_told_once()
    {
        var person = await stack.Aimi.Person();
        var set = await TestPerson.Json(await person.Patch("/me", """{"webhook_url":"https://example.org/hook"}"""));
        var secret = (string)set["webhook_secret"]!;
        Assert.Equal(32, Convert.FromBase64String(secret["whsec_".Length..]).Length);
        Assert.Null((await TestPerson.Json(await person.Patch("/me", """{"webhook_url":"https://example.org/hook"}""")))["webhook_secret"]);
        Assert.Null((await person.Get("/me"))["webhook_secret"]);
        var moved = await TestPerson.Json(await person.Patch("/me", """{"webhook_url":"https://example.org/other"}"""));
        Assert.NotEqual(secret, (string)moved["webhook_secret"]!);
        Assert.Null((await TestPerson.Json(await person.Patch("/me", """{"webhook_url":null}""")))["webhook_url"]);
    }

    [Fact]
    public async Task Watchers_are_told_in_order_within_the_transaction_and_say_what_moved()
    {
        var told = new List<int>();
        var replica = await stack.Replica(services: services => services
            .AddSingleton<IPersonWatcher>(new Watcher(20, told)).AddSingleton<IPersonWatcher>(new Watcher(-5, told)));
        var person = (await stack.Aimi.Person()).On(replica);

        var changed = await TestPerson.Json(await person.Patch("/me", """{"timezone":"Asia/Tokyo"}"""));
        Assert.Equal([-5, 20], told);
        Assert.Equal(["-5", "20"], changed["moved"]!.AsArray().Select(plan => (string)plan!["title"]!).Where(title => title.Length > 0));
        Assert.Empty((await TestPerson.Json(await person.Patch("/me", """{"display_name":"x"}""")))["moved"]!.AsArray());
        await TestPerson.Problem(await person.Patch("/me", """{"timezone":"Europe/Paris"}"""), 500, "internal_error");
        Assert.Equal("Asia/Tokyo", (string)(await person.Get("/me"))["timezone"]!);
    }

    private sealed class Watcher(int order, List<int> told) : IPersonWatcher
    {
        public int Order => order;

        public Task<IReadOnlyList<MovedPlan>> Changed(PersonChange change, CancellationToken cancellationToken)
        {
            if (order > 0 && change.User.Timezone == "Europe/Paris")
                throw new InvalidOperationException("As the test wants it.");

            told.Add(order);
            return Task.FromResult<IReadOnlyList<MovedPlan>>([new MovedPlan("event", Guid.CreateVersion7(), $"{order}", A.Now, A.Now.AddHours(6))]);
        }
    }
}
