using System.Runtime.CompilerServices;

namespace Aimi.Tests.Infrastructure;

/// <summary>Waits for what happens in its own time: another process's work, the end of a connection.</summary>
internal static class Patience
{
    /// <summary>No such thing takes longer on a machine that is busy with all the other tests.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(120);

    /// <summary>Who asks without a pause takes the processor from what they wait for.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static Task Until(Func<bool> happened, [CallerArgumentExpression(nameof(happened))] string? what = null) =>
        Until(() => Task.FromResult(happened()), seen: null, what);

    /// <param name="seen">What there was instead, for the failure.</param>
    public static async Task Until(
        Func<Task<bool>> happened, Func<string>? seen = null, [CallerArgumentExpression(nameof(happened))] string? what = null)
    {
        for (var began = TimeProvider.System.GetTimestamp(); !await happened(); await Task.Delay(Pause, TestContext.Current.CancellationToken))
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Longest, $"Waited in vain: {what} {seen?.Invoke()}");
    }
}
