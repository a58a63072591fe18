using Aimi.Tests.Infrastructure;
using Microsoft.Extensions.Time.Testing;

namespace Aimi.Tests.Planning;

/// <summary>A stack with two processes for which it is <see cref="A.Now"/>: Sunday noon in Moscow.</summary>
public sealed class StoppedClock<TStack> : IAsyncLifetime
    where TStack : TestStack, new()
{
    public TStack Stack { get; } = new() { Time = new FakeTimeProvider(A.Now) };

    public AimiProcess Aimi { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await Stack.InitializeAsync();
        Aimi = await Stack.Replica(Stack.Time);
    }

    public ValueTask DisposeAsync() => Stack.DisposeAsync();
}
