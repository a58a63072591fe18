using System.Diagnostics;
using Aimi.Hosting.Telemetry;

namespace Aimi.Tests.Hosting.Telemetry;

public sealed class SpanFailureTests
{
    [Theory]
    [InlineData(true, ActivityStatusCode.Unset)]
    [InlineData(false, ActivityStatusCode.Error)]
    public void What_was_told_to_stop_did_not_fail(bool toldToStop, ActivityStatusCode status)
    {
        using var span = new Activity("run");
        span.Fail(new TaskCanceledException(), new CancellationToken(toldToStop));
        Assert.Equal(status, span.Status);
    }

    [Fact]
    public void What_fails_while_it_is_told_to_stop_failed()
    {
        using var span = new Activity("run");
        span.Fail(new InvalidOperationException(), new CancellationToken(canceled: true));
        Assert.Equal((ActivityStatusCode.Error, nameof(InvalidOperationException)), (span.Status, span.GetTagItem("error.type")));
    }
}
