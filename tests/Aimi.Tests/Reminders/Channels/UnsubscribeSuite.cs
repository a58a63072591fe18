using System.Net;
using System.Text;
using Aimi.Accounts;
using Aimi.Data;
using Aimi.Hosting;
using Aimi.Reminders.Channels;
using Aimi.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Aimi.Tests.Reminders.Channels;

public sealed class UnsubscribeOnSqliteTests(EmbeddedStack stack) : UnsubscribeSuite(stack), IClassFixture<EmbeddedStack>;

public sealed class UnsubscribeOnServersTests(ServerStack stack) : UnsubscribeSuite(stack), IClassFixture<ServerStack>;

/// <summary>The way out of mails, for a person and for a mail program; nobody else finds it.</summary>
public abstract class UnsubscribeSuite(TestStack stack)
{
    private AimiProcess Aimi => stack.Aimi;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ru", "Больше не присылать", "Я больше не буду")]
    [InlineData("en-US", "Shall Aimi send you no more", "will not send you")]
    public async Task A_person_follows_the_link_and_presses_the_button(string locale, string question, string done)
    {
        var (person, link) = await Someone(locale, "assistant_message", "email");

        using var asked = await Ask(HttpMethod.Get, link);
        var page = await asked.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal((HttpStatusCode.OK, "text/html", "no-store"), (asked.StatusCode, asked.Content.Headers.ContentType?.MediaType, $"{asked.Headers.CacheControl}"));
        Assert.Contains(question, page, StringComparison.Ordinal);
        Assert.Contains("""<form method="post"><button>""", page, StringComparison.Ordinal);
        Assert.Equal(["assistant_message", "email"], await Channels(person));

        // As a browser sends it: no referrer, so that the origin is unknown.
        using var answered = await Ask(HttpMethod.Post, link, ("Origin", "null"), ("Sec-Fetch-Site", "same-origin"));
        Assert.Contains(done, await answered.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal(["assistant_message"], await Channels(person));
    }

    [Fact]
    public async Task A_mail_program_does_it_by_one_click_and_once_more_changes_nothing()
    {
        var (person, link) = await Someone("ru", "email", "webhook");
        for (var i = 0; i < 2; i++)
        {
            using var form = new StringContent("List-Unsubscribe=One-Click", Encoding.UTF8, "application/x-www-form-urlencoded");
            using var clicked = await Ask(HttpMethod.Post, link, form, ("Sec-Fetch-Site", "cross-site"));
            Assert.Equal(HttpStatusCode.OK, clicked.StatusCode);
            Assert.Equal(["webhook"], await Channels(person));
        }
    }

    [Fact]
    public async Task Where_mail_was_all_the_default_is_left()
    {
        var (person, link) = await Someone("ru", "email");
        (await Ask(HttpMethod.Post, link)).Dispose();
        Assert.Null(await Channels(person));
    }

    [Fact]
    public async Task Who_chose_nothing_is_told_that_no_mail_comes()
    {
        var (person, link) = await Someone("ru");
        using var answer = await Ask(HttpMethod.Post, link);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Null(await Channels(person));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task A_token_that_is_not_right_leads_nowhere(string method)
    {
        var (person, link) = await Someone("ru", "email");
        var (_, others) = await Someone("ru", "email");
        var right = link.Query["?token=".Length..];
        var theirs = others.Query["?token=".Length..];
        string[] wrong =
        [
            "", "?token=", "?token=%00", "?token=***", "?token=AAAA", $"?token={right}AAAA", $"?token={right[..^4]}AAAA", $"?token={right[..22]}{theirs[22..]}",
            $"?token={new UnsubscribeToken(Guid.CreateVersion7(), UnsubscribeToken.NewKey())}",
        ];
        foreach (var query in wrong)
            await TestPerson.Problem(await Ask(new HttpMethod(method), new UriBuilder(link) { Query = query }.Uri), 404, "not_found");
        Assert.Equal(["email"], await Channels(person));
    }

    [Fact]
    public async Task Nobody_without_a_secret_has_a_token()
    {
        var person = await Aimi.Person();
        var token = new UnsubscribeToken(person.Id, UnsubscribeToken.NewKey());
        await TestPerson.Problem(await Ask(HttpMethod.Post, new Uri($"https://aimi.example.com{UnsubscribeLinks.Path}?token={token}")), 404, "not_found");
    }

    [Fact]
    public async Task Mails_at_once_and_on_two_replicas_bear_one_link()
    {
        var user = await User(await Aimi.Person());
        var links = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Links().For(user, Cancellation)));
        Assert.NotNull(Assert.Single(links.Distinct()));
    }

    [Fact]
    public async Task What_follows_a_persons_settings_hears_of_it_in_the_transaction()
    {
        var (person, _) = await Someone("ru", "email", "notification");
        await using var context = stack.Database.Open();
        var watcher = new Watcher(() => context.Database.CurrentTransaction is not null);

        await new Unsubscriptions(context, [watcher]).End(person.Id, Cancellation);
        await new Unsubscriptions(context, [watcher]).End(person.Id, Cancellation);

        var (change, inTransaction) = Assert.Single(watcher.Told);
        Assert.True(inTransaction);
        Assert.Equal(["email", "notification"], change.FormerSettings.Channels!);
        Assert.Equal(["notification"], change.User.Settings.Channels!);
        Assert.False(change.MovedZone);
    }

    private UnsubscribeLinks Links() => new(
        Aimi.Services.GetRequiredService<IDbContextFactory<AimiDbContext>>(),
        Options.Create(new ServerOptions { PublicUrl = "https://aimi.example.com" }));

    private async Task<(TestPerson Person, Uri Link)> Someone(string locale, params string[] channels)
    {
        var person = await Aimi.Person(locale);
        await using var context = stack.Database.Open();
        var user = await context.Users.SingleAsync(row => row.Id == person.Id, Cancellation);
        user.Settings = user.Settings with { Channels = channels.Length == 0 ? null : channels };
        await context.SaveChangesAsync(Cancellation);
        return (person, (await Links().For(user, Cancellation))!);
    }

    private async Task<User> User(TestPerson person)
    {
        await using var context = stack.Database.Open();
        return await context.Users.AsNoTracking().SingleAsync(row => row.Id == person.Id, Cancellation);
    }

    private async Task<IReadOnlyList<string>?> Channels(TestPerson person) => (await User(person)).Settings.Channels;

    private Task<HttpResponseMessage> Ask(HttpMethod method, Uri link, params (string Name, string Value)[] headers) => Ask(method, link, body: null, headers);

    /// <summary>As it comes through the proxy in front of Aimi, from somebody who is not signed in.</summary>
    private async Task<HttpResponseMessage> Ask(HttpMethod method, Uri link, HttpContent? body, params (string Name, string Value)[] headers)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(method, new Uri(Aimi.Address, link.PathAndQuery)) { Content = body };
        request.Headers.Host = link.Host;
        foreach (var (name, value) in headers)
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        return await http.SendAsync(request, Cancellation);
    }

    private sealed class Watcher(Func<bool> inTransaction) : IPersonWatcher
    {
        public List<(PersonChange Change, bool InTransaction)> Told { get; } = [];

        public int Order => 0;

        public Task<IReadOnlyList<MovedPlan>> Changed(PersonChange change, CancellationToken cancellationToken)
        {
            Told.Add((change, inTransaction()));
            return Task.FromResult<IReadOnlyList<MovedPlan>>([]);
        }
    }
}
