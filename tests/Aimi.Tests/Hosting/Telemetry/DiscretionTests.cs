using System.Diagnostics;
using Aimi.Hosting.Telemetry;

namespace Aimi.Tests.Hosting.Telemetry;

/// <summary>What spans keep of what the platform writes into them.</summary>
public sealed class DiscretionTests
{
    [Fact]
    public void Paths_addresses_and_what_stands_side_by_side_go_and_the_rest_stays()
    {
        Activity[] spans = [Of(ActivityKind.Server), Of(ActivityKind.Client)];
        Assert.All(spans, span => Assert.Equal(
            [("http.route", "/push/{token}"), ("url.full", "https://push.example"), ("db.query.text", new string('я', 300)), ("server.port", "443")],
            span.TagObjects.Select(tag => (tag.Key, tag.Value?.ToString()))));
    }

    [Fact]
    public void What_goes_on_inside_is_ours_and_left_as_it_is() =>
        Assert.Contains(Of(ActivityKind.Internal).TagObjects, tag => tag is { Key: "url.path", Value: "/push/secret" });

    [Fact]
    public void An_address_that_is_none_goes_whole() =>
        Assert.Empty(Of(ActivityKind.Client, ("url.full", "push secret")).TagObjects);

    private static Activity Of(ActivityKind kind) => Of(
        kind,
        ("url.path", "/push/secret"), ("url.query", "?token=secret"), ("http.route", "/push/{token}"), ("client.address", "203.0.113.7"), ("url.full", "https://push.example/secret?x=1"),
        ("network.peer.address", "203.0.113.7"), ("db.query.text", new string('я', 1_000)), ("db.npgsql.data_source", "Host=db;Username=aimi"), ("server.port", "443"),
        ("db.npgsql.connection_id", "7"), ("user_agent.original", "Firefox"));

    private static Activity Of(ActivityKind kind, params ReadOnlySpan<(string Key, string Value)> tags)
    {
        using var source = new ActivitySource(nameof(DiscretionTests));
        using var listener = new ActivityListener { ShouldListenTo = it => it == source, Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded };
        ActivitySource.AddActivityListener(listener);
        var span = source.StartActivity("span", kind)!;
        foreach (var (key, value) in tags)
            span.SetTag(key, value);
        span.Stop();
        using var discretion = new Discretion();
        discretion.OnEnd(span);
        return span;
    }
}
