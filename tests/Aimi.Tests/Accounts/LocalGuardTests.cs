using System.Net;
using System.Net.WebSockets;
using Aimi.Tests.Infrastructure;

namespace Aimi.Tests.Accounts;

/// <summary>Without accounts: no page of another site speaks to Aimi in the owner's name, over either transport.</summary>
public sealed class LocalGuardTests(EmbeddedStack stack) : IClassFixture<EmbeddedStack>
{
    private Uri Address => stack.Aimi.Address;

    public static TheoryData<string, string> Foreign => new()
    {
        { "Origin", "https://evil.example" },
        { "Origin", "http://127.0.0.1:1" }, // another program of this machine
        { "Origin", "https://127.0.0.1:PORT" },
        { "Origin", "null" }, // a sandboxed frame, a file
        { "Host", "evil.example:PORT" }, // a name that was rebound to this machine
        { "Host", "localhost.evil.example:PORT" },
        { "Host", "192.0.2.1:PORT" },
        { "Host", "127.0.0.2:PORT" },
        { "Host", "[::2]:PORT" },
    };

    public static TheoryData<string, string> Own => new()
    {
        { "Origin", "http://127.0.0.1:PORT" },
        { "Host", "localhost:PORT" },
        { "Host", "[::1]:PORT" },
        { "Sec-Fetch-Site", "same-origin" },
        { "X-Nothing", "a script" },
    };

    [Theory, MemberData(nameof(Foreign))]
    public async Task Foreign_requests_are_refused(string header, string value)
    {
        await TestPerson.Problem(await Request(HttpMethod.Get, "/chat/session", header, value), 403, "forbidden");
        await TestPerson.Problem(await Request(HttpMethod.Post, "/chat/end", header, value), 403, "forbidden");
        await TestPerson.Problem(await Request(HttpMethod.Get, "/", header, value), 403, "forbidden");
    }

    [Theory, MemberData(nameof(Foreign))]
    public async Task Foreign_sockets_are_refused(string header, string value)
    {
        using var socket = await Upgrade((header, value));
        Assert.Equal(HttpStatusCode.Forbidden, socket.HttpStatusCode);
        Assert.NotEqual(WebSocketState.Open, socket.State);
    }

    [Theory]
    [InlineData("cross-site")]
    [InlineData("same-site")]
    public async Task A_form_of_another_site_changes_nothing_but_a_link_may_be_followed(string site)
    {
        await TestPerson.Problem(await Request(HttpMethod.Post, "/chat/end", "Sec-Fetch-Site", site), 403, "forbidden");
        Assert.Equal(HttpStatusCode.OK, (await Request(HttpMethod.Get, "/", "Sec-Fetch-Site", site)).StatusCode);
    }

    [Theory]
    [InlineData("Origin", "http://127.0.0.1:PORT")]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("Sec-Fetch-Mode", "cors")]
    public async Task A_browser_that_was_not_given_the_consoles_cookie_changes_nothing(string header, string value)
    {
        await TestPerson.Problem(await Request(HttpMethod.Post, "/chat/end", (header, value)), 403, "forbidden");
        await TestPerson.Problem(await Request(HttpMethod.Post, "/chat/end", (header, value), ("Cookie", $"aimi_console={Token()}")), 403, "forbidden");
        using var socket = await Upgrade((header, value));
        Assert.Equal(HttpStatusCode.Forbidden, socket.HttpStatusCode);
    }

    [Theory, MemberData(nameof(Own))]
    public async Task The_console_and_programs_are_let_through(string header, string value)
    {
        var cookie = ("Cookie", await ConsoleCookie());
        Assert.Equal(HttpStatusCode.OK, (await Request(HttpMethod.Get, "/chat/session", (header, value))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Request(HttpMethod.Post, "/chat/end", (header, value), cookie)).StatusCode);
        using var socket = await Upgrade((header, value), cookie);
        Assert.Equal(WebSocketState.Open, socket.State);
    }

    [Fact]
    public async Task A_program_without_a_browsers_headers_needs_nothing()
    {
        Assert.Equal(HttpStatusCode.OK, (await Request(HttpMethod.Post, "/chat/end", ("X-Nothing", "a script"))).StatusCode);
        using var socket = await Upgrade(("X-Nothing", "a script"));
        Assert.Equal(WebSocketState.Open, socket.State);
    }

    [Fact]
    public async Task The_console_is_let_through_by_the_name_it_was_opened_with()
    {
        using var socket = await Upgrade(("Host", "localhost:PORT"), ("Origin", "http://localhost:PORT"), ("Cookie", await ConsoleCookie()));
        Assert.Equal(WebSocketState.Open, socket.State);
    }

    [Fact]
    public async Task Who_shows_the_install_token_is_let_through_from_any_page_and_a_wrong_one_is_not()
    {
        var right = ("Authorization", $"Bearer {Token()}");
        Assert.Equal(HttpStatusCode.OK, (await Request(HttpMethod.Post, "/chat/end", right, ("Origin", "http://localhost:3000"), ("Sec-Fetch-Site", "same-site"))).StatusCode);
        using var socket = await Upgrade(right, ("Origin", "http://localhost:3000"));
        Assert.Equal(WebSocketState.Open, socket.State);

        foreach (var wrong in (string[])["Bearer x", "Bearer ", $"Bearer {Token()}x", $"Bearer {Token()[1..]}", $"Basic {Token()}"])
            await TestPerson.Problem(await Request(HttpMethod.Get, "/chat/session", ("Authorization", wrong)), 401, "unauthenticated");
        await TestPerson.Problem(await Request(HttpMethod.Post, "/chat/end", right, ("Host", "evil.example:PORT")), 403, "forbidden");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/index.html")]
    [InlineData("/docs/")]
    public async Task A_page_gives_a_cookie_that_no_script_and_no_other_site_gets_and_that_is_not_the_token(string page)
    {
        var cookie = Assert.Single((await Request(HttpMethod.Get, page, ("X-Nothing", "x"))).Headers.GetValues("Set-Cookie"));
        Assert.Matches("^aimi_console=[A-Za-z0-9_-]{43}; path=/; samesite=strict; httponly$", cookie);
        Assert.DoesNotContain(Token(), cookie, StringComparison.Ordinal);

        var again = await Request(HttpMethod.Get, page, ("Cookie", await ConsoleCookie()));
        Assert.False(again.Headers.Contains("Set-Cookie"));
        Assert.False((await Request(HttpMethod.Get, "/chat/session", ("X-Nothing", "x"))).Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task A_picture_or_a_script_of_another_page_reads_nothing()
    {
        await TestPerson.Problem(await Request(HttpMethod.Get, "/chat/messages", ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "no-cors")), 403, "forbidden");
        await TestPerson.Problem(await Request(HttpMethod.Get, "/chat/messages", ("Sec-Fetch-Site", "same-site"), ("Sec-Fetch-Mode", "cors")), 403, "forbidden");
    }

    private string Token() => File.ReadAllText(Path.Combine(stack.Database.DataFolder, "install-token"));

    private async Task<string> ConsoleCookie() => (await Request(HttpMethod.Get, "/", ("X-Nothing", "x"))).Headers.GetValues("Set-Cookie").Single().Split(';')[0];

    private Task<HttpResponseMessage> Request(HttpMethod method, string path, string header, string value) => Request(method, path, (header, value));

    private async Task<HttpResponseMessage> Request(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        var person = await stack.Aimi.Person();
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
            Assert.True(request.Headers.TryAddWithoutValidation(name, Here(value)));
        return await person.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private async Task<ClientWebSocket> Upgrade(params (string Name, string Value)[] headers)
    {
        var person = await stack.Aimi.Person();
        var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader(HeaderAuthentication.Header, person.Id.ToString());
        foreach (var (name, value) in headers)
            socket.Options.SetRequestHeader(name, Here(value));
        try
        {
            await socket.ConnectAsync(new UriBuilder(Address) { Scheme = "ws", Path = "/ws/chat" }.Uri, TestContext.Current.CancellationToken);
        }
        catch (WebSocketException)
        {
            // Refused; how, the socket tells.
        }

        return socket;
    }

    private string Here(string value) => value.Replace("PORT", $"{Address.Port}", StringComparison.Ordinal);
}
