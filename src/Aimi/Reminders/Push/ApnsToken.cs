using System.Text.Json.Nodes;

namespace Aimi.Reminders.Push;

/// <summary>Tells Apple who pushes: one token for all pushes, for Apple wants none older than an hour, nor a new one more often than each 20 minutes.</summary>
internal sealed class ApnsToken(Es256Key key, string keyId, string teamId, TimeProvider time)
{
    /// <summary>The clocks may differ by ten minutes.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(50);
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(20);

    private readonly Lock _gate = new();
    private (string Text, DateTimeOffset MadeAt)? _current;

    public string Current()
    {
        lock (_gate)
            return _current is { } made && time.GetUtcNow() - made.MadeAt < Longest ? made.Text : Make();
    }

    /// <summary>Another one in place of one that Apple finds too old; null where it is too early for that.</summary>
    public string? Renew(string expired)
    {
        lock (_gate)
        {
            if (_current is { } made && made.Text != expired)
                return made.Text;

            return _current is { } own && time.GetUtcNow() - own.MadeAt < Shortest ? null : Make();
        }
    }

    private string Make()
    {
        var now = time.GetUtcNow();
        var text = key.Sign(new JsonObject { ["kid"] = keyId }, new JsonObject { ["iss"] = teamId, ["iat"] = now.ToUnixTimeSeconds() });
        _current = (text, now);
        return text;
    }
}
