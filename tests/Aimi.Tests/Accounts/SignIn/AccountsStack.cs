using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Aimi.Accounts.SignIn;
using Aimi.Data;
using Aimi.Hosting.Limits;
using Aimi.Tests.Infrastructure;
using Aimi.Tests.Providers;
using Aimi.Tests.Sessions;
using Aimi.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace Aimi.Tests.Accounts.SignIn;

/// <summary>An Aimi with accounts, where who calls is found out as it is for real.</summary>
public abstract class AccountsStack(TestDatabase database, string? redis) : IAsyncLifetime
{
    public const string Password = "верблюд на крыше 7";

    public FakeTimeProvider Time { get; } = new(A.Now);

    public AimiProcess Aimi { get; private set; } = null!;

    /// <summary>Beside the mode.</summary>
    protected virtual IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>What stands outside the process is replaced here.</summary>
    protected virtual void Replace(IServiceCollection services)
    {
    }

    public virtual async ValueTask InitializeAsync()
    {
        await database.InitializeAsync();
        var settings = new Dictionary<string, string?>(Settings, StringComparer.Ordinal) { ["Accounts:Mode"] = "multi" };
        Aimi = await AimiProcess.Start(database, redis, Time, settings, asOwner: true, ReplaceAll);
    }

    // All tests sign in from one address, at a moment that stands still.
    private void ReplaceAll(IServiceCollection services)
    {
        services.Replace(ServiceDescriptor.Singleton(RateLimits.Local));
        Replace(services);
    }

    public HttpClient Client(string? token = null)
    {
        var http = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = Aimi.Address };
        if (token is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    /// <summary>A new account with <see cref="Password"/>.</summary>
    /// <param name="newcomer">What is told of them; absent: Anya, who speaks Russian in Moscow.</param>
    public async Task<string> Account(Newcomer? newcomer = null)
    {
        var email = $"{Guid.CreateVersion7():N}@example.com";
        await using var scope = Aimi.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<SignInService>().Create(
            new ExternalIdentity(Identity.EmailProvider, email, email), newcomer ?? new Newcomer("Аня", "Europe/Moscow", "ru"), Password, TestContext.Current.CancellationToken);
        return email;
    }

    public async Task<JsonNode> SignIn(string? email = null, string device = "iPhone") =>
        await TestPerson.Json(await Post("/auth/sign-in", new { email = email ?? await Account(), password = Password, device }));

    public Task<HttpResponseMessage> Post(string path, object body, string? token = null) =>
        Client(token).PostAsJsonAsync(path, body, TestContext.Current.CancellationToken);

    public Task<HttpResponseMessage> Get(string path, string? token = null) => Client(token).GetAsync(path, TestContext.Current.CancellationToken);

    public Task<HttpResponseMessage> Delete(string path, string? token = null) => Client(token).DeleteAsync(path, TestContext.Current.CancellationToken);

    public Task<HttpResponseMessage> Refresh(JsonNode tokens) => Post("/auth/refresh", new { refresh_token = (string)tokens["refresh_token"]! });

    /// <summary>Opens a socket with a ticket, or with a bearer header.</summary>
    public async Task<ClientWebSocket> Socket(string? ticket = null, string? token = null)
    {
        var socket = new ClientWebSocket();
        if (token is not null)
            socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        var address = new UriBuilder(Aimi.Address) { Scheme = "ws", Path = "/ws/chat", Query = ticket is null ? "" : $"ticket={ticket}" };
        await socket.ConnectAsync(address.Uri, TestContext.Current.CancellationToken);
        return socket;
    }

    internal async Task RunOnce<TWorker>()
        where TWorker : class, IWorker
    {
        using var service = Acting.AsService();
        await using var scope = Aimi.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<TWorker>().RunOnce(TestContext.Current.CancellationToken);
    }

    public virtual async ValueTask DisposeAsync()
    {
        await Aimi.DisposeAsync();
        await database.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

public sealed class EmbeddedAccounts() : AccountsStack(new SqliteDatabase(), redis: null);

public sealed class ServerAccounts() : AccountsStack(new PostgresDatabase(), SharedRedis.Address);
