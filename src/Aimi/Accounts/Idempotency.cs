using System.Security.Cryptography;
using System.Text;
using Aimi.Data;
using Aimi.Hosting;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.OpenApi;

namespace Aimi.Accounts;

/// <summary>
/// A POST under an <c>Idempotency-Key</c> is carried out once, and answered the same each time: the key, the answer and what the request changed
/// are committed together.
/// </summary>
/// <remarks>
/// For endpoints that write through the request's <see cref="AimiDbContext"/> alone: on SQLite another connection would wait for the lock that
/// this transaction holds.
/// </remarks>
public static class Idempotency
{
    public const string Header = "Idempotency-Key";

    /// <summary>Tells an answer that was stored from one that was just made.</summary>
    public const string Replayed = "Idempotency-Replayed";

    /// <summary>How long an answer can be asked for again.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(24);

    private const string Json = "application/json; charset=utf-8";

    /// <summary>Honours the header on every POST of an endpoint or a group.</summary>
    /// <remarks>It stands around the whole endpoint and not in a filter: a filter comes when the body was read, and goes before the answer is written.</remarks>
    public static T WithIdempotencyKey<T>(this T builder)
        where T : IEndpointConventionBuilder
    {
        builder.Add(endpoint =>
        {
            if (!endpoint.Metadata.OfType<IHttpMethodMetadata>().Any(metadata => metadata.HttpMethods.Contains(HttpMethods.Post, StringComparer.OrdinalIgnoreCase)))
                return;

            var next = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = http => Handle(http, next);
            endpoint.Metadata.Add(new ProducesResponseTypeMetadata(409, typeof(ProblemDetails), ["application/problem+json"]));
        });
        return builder.AddOpenApiOperationTransformer((operation, context, _) =>
        {
            if (context.Description.HttpMethod == HttpMethods.Post)
                (operation.Parameters ??= []).Add(Parameter);
            return Task.CompletedTask;
        });
    }

    private static OpenApiParameter Parameter => new()
    {
        Name = Header,
        In = ParameterLocation.Header,
        Description = $"Sent again with the same key within 24 hours, the request is answered the same and does nothing; `{Replayed}: true` tells so.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = 255 },
    };

    private static async Task Handle(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Headers[Header] is not { Count: > 0 } header)
        {
            await next(http);
            return;
        }

        if (header is not [{ Length: >= 1 and <= 255 } key] || key.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            await Problems.Invalid(Header, "1 to 255 visible ASCII characters.").ExecuteAsync(http);
            return;
        }

        // Before the transaction: a client that sends slowly holds up nobody.
        var hash = await Hash(http.Request, http.RequestAborted);
        var answer = await CarryOut(http, next, key, hash);
        await answer.ExecuteAsync(http);
    }

    private static async Task<IResult> CarryOut(HttpContext http, RequestDelegate next, string key, string hash)
    {
        var cancellationToken = http.RequestAborted;
        var services = http.RequestServices;
        var (database, userId) = (services.GetRequiredService<AimiDbContext>(), services.GetRequiredService<CurrentUser>().Id);
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var mine = database.IdempotencyKeys.Where(row => row.UserId == userId && row.Key == key);
        var row = new IdempotencyKey { UserId = userId, Key = key, RequestHash = hash, CreatedAt = now, UpdatedAt = now };

        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);

        // Waits for a request with the same key that is being carried out, and goes on if that one comes to nothing.
        while (await database.AddMissing([row], cancellationToken) == 0)
        {
            // It is not there where it was old enough to be forgotten in this moment.
            if (await mine.AsNoTracking().SingleOrDefaultAsync(cancellationToken) is { } earlier)
                return earlier.RequestHash == hash ? new StoredAnswer(earlier) : Problems.Of(409, "The key was used for another request.");
        }

        var body = await Render(http, next);
        if (http.Response.StatusCode is >= 200 and < 300)
        {
            var (status, text) = (http.Response.StatusCode, body.Length == 0 ? null : Encoding.UTF8.GetString(body));
            var (location, tag) = (http.Response.Headers.Location.ToString(), http.Response.Headers.ETag.ToString());
            await mine.ExecuteUpdateAsync(
                row => row
                    .SetProperty(stored => stored.Status, status)
                    .SetProperty(stored => stored.Location, location.Length == 0 ? null : location)
                    .SetProperty(stored => stored.ETag, tag.Length == 0 ? null : tag)
                    .SetProperty(stored => stored.Body, text),
                cancellationToken);
            await transaction.CommitAsync(CancellationToken.None);
        }

        return new RenderedAnswer(body);
    }

    /// <summary>Has the request handled, and keeps its answer's body back until it may be sent.</summary>
    private static async Task<byte[]> Render(HttpContext http, RequestDelegate next)
    {
        var connection = http.Response.Body;
        using var rendered = new MemoryStream();
        http.Response.Body = rendered;
        try
        {
            await next(http);
            await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
            return rendered.ToArray();
        }
        finally
        {
            http.Response.Body = connection;
        }
    }

    private static async Task<string> Hash(HttpRequest request, CancellationToken cancellationToken)
    {
        request.EnableBuffering();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.GetEncodedPathAndQuery()}\n"));
        var buffer = new byte[16 * 1024];
        for (int read; (read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0;)
            hash.AppendData(buffer, 0, read);

        request.Body.Position = 0;
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>What the endpoint answered; status and headers stand in the response already.</summary>
    private sealed class RenderedAnswer(byte[] body) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            if (body.Length > 0)
                await httpContext.Response.Body.WriteAsync(body, httpContext.RequestAborted);
        }
    }

    private sealed class StoredAnswer(IdempotencyKey stored) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = stored.Status;
            response.Headers[Replayed] = "true";
            response.Headers.Location = stored.Location;
            response.Headers.ETag = stored.ETag;
            if (stored.Body is null)
                return;

            response.ContentType = Json;
            await response.Body.WriteAsync(Encoding.UTF8.GetBytes(stored.Body), httpContext.RequestAborted);
        }
    }
}
