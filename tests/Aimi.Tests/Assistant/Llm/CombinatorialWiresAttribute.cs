using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Aimi.Tests.Assistant.Llm;

/// <summary>Each of these numbers on each wire protocol.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CombinatorialWiresAttribute(params int[] numbers) : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([.. StubModels.Wires.SelectMany(wire => numbers.Select(number => new TheoryDataRow(wire.Data, number)))]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
