using Aimi.Data;
using Aimi.Hosting;
using Aimi.Hosting.Limits;
using Aimi.Messages;
using Aimi.Tests.Providers;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Aimi.Tests.Infrastructure;

/// <summary>The real program on a port of its own: everything is real but who is calling, the clock where a test moves it, and the model.</summary>
public sealed class AimiProcess : IAsyncDisposable
{
    private readonly WebApplication _app;

    private AimiProcess(WebApplication app, ScriptedChatClient assistant)
    {
        _app = app;
        Assistant = assistant;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public Uri Address { get; }

    public ScriptedChatClient Assistant { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<AimiProcess> Start(
        TestDatabase database, string? redis, TimeProvider? time = null, IDictionary<string, string?>? settings = null, bool asOwner = false,
        Action<IServiceCollection>? services = null)
    {
        using var acting = Acting.ForNobody();
        var assistant = new ScriptedChatClient();
        var overrides = new Dictionary<string, string?>(settings ?? new Dictionary<string, string?>(), StringComparer.Ordinal)
        {
            ["Database"] = database.ConnectionString,
            ["Data"] = database.DataFolder,
            ["Redis"] = redis,
            ["Port"] = "0",
        };

        // Redis serves all the other tests at once: that it is slow is no reason here to go on without it.
        overrides.TryAdd("SessionCache:SlowAfter", "00:00:10");
        var app = Program.Build(overrides, builder =>
        {
            builder.Services.Replace(ServiceDescriptor.Singleton<IChatClient>(assistant));

            // All tests come from one address and have one person do what a hundred would; those of the limits set their own.
            builder.Services.Replace(ServiceDescriptor.Singleton(RateLimits.Local));
            if (time is not null)
                builder.Services.Replace(ServiceDescriptor.Singleton(time));
            if (!asOwner)
                UseTestUsers(builder.Services);
            services?.Invoke(builder.Services);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        await app.Services.GetRequiredService<Readiness>().Ready.WaitAsync(Patience.Longest, TestContext.Current.CancellationToken);
        return new AimiProcess(app, assistant);
    }

    /// <summary>A new person, who calls this process.</summary>
    public async Task<TestPerson> Person(string locale = "ru")
    {
        var user = A.User();
        user.Locale = locale;
        await using var context = await Services.GetRequiredService<IDbContextFactory<AimiDbContext>>()
            .CreateDbContextAsync(TestContext.Current.CancellationToken);
        context.Add(user);
        context.Add(new Conversation { UserId = user.Id });
        await context.SaveChangesAsync(TestContext.Current.CancellationToken);
        return At(user.Id);
    }

    /// <summary>A person that exists, calling this process.</summary>
    public TestPerson At(Guid userId) => new(userId, this);

    public Task Stop() => _app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static void UseTestUsers(IServiceCollection services)
    {
        services.AddTransient<HeaderAuthentication>();
        services.Configure<AuthenticationOptions>(options =>
        {
            options.AddScheme<HeaderAuthentication>(HeaderAuthentication.SchemeName, displayName: null);
            options.DefaultScheme = HeaderAuthentication.SchemeName;
        });
    }
}
