namespace Aimi.Tests.Cli;

/// <summary>How long a test waits for a signal that should come at once: long enough for a busy machine, short enough to see that it never comes.</summary>
internal static class Patience
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static CancellationToken Token => new CancellationTokenSource(Limit).Token;
}
