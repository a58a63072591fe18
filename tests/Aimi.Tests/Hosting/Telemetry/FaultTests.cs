using System.Net.Sockets;
using System.Text.Json;
using Aimi.Data;
using Aimi.Hosting.Telemetry;

namespace Aimi.Tests.Hosting;

public sealed class FaultTests
{
    [Fact]
    public void Of_a_fault_its_kinds_codes_and_calls_are_told_and_not_its_words()
    {
        var fault = Fault.Of(Caught(() => throw new InvalidOperationException("my secret", new SocketException((int)SocketError.ConnectionRefused))));
        Assert.Equal(("System.InvalidOperationException", null, null), (fault.Type, fault.Code, fault.Words));
        Assert.Contains(nameof(Of_a_fault_its_kinds_codes_and_calls_are_told_and_not_its_words), string.Join('\n', fault.At), StringComparison.Ordinal);
        Assert.Equal("InvalidOperationException ← SocketException (ConnectionRefused)", fault.Brief);
        Assert.DoesNotContain("my secret", JsonSerializer.Serialize(fault), StringComparison.Ordinal);
    }

    [Fact]
    public void What_aimi_worded_herself_is_told()
    {
        var fault = Fault.Of(new DatabaseSetupException("PostgreSQL does not answer."));
        Assert.Equal("DatabaseSetupException: PostgreSQL does not answer.", fault.Brief);
    }

    private static Exception Caught(Action fails) => Record.Exception(fails)!;
}
