using System.Net.Http.Headers;
using Aimi.Accounts;
using Aimi.Accounts.SignIn;
using Aimi.Data;
using Aimi.Hosting.Limits;
using Aimi.Messages;
using Aimi.Tests.Infrastructure;
using Aimi.Tests.Providers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Aimi.Tests.Attacks;

/// <summary>A program with accounts, in which nothing happens but what is asked of it; and people with one row in every table.</summary>
internal static class AccountsProcess
{
    public static Task<AimiProcess> Start(TestDatabase database, string? redis, RateLimits? limits = null) => AimiProcess.Start(
        database,
        redis,
        settings: new Dictionary<string, string?>(StringComparer.Ordinal) { ["Accounts:Mode"] = "multi" },
        asOwner: true,
        services: services =>
        {
            // What the workers do by themselves would look like what a request did.
            foreach (var loop in services.Where(service => service.ServiceType == typeof(IHostedService) && service.ImplementationType?.Name.StartsWith("WorkerLoop", StringComparison.Ordinal) == true).ToList())
                services.Remove(loop);
            if (limits is not null)
                services.Replace(ServiceDescriptor.Singleton(limits));
        });

    /// <summary>Somebody new who has something of everything, and is signed in.</summary>
    public static async Task<SignedInPerson> Somebody(this AimiProcess aimi)
    {
        var user = A.User();
        await using (var context = await aimi.Open())
        {
            var life = A.LifeOf(user);

            // Its head counts the messages: the person can go on talking.
            life.OfType<Conversation>().Single().LastSeq = life.OfType<ChatMessage>().Max(message => message.Seq);
            context.AddRange(life);
            await context.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await using var scope = aimi.Services.CreateAsyncScope();
        var signedIn = await scope.ServiceProvider.GetRequiredService<AuthSessions>().Open(user.Id, "test", TestContext.Current.CancellationToken);
        var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = aimi.Address, Timeout = TimeSpan.FromSeconds(60) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", signedIn.AccessToken);
        return new SignedInPerson(user, http, aimi);
    }

    public static Task<AimiDbContext> Open(this AimiProcess aimi) =>
        aimi.Services.GetRequiredService<IDbContextFactory<AimiDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
}

internal sealed record SignedInPerson(User User, HttpClient Http, AimiProcess Aimi) : IDisposable
{
    /// <summary>Every id that stands in a row of theirs, but their own.</summary>
    public async Task<IReadOnlyList<Guid>> Ids() => [.. (await Rows()).SelectMany(row => row.Ids).Where(id => id != User.Id).Distinct().Order()];

    /// <summary>All that is stored of them, a line a row.</summary>
    public async Task<string> Dump() => string.Join('\n', (await Rows()).Select(row => row.Text).Order(StringComparer.Ordinal));

    public void Dispose() => Http.Dispose();

    private async Task<List<(string Text, List<Guid> Ids)>> Rows()
    {
        await using var context = await Aimi.Open();
        var rows = new List<(string, List<Guid>)>();
        foreach (var table in context.Model.GetEntityTypes().Where(table => table.GetTableName() is not null))
        {
            if ((table.ClrType == typeof(User) ? table.FindProperty("Id") : table.FindProperty("UserId")) is not { } owner)
                continue;

            var read = (Task<List<(string, List<Guid>)>>)typeof(SignedInPerson).GetMethod(nameof(Read), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
                .MakeGenericMethod(table.ClrType).Invoke(null, [context, owner.Name, User.Id])!;
            rows.AddRange(await read);
        }

        return rows;
    }

    private static async Task<List<(string Text, List<Guid> Ids)>> Read<TRow>(AimiDbContext context, string owner, Guid id)
        where TRow : class
    {
        var columns = context.Model.FindEntityType(typeof(TRow))!.GetProperties().ToList();
        return [.. (await context.Set<TRow>().Where(row => EF.Property<Guid>(row, owner) == id).ToListAsync(TestContext.Current.CancellationToken)).Select(row =>
        {
            var values = columns.ConvertAll(column => (column.Name, Value: context.Entry(row).Property(column.Name).CurrentValue));
            return ($"{typeof(TRow).Name} {string.Join(' ', values.Select(value => $"{value.Name}={Text(value.Value)}"))}", values.Select(value => value.Value).OfType<Guid>().ToList());
        })];
    }

    private static string Text(object? value) => value is null or string ? $"{value}" : System.Text.Json.JsonSerializer.Serialize(value, value.GetType());
}
