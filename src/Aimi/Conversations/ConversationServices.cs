using Aimi.Accounts;
using Aimi.Accounts.SignIn;
using Aimi.Conversations.Import;
using Aimi.Hosting;
using Aimi.Hosting.Telemetry;
using Aimi.Messages;
using Aimi.Realtime;
using Aimi.Workers;

namespace Aimi.Conversations;

public static class ConversationServices
{
    public static IServiceCollection AddConversations(this IServiceCollection services)
    {
        services.AddSingleton<ChatMessages>();
        services.AddMetrics<ConversationMetrics>();
        services.AddSingleton<SessionContext>();
        services.AddSingleton<IMessageWatcher, UnaskedMessages>();
        services.AddSingleton<TurnPlaces>();
        services.AddSingleton<Turns>();
        services.AddSingleton<ConversationService>();
        services.AddSingleton<ConversationSocket>();
        services.AddSingleton<IPersonTrace, ConversationTraces>();
        services.AddWorker<SessionTimeoutWorker>();
        services.AddSingleton<ImportGate>();
        services.AddSingleton<ImportLines>();
        services.AddSingleton<ImportStore>();
        services.AddSingleton<ChatImport>();
        services.AddHostedService(provider => provider.GetRequiredService<ConversationService>());
        services.AddHostedService<ConversationStop>();

        // A client that is gone without a word is noticed after the interval and the timeout.
        services.Configure<WebSocketOptions>(options =>
        {
            options.KeepAliveInterval = TimeSpan.FromSeconds(30);
            options.KeepAliveTimeout = TimeSpan.FromSeconds(20);
        });
        return services;
    }

    public static IEndpointRouteBuilder MapConversationSocket(this IEndpointRouteBuilder app)
    {
        // Measured as a socket: how long it is open is not how long a request took.
        app.MapGet("/ws/chat", async (HttpContext http, CurrentUser user, ConversationSocket chat) =>
        {
            if (!http.WebSockets.IsWebSocketRequest)
            {
                await Problems.Of(400, "This is a WebSocket: connect with an upgrade.").ExecuteAsync(http);
                return;
            }

            using var socket = await http.WebSockets.AcceptWebSocketAsync();
            var outbox = new Outbox { Credential = user.Credential, Traceparent = Tracing.EndRequest(http) };
            await chat.Run(socket, user.Id, outbox, http.RequestAborted);
        }).RequireAuthorization().AcceptsTicket().NotWhileDraining().ExcludeFromDescription().DisableHttpMetrics();
        return app;
    }
}
