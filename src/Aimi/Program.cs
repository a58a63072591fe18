using Aimi.Accounts;
using Aimi.Accounts.SignIn;
using Aimi.Assistant;
using Aimi.Assistant.Parsing;
using Aimi.Conversations;
using Aimi.Data;
using Aimi.Graph;
using Aimi.Hosting;
using Aimi.Hosting.Keys;
using Aimi.Hosting.Limits;
using Aimi.Hosting.Telemetry;
using Aimi.Memory;
using Aimi.Planning;
using Aimi.Planning.Calendar;
using Aimi.Realtime;
using Aimi.Reminders;
using Aimi.Reminders.Channels;
using Aimi.Reminders.Push;
using Aimi.Sessions;
using Aimi.Sync;

namespace Aimi;

/// <summary>The table of contents: a line for each feature.</summary>
public static class Program
{
    public static Task<int> Main(string[] args)
    {
        Crash.Watch();
        return CommandLine.Run(args);
    }

    /// <summary>The whole program, ready to start.</summary>
    /// <param name="overrides">Settings that stand above all others: those of the command line.</param>
    /// <param name="customise">For tests: what stands outside the process is replaced here.</param>
    public static WebApplication Build(IEnumerable<KeyValuePair<string, string?>> overrides, Action<WebApplicationBuilder>? customise = null)
    {
        var builder = Server.CreateBuilder(overrides);
        var settings = builder.Configuration;

        builder.Services.AddServer(settings);
        builder.Services.AddTelemetry(settings);
        builder.Services.AddErrorHandling();
        builder.Services.AddRateLimits(settings);
        builder.Services.AddKeyRing(settings);
        builder.Services.AddContract();
        builder.Services.AddDatabase(settings["Database"], Server.DataFolder(settings));
        builder.Services.AddAccounts(settings);
        builder.Services.AddSessionCache(settings);
        builder.Services.AddRealtime(settings);
        builder.Services.AddPlanning();
        builder.Services.AddReminders(settings);
        builder.Services.AddMemory(settings);
        builder.Services.AddGraph();
        builder.Services.AddSummaries();
        builder.Services.AddAssistant(settings);
        builder.Services.AddConversations();
        builder.Services.AddSync();
        builder.Services.AddHealth();
        customise?.Invoke(builder);

        var app = builder.Build();
        app.UseMetricsPort();
        app.UseProxies();
        app.UseTraceResponse();
        app.UseSecurityHeaders();
        app.UseErrorHandling();
        app.UseReadinessGate();
        app.UseRouting();
        app.UseLocalGuard();
        app.UseHealth();
        app.UseMetrics();
        app.UseConsole();
        app.UseAddressLimit();
        app.UseOnlyWithAccounts();
        app.UseWebSockets();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseActingForCaller();
        app.UsePersonLimit();

        app.MapConversations();
        app.MapConversationSocket();
        app.MapParse();
        app.MapSignIn();
        app.MapMe();
        app.MapDevices();
        app.MapPortrait();
        app.MapMemory();
        app.MapSessions();
        app.MapGoals();
        app.MapNotifications();
        app.MapHabits();
        app.MapReminders();
        app.MapUnsubscribe();
        app.MapPush();
        app.MapCalendar();
        app.MapTasks();
        app.MapEvents();
        app.MapGraph();
        app.MapSync();
        app.MapHealth();
        app.MapContract();
        app.MapTestClock();
        return app;
    }
}
