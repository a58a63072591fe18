using Aimi.Accounts;
using Aimi.Accounts.SignIn;
using Aimi.Conversations.Import;
using Aimi.Hosting;
using Aimi.Messages;
using Aimi.Realtime;
using Aimi.Workers;

namespace Aimi.Conversations;

public static class ConversationServices
{
    public static IServiceCollection AddConversations(this IServiceCollection services)
    {
        services.AddSingleton<ChatMessages>();
        services.AddSingleton<SessionContext>();
        services.AddSingleton<IMessageWatcher, UnaskedMessages>();
        services.AddSingleton<Turns>();
        services.AddSingleton<ConversationService>();
        services.AddSingleton<ConversationSocket>();
        services.AddSingleton<IPersonTrace, ConversationTraces>();
        services.AddWorker<SessionTimeoutWorker>();
        services.AddSingleton<ImportGate>();
        services.AddSingleton<ImportLines>();
        services.AddSingleton<ImportStore>();
        services.AddSingleton<ChatImport>();
        services.AddHostedService(provider => provider.GetRequiredService<Turns>());
        services.AddHostedService(provider => provider.GetRequiredService<ConversationService>());

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
        var hub = app.ServiceProvider.GetRequiredService<RealtimeHub>();
        var lifetime = app.ServiceProvider.GetRequiredService<IHostApplicationLifetime>();
        lifetime.ApplicationStopping.Register(hub.CloseAll);
        app.MapGet("/ws/chat", async (HttpContext http, CurrentUser user, ConversationSocket chat) =>
        {
            if (!http.WebSockets.IsWebSocketRequest)
            {
                await Problems.Of(400, "This is a WebSocket: connect with an upgrade.").ExecuteAsync(http);
                return;
            }

            using var socket = await http.WebSockets.AcceptWebSocketAsync();
            await chat.Run(socket, user.Id, user.Credential, http.RequestAborted);
        }).RequireAuthorization().AcceptsTicket().ExcludeFromDescription();
        return app;
    }
}
