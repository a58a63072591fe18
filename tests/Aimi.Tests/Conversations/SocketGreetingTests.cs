using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Aimi.Conversations;
using Aimi.Hosting.Limits;
using Aimi.Messages;
using Aimi.Realtime;
using Aimi.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aimi.Tests.Conversations;

/// <summary>What comes first over a socket.</summary>
public sealed class SocketGreetingTests(EmbeddedStack stack) : IClassFixture<EmbeddedStack>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_greeting_comes_before_what_others_said_since_the_socket_joined()
    {
        var person = await stack.Aimi.Person();
        var socket = new ConversationSocket(
            stack.Aimi.Services.GetRequiredService<ConversationService>(),
            stack.Aimi.Services.GetRequiredService<ChatMessages>(),
            new RealtimeHub(new TalkativeBackplane()),
            stack.Aimi.Services.GetRequiredService<RateGate>(),
            RateLimits.Local,
            NullLogger<ConversationSocket>.Instance);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var there = new TcpClient();
        await there.ConnectAsync((IPEndPoint)listener.LocalEndpoint, Cancel);
        using var here = await listener.AcceptTcpClientAsync(Cancel);
        using var server = WebSocket.CreateFromStream(here.GetStream(), new WebSocketCreationOptions { IsServer = true });
        using var client = WebSocket.CreateFromStream(there.GetStream(), new WebSocketCreationOptions());

        var talking = socket.Run(server, person.Id, new Outbox(), Cancel);

        Assert.StartsWith("{\"type\":\"hello\"", await Next(client), StringComparison.Ordinal);
        Assert.Equal(TalkativeBackplane.Word, await Next(client));
        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, Cancel);
        await talking;
    }

    private static async Task<string> Next(WebSocket socket)
    {
        var buffer = new byte[4096];
        var received = await socket.ReceiveAsync(buffer, Cancel).WaitAsync(Patience.Longest, Cancel);
        return Encoding.UTF8.GetString(buffer, 0, received.Count);
    }

    /// <summary>Another replica says something in the moment in which somebody listens.</summary>
    private sealed class TalkativeBackplane : IBackplane, IAsyncDisposable
    {
        public const string Word = "{\"type\":\"pong\"}";

        public long Dropped => 0;

        public void Publish(Guid userId, ReadOnlyMemory<byte> frame)
        {
        }

        public ValueTask<IReadOnlySet<Guid>> Listening(IReadOnlyCollection<Guid> people) => ValueTask.FromResult<IReadOnlySet<Guid>>(people.ToHashSet());

        public ValueTask<IAsyncDisposable> Subscribe(Guid userId, Action<ReadOnlyMemory<byte>> handler, CancellationToken cancellationToken)
        {
            handler(Encoding.UTF8.GetBytes(Word));
            return ValueTask.FromResult<IAsyncDisposable>(this);
        }

        public void PublishControl(ReadOnlyMemory<byte> word)
        {
        }

        public ValueTask<IAsyncDisposable> SubscribeControl(Action<ReadOnlyMemory<byte>> handler, CancellationToken cancellationToken) =>
            ValueTask.FromResult<IAsyncDisposable>(this);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
