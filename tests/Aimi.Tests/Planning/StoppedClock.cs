using Aimi.Tests.Infrastructure;
using Microsoft.Extensions.Time.Testing;

namespace Aimi.Tests.Planning;

/// <summary>A stack with a process for which it is <see cref="A.Now"/>: Sunday noon in Moscow.</summary>
public sealed class StoppedClock<TStack> : IAsyncLifetime
    where TStack : TestStack, new()
{
    public TStack Stack { get; } = new();

    public AimiProcess Aimi { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await Stack.InitializeAsync();
        Aimi = await Stack.Replica(new FakeTimeProvider(A.Now));
    }

    public ValueTask DisposeAsync() => Stack.DisposeAsync();
}
