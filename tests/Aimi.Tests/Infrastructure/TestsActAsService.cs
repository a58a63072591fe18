using System.Runtime.CompilerServices;
using Aimi.Data;

namespace Aimi.Tests.Infrastructure;

/// <summary>
/// What tests do themselves, on contexts of their own and before anyone called, they do as Aimi. The program that they start begins as nobody, as it does for an operator
/// (<see cref="AimiProcess.Start"/>).
/// </summary>
internal static class TestsActAsService
{
    // Of the flow that the runner, and with it every test, comes from.
    [ModuleInitializer]
#pragma warning disable CA2255 // A test assembly is a program.
    internal static void Begin() => _ = Acting.AsService();
#pragma warning restore CA2255
}
