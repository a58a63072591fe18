using System.Collections.Concurrent;
using System.Globalization;
using Aimi.Data;
using Aimi.Hosting;
using Aimi.Hosting.Limits;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Aimi.Accounts.Export;

/// <summary>Everything, to take along.</summary>
internal static class ExportEndpoint
{
    private const string Zip = "application/zip";

    public static void MapExport(this RouteGroupBuilder me) =>
        me.MapGet("/export", Export).WithName("exportMe").RequireBulkLimit().WithSummary("All that is known of the person, as a ZIP of JSON: a file for each kind of thing, and manifest.json.")
            .Produces<Stream>(StatusCodes.Status200OK, Zip).ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static async Task<IResult> Export(
        HttpContext http, CurrentUser user, AimiDbContext database, AccountExport export, ExportGate gate, TimeProvider time, CancellationToken cancellationToken)
    {
        var userId = user.Id;
        if (gate.Enter(userId) is not { } permission)
            return Problems.Of(429, "An export is under way. Try again when it is done.");

        http.Response.RegisterForDispose(permission);

        // A database that does not answer is told as such, not by half a file.
        if (!await database.Users.AnyAsync(person => person.Id == userId, cancellationToken))
            return Problems.Of(404);

        // Closing an entry of a ZIP writes its last bytes synchronously, in .NET 10 even where it is disposed asynchronously; all else is not.
        http.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
        http.Response.Headers[HeaderNames.CacheControl] = "no-store";
        var name = string.Create(CultureInfo.InvariantCulture, $"aimi-{time.GetUtcNow():yyyy-MM-dd}.zip");
        return TypedResults.Stream(body => Write(export, userId, body, cancellationToken), Zip, name);
    }

    private static async Task Write(AccountExport export, Guid userId, Stream body, CancellationToken cancellationToken)
    {
        // Who takes longer to receive it holds up what the database would clear away.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(ExportGate.Patience);
        await export.Write(userId, body, patience.Token);
    }
}

/// <summary>One export of a person at a time on this replica: each holds a view of the database open.</summary>
internal sealed class ExportGate
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<Guid, bool> _running = [];

    /// <summary>The permission to export, to be given back; null where an export of this person is under way.</summary>
    public IDisposable? Enter(Guid userId) => _running.TryAdd(userId, true) ? new Permission(_running, userId) : null;

    private sealed class Permission(ConcurrentDictionary<Guid, bool> running, Guid userId) : IDisposable
    {
        public void Dispose() => running.TryRemove(userId, out _);
    }
}
