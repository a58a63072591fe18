using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Aimi.Hosting.Outgoing;
using Aimi.Hosting.Resources;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aimi.Accounts;

/// <summary>What an app or a page says of itself at each launch.</summary>
/// <param name="Token">iOS: the device token in hex. Web: the subscription's <c>endpoint</c>.</param>
/// <param name="Locale">BCP 47: the language of what is pushed.</param>
/// <param name="Timezone">IANA name.</param>
/// <param name="Keys">Web: the subscription's <c>keys</c>.</param>
/// <param name="Environment">iOS: of which of Apple's push services the token is. Default <c>production</c>; what turns out to be wrong is mended.</param>
/// <param name="Topic">iOS: the app's bundle id. Absent: the one that the operator set.</param>
/// <param name="Name">What the person calls it; absent: as it was.</param>
public sealed record RegisterDeviceRequest(
    DevicePlatform Platform,
    [property: MinLength(1), MaxLength(DeviceRules.MaxToken)] string Token,
    [property: MaxLength(35)] string Locale,
    [property: MaxLength(64)] string Timezone,
    DeviceKeys? Keys = null,
    PushEnvironment? Environment = null,
    [property: MaxLength(155)] string? Topic = null,
    [property: MaxLength(DeviceRules.MaxName)] string? Name = null)
{
    internal ProblemHttpResult? Refusal => DeviceRules.Refusal(this);

    // Apple's tokens are the same in either case.
    private string Address => Platform is DevicePlatform.Ios ? Token.ToLowerInvariant() : Token;

    public Device ToDevice(Guid userId, DateTimeOffset now)
    {
        var device = new Device
        {
            UserId = userId,
            Id = Guid.CreateVersion7(now),
            Platform = Platform,
            Token = Address,
            TokenHash = Device.HashOf(Address),
            Locale = Locale,
            Timezone = Timezone,
            LastSeenAt = now,
            CreatedAt = now,
            UpdatedAt = now,
        };
        Apply(device, now);
        return device;
    }

    public void Apply(Device device, DateTimeOffset now)
    {
        device.Environment = Platform is DevicePlatform.Ios ? Environment ?? device.Environment ?? PushEnvironment.Production : null;
        device.Topic = Topic;
        (device.P256dh, device.Auth) = (Keys?.P256dh, Keys?.Auth);
        device.Name = Name ?? device.Name;
        (device.Locale, device.Timezone) = (Locale, Timezone);
        (device.Active, device.LastSeenAt) = (true, now);
    }
}

/// <summary>The keys of a browser's subscription, as <c>PushSubscription.toJSON()</c> gives them.</summary>
/// <param name="P256dh">An uncompressed point of P-256, base64url.</param>
/// <param name="Auth">16 bytes, base64url.</param>
public sealed record DeviceKeys(string P256dh, string Auth);

/// <summary>A merge patch of a device.</summary>
public sealed record DevicePatch
{
    /// <summary>At most 100 characters.</summary>
    public Patched<string> Name { get; init; }
    public Patched<string> Locale { get; init; }
    public Patched<string> Timezone { get; init; }

    /// <summary>False: nothing is pushed to it until its next launch.</summary>
    public Patched<bool?> Active { get; init; }

    internal ProblemHttpResult? Refusal
    {
        get
        {
            var errors = new FieldErrors();
            errors.Text("name", Name.Value, DeviceRules.MaxName);
            errors.Require(!Locale.IsGiven || DeviceRules.IsLocale(Locale.Value), "locale", DeviceRules.LocaleIs);
            errors.Require(!Timezone.IsGiven || LocalTime.IsZone(Timezone.Value), "timezone", DeviceRules.ZoneIs);
            errors.Require(!Active.IsGiven || Active.Value is not null, "active", "true or false.");
            return errors.Problem;
        }
    }

    public void Apply(Device device)
    {
        device.Name = Name.Or(device.Name);
        device.Locale = Locale.Or(device.Locale)!;
        device.Timezone = Timezone.Or(device.Timezone)!;
        device.Active = Active.Or(device.Active)!.Value;
    }
}

internal static partial class DeviceRules
{
    /// <summary>Addresses of browsers' push services are the longest.</summary>
    public const int MaxToken = 2000;
    public const int MaxName = 100;

    public const string LocaleIs = "A language tag such as ru or en-GB.";
    public const string ZoneIs = "The IANA name of a zone, such as Europe/Moscow.";

    private const int AuthLength = 16;

    // Nobody's push service is in the operator's network.
    private static readonly OutgoingGuard Outgoing = new(allowPrivateNetworks: false);

    public static ProblemHttpResult? Refusal(RegisterDeviceRequest device)
    {
        var errors = new FieldErrors();
        if (device.Platform is DevicePlatform.Ios)
        {
            errors.Require(AppleToken().IsMatch(device.Token), "token", "The device token in hex.");
            errors.Require(device.Topic is null || BundleId().IsMatch(device.Topic), "topic", "A bundle id, such as com.example.app.");
            errors.Require(device.Keys is null, "keys", "Only of a browser.");
        }
        else
        {
            errors.Require(IsEndpoint(device.Token), "token", "The https address of a push subscription.");
            errors.Require(device.Keys is { } keys && IsPoint(keys.P256dh) && IsSecret(keys.Auth), "keys", "The subscription's keys: p256dh and auth, base64url.");
            errors.Require(device.Environment is null, "environment", "Only of iOS.");
            errors.Require(device.Topic is null, "topic", "Only of iOS.");
        }

        errors.Require(IsLocale(device.Locale), "locale", LocaleIs);
        errors.Require(LocalTime.IsZone(device.Timezone), "timezone", ZoneIs);
        errors.Text("name", device.Name, MaxName);
        return errors.Problem;
    }

    public static bool IsLocale(string? text) => text is { Length: <= 35 } && LanguageTag().IsMatch(text);

    // Where it leads, the connection checks.
    private static bool IsEndpoint(string text) =>
        text.Length <= MaxToken && !text.Any(letter => char.IsControl(letter) || letter > '~') && Outgoing.Accepts(text, out var uri) && uri.Fragment.Length == 0;

    // What is not on the curve would be found out at every push else.
    private static bool IsPoint(string text)
    {
        if (!Base64Url.IsValid(text, out var length) || length != 65 || Base64Url.DecodeFromChars(text) is not [4, .. var point])
            return false;

        try
        {
            using var key = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = point[..32], Y = point[32..] } });
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static bool IsSecret(string text) => Base64Url.IsValid(text, out var length) && length == AuthLength;

    [GeneratedRegex(@"^([0-9A-Fa-f]{2}){16,100}\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex AppleToken();

    [GeneratedRegex(@"^[A-Za-z0-9.-]{1,155}\z", RegexOptions.NonBacktracking)]
    private static partial Regex BundleId();

    [GeneratedRegex(@"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex LanguageTag();
}
