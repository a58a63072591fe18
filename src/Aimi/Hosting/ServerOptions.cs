using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Aimi.Hosting;

/// <summary>What the process needs before anything else. Set as <c>AIMI__Port</c> and so on, or on the command line.</summary>
public sealed class ServerOptions : IValidatableObject
{
    private static readonly TimeSpan MaxAhead = TimeSpan.FromDays(3650);

    /// <summary>PostgreSQL's connection string, <c>Host=…</c>. Empty: SQLite in <see cref="Data"/>.</summary>
    public string? Database { get; set; }

    /// <summary>Redis, as StackExchange.Redis reads it: <c>host:6379,password=…</c>. Empty: the process's own memory.</summary>
    public string? Redis { get; set; }

    /// <summary>The folder for everything that lies on disk. Default: the person's data folder for programs, <c>aimi</c> in it.</summary>
    public string Data { get; set; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "aimi");

    /// <summary>The address to listen on. Default 127.0.0.1; without accounts it must be one of this machine's own, for whoever reaches the port is the owner.</summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>The port to listen on, 0 for any free one. Default 8080.</summary>
    [Range(0, 65535, ErrorMessage = "Port is a number from 0 to 65535 (AIMI__Port, --port).")]
    public int Port { get; set; } = 8080;

    /// <summary>Where people reach Aimi from outside, such as <c>https://aimi.example.com</c>: for links in what is sent to them. Empty: there are none.</summary>
    public string? PublicUrl { get; set; }

    /// <summary><see cref="PublicUrl"/>, if it is set.</summary>
    public Uri? PublicAddress => string.IsNullOrWhiteSpace(PublicUrl) ? null : new Uri(PublicUrl.Trim());

    /// <summary>Whether browsers come by https, even where a proxy before Aimi takes it off.</summary>
    public bool IsPublicByHttps => PublicAddress?.Scheme == Uri.UriSchemeHttps;

    /// <summary>A folder of files, each named as a setting (<c>Database</c>, <c>Email__Password</c>) and holding its value, as containers are handed secrets. They stand above the environment.</summary>
    public string? Secrets { get; set; }

    /// <summary>32 bytes as base64, which encrypt the keys in the database; the same for all replicas. Several, separated by commas, to change it: the first encrypts. Empty: the file <c>master-key</c> in <see cref="Data"/>, which is made.</summary>
    public string? MasterKey { get; set; }

    /// <summary>Addresses and networks of reverse proxies, separated by commas: what they say in <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> is believed. Empty: nobody is.</summary>
    public string? TrustedProxies { get; set; }

    /// <summary>For those who try Aimi out, never in production: how far the clock is ahead of real time, and that <c>/test/clock</c> sets it forward. Empty: neither.</summary>
    public string? TestClock { get; set; }

    public IPAddress ListenAddress => IPAddress.Parse(Address);

    public bool IsLoopback => IPAddress.IsLoopback(ListenAddress);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IPAddress.TryParse(Address, out _))
            yield return new ValidationResult("Address is an IP address such as 127.0.0.1 or 0.0.0.0 (AIMI__Address).", [nameof(Address)]);
        if (string.IsNullOrWhiteSpace(Data))
            yield return new ValidationResult("Data is the folder for everything that lies on disk (AIMI__Data, --data).", [nameof(Data)]);
        if (!string.IsNullOrWhiteSpace(PublicUrl)
            && !(Uri.TryCreate(PublicUrl.Trim(), UriKind.Absolute, out var address)
                && address is { Scheme: "https" or "http", UserInfo: "", Query: "", Fragment: "" }))
        {
            yield return new ValidationResult(
                "PublicUrl is where people reach Aimi from outside, such as https://aimi.example.com (AIMI__PublicUrl).", [nameof(PublicUrl)]);
        }

        if (!string.IsNullOrWhiteSpace(Secrets) && !Directory.Exists(Secrets))
            yield return new ValidationResult("Secrets is a folder that is there, of files named as settings (AIMI__Secrets).", [nameof(Secrets)]);
        if (!string.IsNullOrWhiteSpace(MasterKey) && Keys.MasterKey.Parse(MasterKey) is null)
            yield return new ValidationResult("MasterKey is 32 bytes as base64, such as `openssl rand -base64 32` gives (AIMI__MasterKey).", [nameof(MasterKey)]);
        if (Proxies.Parse(TrustedProxies) is null)
            yield return new ValidationResult("TrustedProxies is addresses and networks such as 10.0.0.0/8, separated by commas (AIMI__TrustedProxies).", [nameof(TrustedProxies)]);
        if (!string.IsNullOrEmpty(TestClock) && (Hosting.TestClock.Duration(TestClock) is not { } ahead || ahead < TimeSpan.Zero || ahead > MaxAhead))
            yield return new ValidationResult("TestClock is how far the clock is ahead, an ISO 8601 duration from PT0S to P3650D; leave it out in production (AIMI__TestClock).", [nameof(TestClock)]);
    }
}
