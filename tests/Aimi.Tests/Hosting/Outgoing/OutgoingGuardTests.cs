using System.Net;
using System.Net.Sockets;
using Aimi.Hosting.Outgoing;
using Aimi.Tests.Reminders.Channels;

namespace Aimi.Tests.Hosting.Outgoing;

/// <summary>Nobody reaches through Aimi what they can not reach themselves.</summary>
public sealed class OutgoingGuardTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.167.255.255")]
    [InlineData("223.255.255.255")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2a02:6b8::2:242")]
    [InlineData("::ffff:1.1.1.1")]
    [InlineData("64:ff9b::1.1.1.1")]
    public void The_internet_is_public(string address) => Assert.Equal("Public", KindOf(address));

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("10.255.255.255")]
    [InlineData("100.64.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.0.1")]
    [InlineData("::1")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456:789a::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:c0a8:1")]
    [InlineData("64:ff9b::10.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    public void Networks_around_are_private_in_every_form(string address) => Assert.Equal("Private", KindOf(address));

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("169.254.169.254")]
    [InlineData("169.254.1.1")]
    [InlineData("100.100.100.200")]
    [InlineData("168.63.129.16")]
    [InlineData("192.0.0.192")]
    [InlineData("192.0.2.1")]
    [InlineData("192.88.99.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.19.255.255")]
    [InlineData("198.51.100.1")]
    [InlineData("203.0.113.1")]
    [InlineData("224.0.0.1")]
    [InlineData("239.255.255.255")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::127.0.0.1")] // IPv4-compatible, of old
    [InlineData("::ffff:0:127.0.0.1")] // IPv4-translated
    [InlineData("::ffff:0.0.0.0")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::169.254.169.254")]
    [InlineData("64:ff9b:1::7f00:1")]
    [InlineData("100::1")]
    [InlineData("2001::1")] // Teredo
    [InlineData("2001:0:53aa:64c:0:0:f5ff:fffe")]
    [InlineData("2001:20::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:7f00:1::")] // 6to4 of 127.0.0.1
    [InlineData("2002:a9fe:a9fe::1")]
    [InlineData("3fff::1")]
    [InlineData("5f00::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void Everything_else_is_forbidden(string address) => Assert.Equal("Forbidden", KindOf(address));

    [Theory]
    [InlineData("https://hook.example/path?a=b", true, true)]
    [InlineData("https://hook.example:8443/", true, true)]
    [InlineData("http://hook.example/", false, true)]
    [InlineData("https://user:secret@hook.example/", false, false)]
    [InlineData("ftp://hook.example/", false, false)]
    [InlineData("file:///etc/passwd", false, false)]
    [InlineData("//hook.example/", false, false)]
    [InlineData("hook.example", false, false)]
    [InlineData("", false, false)]
    public void An_address_is_https_and_http_only_at_home(string address, bool accepted, bool acceptedAtHome)
    {
        Assert.Equal(accepted, new OutgoingGuard(allowPrivateNetworks: false).Accepts(address, out _));
        Assert.Equal(acceptedAtHome, new OutgoingGuard(allowPrivateNetworks: true).Accepts(address, out _));
    }

    [Theory]
    [InlineData("https://inside.example")]
    [InlineData("https://127.0.0.1")]
    [InlineData("https://2130706433")] // the same in one number
    [InlineData("https://0x7f.1")]
    [InlineData("https://[::ffff:127.0.0.1]")]
    [InlineData("https://localhost")]
    public async Task A_name_of_this_machine_is_refused_without_a_connection(string url)
    {
        using var listener = new TcpListener(IPAddress.IPv6Any, 0);
        listener.Server.DualMode = true;
        listener.Start();
        var guard = new OutgoingGuard(allowPrivateNetworks: false)
        {
            Resolve = (host, cancellation) =>
                host == "inside.example" ? Task.FromResult<IPAddress[]>([IPAddress.Loopback, IPAddress.IPv6Loopback]) : Dns.GetHostAddressesAsync(host, cancellation),
        };
        Assert.True(guard.Accepts($"{url}:{((IPEndPoint)listener.LocalEndpoint).Port}/", out var uri));

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => Get(guard, uri));

        Assert.IsType<OutgoingRefusedException>(failure.InnerException);
        Assert.False(listener.Pending());
    }

    [Fact]
    public async Task Metadata_is_refused_at_home_too()
    {
        var guard = new OutgoingGuard(allowPrivateNetworks: true);
        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => Get(guard, new Uri("http://169.254.169.254/latest/meta-data/")));
        Assert.IsType<OutgoingRefusedException>(failure.InnerException);
    }

    [Fact]
    public async Task What_a_name_means_is_asked_once_and_only_what_is_allowed_of_it_is_connected_to()
    {
        await using var receiver = await WebhookReceiver.Start();
        var asked = 0;
        var guard = new OutgoingGuard(allowPrivateNetworks: true)
        {
            // The second answer would be another one.
            Resolve = (_, _) => Task.FromResult<IPAddress[]>(asked++ == 0 ? [IPAddress.Parse("169.254.169.254"), IPAddress.Loopback] : []),
        };
        using var answer = await Get(guard, new UriBuilder(receiver.Url) { Host = "home.example" }.Uri);
        Assert.Equal((HttpStatusCode.OK, 1), (answer.StatusCode, asked));
        Assert.StartsWith("home.example:", Assert.Single(receiver.Got).Headers.Host.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cookies_are_not_kept()
    {
        await using var receiver = await WebhookReceiver.Start(WebhookReceiver.Status(200, ("Set-Cookie", "a=b; Path=/")));
        using var handler = new OutgoingGuard(allowPrivateNetworks: true).CreateHandler(TimeSpan.FromSeconds(30));
        using var http = new HttpClient(handler);
        for (var i = 0; i < 2; i++)
            (await http.GetAsync(new Uri(receiver.Url), Cancellation)).Dispose();
        Assert.All(receiver.Got, got => Assert.Equal(0, got.Headers.Cookie.Count));
    }

    private static string KindOf(string address) => AddressKinds.Of(IPAddress.Parse(address)).ToString();

    private static async Task<HttpResponseMessage> Get(OutgoingGuard guard, Uri uri)
    {
        using var handler = guard.CreateHandler(TimeSpan.FromSeconds(30));
        using var http = new HttpClient(handler);
        return await http.GetAsync(uri, Cancellation);
    }
}
