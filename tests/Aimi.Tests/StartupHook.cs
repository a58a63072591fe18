/// <summary>What a test has the real program run before its own Main (<c>DOTNET_STARTUP_HOOKS</c>): a thread that fails with what is typed, as a bug outside of all that catches would.</summary>
#pragma warning disable CA1050, MA0047, CA1812 // The runtime looks for this name, without a namespace.
internal sealed class StartupHook
{
    public static void Initialize() => new Thread(static () => throw new InvalidOperationException(Console.In.ReadLine())) { IsBackground = true }.Start();
}
#pragma warning restore CA1050, MA0047, CA1812
