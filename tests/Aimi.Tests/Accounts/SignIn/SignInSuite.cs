using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Aimi.Accounts.SignIn;
using Aimi.Data;
using Aimi.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Aimi.Tests.Accounts.SignIn;

public sealed class EmbeddedSignInTests(EmbeddedAccounts stack) : SignInSuite(stack), IClassFixture<EmbeddedAccounts>;

public sealed class ServerSignInTests(ServerAccounts stack) : SignInSuite(stack), IClassFixture<ServerAccounts>;

public abstract class SignInSuite(AccountsStack stack)
{
    [Fact]
    public async Task An_address_and_its_password_sign_in_and_the_token_says_who_calls()
    {
        var email = await stack.Account();
        var tokens = await stack.SignIn(email.ToUpperInvariant());
        var me = await TestPerson.Json(await stack.Get("/me", Access(tokens)));
        Assert.Equal(email, (string?)me["email"]);
        Assert.Equal((string?)tokens["user_id"], (string?)me["id"]);
        Assert.Equal("Bearer", (string?)tokens["token_type"]);
        Assert.Equal(900, (int)tokens["expires_in"]!);
    }

    [Fact]
    public async Task Nobody_is_let_in_without_a_token_or_with_one_that_is_not_good()
    {
        var tokens = await stack.SignIn();
        await TestPerson.Problem(await stack.Get("/me"), 401, "unauthenticated");
        string[] bad = ["", "x", (string)tokens["refresh_token"]!, Access(tokens)[..^2] + "AA", BearerSecret.Create(BearerSecret.Access, Guid.CreateVersion7()).ToString()];
        foreach (var token in bad)
            await TestPerson.Problem(await stack.Get("/me", token), 401, "unauthenticated");

        // Never in the address.
        await TestPerson.Problem(await stack.Get($"/me?access_token={Access(tokens)}&ticket={Access(tokens)}"), 401, "unauthenticated");
    }

    [Fact]
    public async Task Wrong_guesses_lock_the_account_and_say_no_more_than_an_address_that_nobody_has()
    {
        var email = await stack.Account();
        var unknown = await Wrong("nobody@example.com");
        for (var guess = 0; guess < 5; guess++)
            Assert.Equal(unknown, await Wrong(email));

        await TestPerson.Problem(await stack.Post("/auth/sign-in", new { email, password = AccountsStack.Password }), 401, "unauthenticated");
        stack.Time.Advance(TimeSpan.FromMinutes(5.1));
        await stack.SignIn(email);
    }

    [Fact]
    public async Task Four_wrong_guesses_are_forgotten_by_a_right_one()
    {
        var email = await stack.Account();
        for (var round = 0; round < 3; round++)
        {
            for (var guess = 0; guess < 4; guess++)
                await Wrong(email);
            await stack.SignIn(email);
        }
    }

    [Fact]
    public async Task A_right_guess_among_many_at_once_does_not_outrun_the_lock()
    {
        var email = await stack.Account();
        var user = Guid.Parse((string)(await stack.SignIn(email))["user_id"]!);
        await using var scope = stack.Aimi.Services.CreateAsyncScope();
        var (database, cancel) = (scope.ServiceProvider.GetRequiredService<AimiDbContext>(), TestContext.Current.CancellationToken);
        Assert.Equal(user, await new Passwords(database, stack.Time).Verify(email, AccountsStack.Password, cancel));

        // The clock is read between the look at the row and the verdict.
        var passwords = new Passwords(database, new Interrupted(stack.Time, () => Lock(user)));
        Assert.Null(await passwords.Verify(email, AccountsStack.Password, cancel));
    }

    [Fact]
    public async Task What_no_database_holds_is_refused()
    {
        var email = await stack.Account();
        await TestPerson.Problem(await stack.Post("/auth/sign-in", new { email, password = AccountsStack.Password, device = "a\0b" }), 400, "validation_failed");
        await TestPerson.Problem(await stack.Post("/auth/sign-in", new { email = $"\0{email}", password = AccountsStack.Password }), 401, "unauthenticated");
    }

    [Fact]
    public async Task However_many_identities_are_added_at_once_no_more_than_twenty_are()
    {
        var user = Guid.Parse((string)(await stack.SignIn())["user_id"]!);
        using var acting = Acting.For(user);
        for (var known = 0; known < 19; known++)
            Assert.NotNull(await Add());
        Assert.Single(await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Add())), identity => identity is not null);

        async Task<Identity?> Add()
        {
            await using var scope = stack.Aimi.Services.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<Identities>()
                .Add(user, new ExternalIdentity("oidc:house", $"{Guid.CreateVersion7():N}", Email: null), TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task An_access_token_is_over_after_a_quarter_of_an_hour_and_a_refresh_token_gets_the_next_pair()
    {
        var tokens = await stack.SignIn();
        stack.Time.Advance(TimeSpan.FromMinutes(15.1));
        await TestPerson.Problem(await stack.Get("/me", Access(tokens)), 401, "unauthenticated");
        var next = await TestPerson.Json(await stack.Refresh(tokens));
        await TestPerson.Json(await stack.Get("/me", Access(next)));
        Assert.Equal((string?)tokens["session_id"], (string?)next["session_id"]);
    }

    [Fact]
    public async Task A_lost_answer_is_given_again()
    {
        var tokens = await stack.SignIn();
        var lost = await TestPerson.Json(await stack.Refresh(tokens));
        stack.Time.Advance(TimeSpan.FromSeconds(59));
        var again = await TestPerson.Json(await stack.Refresh(tokens));
        Assert.Equal((string?)lost["refresh_token"], (string?)again["refresh_token"]);
        await TestPerson.Json(await stack.Get("/me", Access(again)));
        await TestPerson.Json(await stack.Refresh(again));
    }

    [Fact]
    public async Task Refreshing_at_once_from_two_pages_leaves_both_signed_in()
    {
        var tokens = await stack.SignIn();
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => stack.Refresh(tokens)));
        var pairs = await Task.WhenAll(answers.Select(TestPerson.Json));
        Assert.Single(pairs.Select(pair => (string?)pair["refresh_token"]).Distinct());
        foreach (var pair in pairs)
            await TestPerson.Json(await stack.Get("/me", Access(pair)));
    }

    [Theory]
    [InlineData(61, false)]
    [InlineData(1, true)]
    public async Task A_refresh_token_that_is_used_again_ends_the_session(int seconds, bool successorWasUsed)
    {
        var tokens = await stack.SignIn();
        var next = await TestPerson.Json(await stack.Refresh(tokens));
        if (successorWasUsed)
            next = await TestPerson.Json(await stack.Refresh(next));
        stack.Time.Advance(TimeSpan.FromSeconds(seconds));

        await TestPerson.Problem(await stack.Refresh(tokens), 401, "unauthenticated");
        await TestPerson.Problem(await stack.Refresh(next), 401, "unauthenticated");
        stack.Time.Advance(TimeSpan.FromSeconds(5));
        await TestPerson.Problem(await stack.Get("/me", Access(next)), 401, "unauthenticated");
    }

    [Fact]
    public async Task A_session_that_is_not_used_for_three_months_is_over()
    {
        var tokens = await stack.SignIn();
        stack.Time.Advance(TimeSpan.FromDays(90.1));
        await TestPerson.Problem(await stack.Refresh(tokens), 401, "unauthenticated");
    }

    [Fact]
    public async Task Devices_are_listed_and_one_that_is_signed_out_is_out()
    {
        var email = await stack.Account();
        var phone = await stack.SignIn(email, "iPhone");
        var laptop = await stack.SignIn(email, "Ноутбук");
        var listed = (await TestPerson.Json(await stack.Get("/auth/sessions", Access(phone))))["items"]!.AsArray();
        Assert.Equal(["iPhone", "Ноутбук"], listed.Select(session => (string)session!["device"]!).Order(StringComparer.Ordinal));
        Assert.Equal("iPhone", (string?)listed.Single(session => (bool)session!["current"]!)!["device"]);

        Assert.Equal(HttpStatusCode.NoContent, (await stack.Delete($"/auth/sessions/{laptop["session_id"]}", Access(phone))).StatusCode);
        stack.Time.Advance(TimeSpan.FromSeconds(5));
        await TestPerson.Problem(await stack.Get("/me", Access(laptop)), 401, "unauthenticated");
        await TestPerson.Problem(await stack.Refresh(laptop), 401, "unauthenticated");
        await TestPerson.Json(await stack.Get("/me", Access(phone)));
    }

    [Fact]
    public async Task Of_another_person_nothing_is_listed_or_ended()
    {
        var (mine, theirs) = (await stack.SignIn(), await stack.SignIn());
        Assert.Single((await TestPerson.Json(await stack.Get("/auth/sessions", Access(mine))))["items"]!.AsArray());
        await TestPerson.Problem(await stack.Delete($"/auth/sessions/{theirs["session_id"]}", Access(mine)), 404, "not_found");
        await TestPerson.Json(await stack.Refresh(theirs));
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_closes_its_socket()
    {
        var tokens = await stack.SignIn();
        using var socket = await stack.Socket(token: Access(tokens));
        Assert.Equal(HttpStatusCode.NoContent, (await stack.Post("/auth/sign-out", new { refresh_token = (string)tokens["refresh_token"]! })).StatusCode);
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, await Closed(socket));
        await TestPerson.Problem(await stack.Refresh(tokens), 401, "unauthenticated");
    }

    [Fact]
    public async Task A_socket_of_a_session_that_goes_on_stays_open()
    {
        var email = await stack.Account();
        var (phone, laptop) = (await stack.SignIn(email), await stack.SignIn(email));
        using var stays = await stack.Socket(token: Access(phone));
        using var goes = await stack.Socket(token: Access(laptop));
        await stack.Delete($"/auth/sessions/{laptop["session_id"]}", Access(phone));
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, await Closed(goes));
        Assert.Equal(WebSocketState.Open, stays.State);
    }

    [Fact]
    public async Task Who_was_signed_out_a_moment_ago_gets_no_ticket()
    {
        var email = await stack.Account();
        var (here, elsewhere) = (await stack.SignIn(email), await stack.SignIn(email));
        Assert.Equal(HttpStatusCode.OK, (await stack.Get("/auth/sessions", Access(here))).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await stack.Delete($"/auth/sessions/{here["session_id"]}", Access(elsewhere))).StatusCode);

        await TestPerson.Problem(await stack.Post("/auth/tickets", new { }, Access(here)), 401, "unauthenticated");
    }

    [Fact]
    public async Task A_ticket_opens_one_socket_and_nothing_else()
    {
        var tokens = await stack.SignIn();
        var ticket = await Ticket(tokens);
        await TestPerson.Problem(await stack.Get($"/me?ticket={ticket}"), 401, "unauthenticated");
        await TestPerson.Problem(await stack.Get("/me", ticket), 401, "unauthenticated");
        using (var socket = await stack.Socket(ticket))
            Assert.Equal(WebSocketState.Open, socket.State);
        await Assert.ThrowsAsync<WebSocketException>(() => stack.Socket(ticket));

        var late = await Ticket(tokens);
        stack.Time.Advance(TimeSpan.FromSeconds(31));
        await Assert.ThrowsAsync<WebSocketException>(() => stack.Socket(late));
        await Assert.ThrowsAsync<WebSocketException>(() => stack.Socket());
        await Assert.ThrowsAsync<WebSocketException>(() => stack.Socket(ticket: Access(tokens)));
    }

    [Fact]
    public async Task Of_two_that_bring_one_ticket_one_gets_in()
    {
        var ticket = await Ticket(await stack.SignIn());
        var opened = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            try
            {
                using var socket = await stack.Socket(ticket);
                return true;
            }
            catch (WebSocketException)
            {
                return false;
            }
        }));
        Assert.Single(opened, isOpen => isOpen);
    }

    [Fact]
    public async Task A_token_for_scripts_does_what_its_owner_may_but_not_what_concerns_signing_in()
    {
        var tokens = await stack.SignIn();
        var made = await TestPerson.Json(await stack.Post("/auth/tokens", new { name = "Скрипт" }, Access(tokens)));
        var token = (string)made["token"]!;
        await TestPerson.Json(await stack.Get("/me", token));
        foreach (var path in (string[])["/auth/tokens", "/auth/sessions"])
            await TestPerson.Problem(await stack.Get(path, token), 403, "forbidden");
        await TestPerson.Problem(await stack.Post("/auth/tokens", new { name = "Ещё" }, token), 403, "forbidden");

        var listed = (await TestPerson.Json(await stack.Get("/auth/tokens", Access(tokens))))["items"]!.AsArray();
        Assert.Equal("Скрипт", (string?)Assert.Single(listed)!["name"]);
        Assert.DoesNotContain(token, listed.ToJsonString(), StringComparison.Ordinal);
        Assert.NotNull(listed[0]!["last_used_at"]);

        Assert.Equal(HttpStatusCode.NoContent, (await stack.Delete($"/auth/tokens/{made["id"]}", Access(tokens))).StatusCode);
        stack.Time.Advance(TimeSpan.FromSeconds(5));
        await TestPerson.Problem(await stack.Get("/me", token), 401, "unauthenticated");
    }

    [Fact]
    public async Task A_token_for_scripts_ends_when_it_was_said_to()
    {
        var tokens = await stack.SignIn();
        var ends = stack.Time.GetUtcNow().AddMinutes(5);
        var made = await TestPerson.Json(await stack.Post("/auth/tokens", new { name = "Час", expires_at = ends }, Access(tokens)));
        await TestPerson.Json(await stack.Get("/me", (string)made["token"]!));
        stack.Time.Advance(TimeSpan.FromMinutes(5));
        await TestPerson.Problem(await stack.Get("/me", (string)made["token"]!), 401, "unauthenticated");
    }

    [Fact]
    public async Task A_new_password_is_asked_the_old_one_and_signs_out_the_others()
    {
        var email = await stack.Account();
        var (phone, laptop) = (await stack.SignIn(email), await stack.SignIn(email));
        await TestPerson.Problem(await Change("не тот пароль", "слон под кроватью 9"), 403, "wrong_password");
        await TestPerson.Problem(await Change(AccountsStack.Password, "коротко"), 400, "validation_failed");
        await TestPerson.Problem(await Change(AccountsStack.Password, "qwertyuiopas"), 400, "validation_failed");
        Assert.Equal(HttpStatusCode.NoContent, (await Change(AccountsStack.Password, "слон под кроватью 9")).StatusCode);

        await TestPerson.Problem(await stack.Refresh(laptop), 401, "unauthenticated");
        await TestPerson.Json(await stack.Refresh(phone));
        await TestPerson.Problem(await stack.Post("/auth/sign-in", new { email, password = AccountsStack.Password }), 401, "unauthenticated");
        await TestPerson.Json(await stack.Post("/auth/sign-in", new { email, password = "слон под кроватью 9" }));

        Task<HttpResponseMessage> Change(string current, string next) =>
            stack.Post("/auth/password", new { current_password = current, new_password = next }, Access(phone));
    }

    [Fact]
    public async Task A_page_gets_its_refresh_token_as_a_cookie_that_no_script_reads()
    {
        var email = await stack.Account();
        var answer = await stack.Post("/auth/sign-in", new { email, password = AccountsStack.Password, cookie = true });
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        foreach (var part in (string[])["httponly", "samesite=strict", "path=/auth"])
            Assert.Contains(part, cookie, StringComparison.OrdinalIgnoreCase);
        var tokens = await TestPerson.Json(answer);
        Assert.Null(tokens["refresh_token"]);
        Assert.True(answer.Headers.CacheControl?.NoStore);

        var http = stack.Client();
        http.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);
        var next = await TestPerson.Json(await http.PostAsJsonAsync("/auth/refresh", new { }, TestContext.Current.CancellationToken));
        await TestPerson.Json(await stack.Get("/me", Access(next)));
    }

    [Fact]
    public async Task Mails_go_only_to_an_address_that_is_known_to_be_the_persons()
    {
        var email = await stack.Account();
        var http = stack.Client(Access(await stack.SignIn(email)));
        await TestPerson.Problem(await Change("victim@example.com"), 422, "email_not_proven");
        await TestPerson.Json(await Change(null));
        Assert.Equal(email, (string?)(await TestPerson.Json(await Change(email)))["email"]);

        Task<HttpResponseMessage> Change(string? address) =>
            http.PatchAsync("/me", JsonContent.Create(new Dictionary<string, string?>(StringComparer.Ordinal) { ["email"] = address }), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task What_is_over_is_swept_away_and_what_is_not_stays()
    {
        var tokens = await stack.SignIn();
        stack.Time.Advance(TimeSpan.FromMinutes(20));
        await stack.RunOnce<SignInSweeper>();
        await TestPerson.Json(await stack.Refresh(tokens));
    }

    private static string Access(JsonNode tokens) => (string)tokens["access_token"]!;

    private async Task<string> Ticket(JsonNode tokens) => (string)(await TestPerson.Json(await stack.Post("/auth/tickets", new { }, Access(tokens))))["ticket"]!;

    private async Task<string?> Wrong(string email) =>
        (string?)(await TestPerson.Problem(await stack.Post("/auth/sign-in", new { email, password = "какой-то другой пароль" }), 401, "unauthenticated"))["detail"];

    // By hand: the worker's own pauses are on the clock that stands still. Again and again: a client can hear that its socket is open before the hub knows it.
    private async Task<WebSocketCloseStatus?> Closed(ClientWebSocket socket)
    {
        var closing = Heard();
        await Patience.Until(async () =>
        {
            await stack.RunOnce<SignedOutSockets>();
            return closing.IsCompleted;
        });
        return await closing;

        async Task<WebSocketCloseStatus?> Heard()
        {
            var buffer = new byte[16 * 1024];
            while (socket.CloseStatus is null)
                await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
            return socket.CloseStatus;
        }
    }

    private void Lock(Guid user)
    {
        using var service = Acting.AsService();
        using var scope = stack.Aimi.Services.CreateScope();
        DateTimeOffset? until = stack.Time.GetUtcNow().AddMinutes(5);
        scope.ServiceProvider.GetRequiredService<AimiDbContext>().Passwords.Where(row => row.UserId == user)
            .ExecuteUpdate(row => row.SetProperty(it => it.LockedUntil, until));
    }

    private sealed class Interrupted(TimeProvider time, Action meanwhile) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow()
        {
            meanwhile();
            return time.GetUtcNow();
        }
    }
}
