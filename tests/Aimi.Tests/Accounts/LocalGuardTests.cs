using System.Net;
using System.Net.WebSockets;
using Aimi.Tests.Infrastructure;

namespace Aimi.Tests.Accounts;

/// <summary>No page of another site speaks to Aimi in the owner's name, over either transport.</summary>
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
        using var socket = await Upgrade(header, value);
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

    [Theory, MemberData(nameof(Own))]
    public async Task The_console_and_programs_are_let_through(string header, string value)
    {
        Assert.Equal(HttpStatusCode.OK, (await Request(HttpMethod.Get, "/chat/session", header, value)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Request(HttpMethod.Post, "/chat/end", header, value)).StatusCode);
        using var socket = await Upgrade(header, value);
        Assert.Equal(WebSocketState.Open, socket.State);
    }

    [Fact]
    public async Task The_console_is_let_through_by_the_name_it_was_opened_with()
    {
        using var socket = await Upgrade("Host", "localhost:PORT", ("Origin", "http://localhost:PORT"));
        Assert.Equal(WebSocketState.Open, socket.State);
    }

    private async Task<HttpResponseMessage> Request(HttpMethod method, string path, string header, string value)
    {
        var person = await stack.Aimi.Person();
        using var request = new HttpRequestMessage(method, path);
        Assert.True(request.Headers.TryAddWithoutValidation(header, Here(value)));
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

    private Task<ClientWebSocket> Upgrade(string header, string value, params (string Name, string Value)[] more) =>
        Upgrade([(header, value), .. more]);

    private string Here(string value) => value.Replace("PORT", $"{Address.Port}", StringComparison.Ordinal);
}
