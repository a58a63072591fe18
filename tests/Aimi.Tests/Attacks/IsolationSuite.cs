using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Aimi.Tests.Infrastructure;
using Aimi.Tests.Providers;
using Aimi.Tests.Sessions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Aimi.Tests.Attacks;

public sealed class IsolationOnPostgres(PostgresDatabase database) : IsolationSuite(database, SharedRedis.Address), IClassFixture<PostgresDatabase>;

public sealed class IsolationOnSqlite(SqliteDatabase database) : IsolationSuite(database, redis: null), IClassFixture<SqliteDatabase>;

/// <summary>Every operation of the document, called as the wrong person and as nobody.</summary>
public abstract partial class IsolationSuite(TestDatabase database, string? redis) : IAsyncLifetime
{
    /// <summary>For everybody: what they do for whom, a secret in the request says, or there is nobody in it.</summary>
    private static readonly string[] Open =
    [
        "GET /auth/methods", "POST /auth/sign-in", "POST /auth/refresh", "POST /auth/sign-out", "POST /auth/exchange",
        "POST /auth/apple", "POST /auth/apple/nonce", "POST /auth/passkeys/sign-in", "POST /auth/passkeys/sign-in/options",
        "POST /auth/oidc/{provider}", "POST /auth/oidc/{provider}/nonce", "GET /auth/oidc/{provider}/start", "GET /auth/oidc/{provider}/callback",
        "GET /calendar.ics", "GET /reminders/unsubscribe", "POST /reminders/unsubscribe", "POST /reminders/actions/{token}",
        "GET /health", "GET /health/live", "GET /health/ready",
    ];

    /// <summary>Bodies that are right where the least one by the schema is not: only then is the row looked for.</summary>
    private static readonly Dictionary<string, string> Bodies = new(StringComparer.Ordinal)
    {
        ["POST /reminders/{id}/snooze"] = """{"minutes":10}""",
        ["PATCH /reminders/{id}"] = """{"trigger_at":"2030-01-01T09:00:00Z"}""",
        ["PATCH /memory/{id}"] = """{"importance":0.9}""",
        ["POST /reminders"] = """{"event_id":"ID","offset":"PT10M"}""",
        ["POST /habits"] = """{"name":"x","frequency":"FREQ=DAILY"}""",
    };

    /// <summary>In the document, and served by no endpoint of the feature's own; or the other way round.</summary>
    private static readonly string[] NotDescribed = ["/ws/chat", "/docs", "/openapi"];

    private AimiProcess _aimi = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _aimi = await AccountsProcess.Start(database, redis);

    public async ValueTask DisposeAsync()
    {
        await _aimi.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Every_route_is_in_the_document_and_either_for_the_signed_in_or_known_to_be_open()
    {
        var described = (await ApiDocument.Of(_aimi)).Operations.Select(operation => operation.Name).ToHashSet(StringComparer.Ordinal);
        var routes = _aimi.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => !NotDescribed.Any(prefix => $"/{route.RoutePattern.RawText!.TrimStart('/')}".StartsWith(prefix, StringComparison.Ordinal)))
            .SelectMany(route => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => (Name: $"{method} /{Constraint().Replace(route.RoutePattern.RawText!.Trim('/'), "}")}", Route: route)))
            .ToList();

        Assert.Empty(routes.Select(route => route.Name).Except(described));
        Assert.Empty(described.Except(routes.Select(route => route.Name)));
        Assert.Equal(
            Open.Order(StringComparer.Ordinal),
            routes.Where(route => route.Route.Metadata.GetMetadata<IAuthorizeData>() is null && route.Route.Metadata.GetMetadata<AuthorizationPolicy>() is null || route.Route.Metadata.GetMetadata<IAllowAnonymous>() is not null)
                .Select(route => route.Name).Where(name => described.Contains(name)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Nobody_is_told_anything_and_changes_nothing()
    {
        using var victim = await _aimi.Somebody();
        using var nobody = new HttpClient { BaseAddress = _aimi.Address };
        using var liar = new HttpClient { BaseAddress = _aimi.Address };
        liar.DefaultRequestHeaders.Authorization = new("Bearer", new string('A', 64));
        var (ids, before) = (await victim.Ids(), await victim.Dump());
        var breaches = new List<string>();
        foreach (var operation in (await ApiDocument.Of(_aimi)).Operations.Where(operation => !Open.Contains(operation.Name, StringComparer.Ordinal)))
        {
            foreach (var http in (HttpClient[])[nobody, liar])
            {
                using var answer = await Call(http, operation, ids[0], ids[1]);
                if ((int)answer.StatusCode != 401)
                    breaches.Add($"{operation.Name} answers {(int)answer.StatusCode}");
            }
        }

        Assert.True(breaches.Count == 0, string.Join('\n', breaches));
        Assert.Equal(before, await victim.Dump());
    }

    [Fact]
    public async Task Anothers_id_is_answered_as_one_that_is_nobodys_and_changes_nothing()
    {
        using var victim = await _aimi.Somebody();
        using var thief = await _aimi.Somebody();
        var (ids, before) = (await victim.Ids(), await victim.Dump());
        var breaches = new List<string>();
        var tried = 0;
        foreach (var operation in (await ApiDocument.Of(_aimi)).Operations)
        {
            var places = operation.Parameters.Count(parameter => parameter.In == "path" && (string?)parameter.Schema["format"] == "uuid");
            if (places == 0)
                continue;

            var unknown = await Said(await Call(thief.Http, operation, Guid.CreateVersion7(), Guid.CreateVersion7()));
            if (unknown.Status != 404)
                breaches.Add($"{operation.Name} answers {unknown} for an id that nobody has");
            foreach (var id in ids)
            {
                foreach (var second in places > 1 ? ids : ids.Take(1))
                {
                    tried++;
                    var said = await Said(await Call(thief.Http, operation, id, second));
                    if (said != unknown)
                        breaches.Add($"{operation.Name} with another's id answers {said}, with nobody's {unknown}");
                }
            }
        }

        Assert.True(breaches.Count == 0, string.Join('\n', breaches.Distinct()));
        Assert.True(tried > 1_000, $"Only {tried} were tried.");
        Assert.Equal(before, await victim.Dump());
    }

    [Fact]
    public async Task Anothers_id_in_a_query_or_a_body_leads_to_nothing_of_theirs()
    {
        using var victim = await _aimi.Somebody();
        using var thief = await _aimi.Somebody();
        var (ids, before, own) = (await victim.Ids(), await victim.Dump(), await thief.Ids());
        var breaches = new List<string>();
        var tried = 0;
        foreach (var operation in (await ApiDocument.Of(_aimi)).Operations.Where(operation => operation.Path is not "/auth/sessions/{id}"))
        {
            var members = (operation.Body?.Schema["properties"]?.AsObject() ?? []).Where(member => IsId(member.Key, operation.Document.Resolve(member.Value!))).Select(member => member.Key);
            var queries = operation.Parameters.Where(parameter => parameter.In == "query" && (IsId(parameter.Name, parameter.Schema) || parameter.Name is "center")).Select(parameter => parameter.Name);
            foreach (var (member, query) in members.Select(member => (member, (string?)null)).Concat(queries.Select(query => ((string)null!, (string?)query))))
            {
                foreach (var id in ids)
                {
                    tried++;
                    using var answer = await Call(thief.Http, operation, own[0], own[1], member, query, id);
                    var body = await answer.Content.ReadAsStringAsync(Cancel);
                    if ((int)answer.StatusCode >= 500)
                        breaches.Add($"{operation.Name} with another's {member ?? query} answers {(int)answer.StatusCode}");
                    breaches.AddRange(ids.Where(theirs => theirs != id && body.Contains(theirs.ToString(), StringComparison.Ordinal)).Select(theirs => $"{operation.Name} with another's {member ?? query} tells {theirs}"));
                }
            }
        }

        Assert.True(breaches.Count == 0, string.Join('\n', breaches.Distinct()));
        Assert.True(tried > 100, $"Only {tried} were tried.");
        Assert.Equal(before, await victim.Dump());
    }

    /// <summary>The least request that the document allows, with these ids in its path.</summary>
    private static Task<HttpResponseMessage> Call(HttpClient http, ApiOperation operation, Guid id, Guid second, string? member = null, string? query = null, Guid? foreign = null)
    {
        var ids = new Queue<Guid>([id, second]);
        var address = operation.Path;
        foreach (var parameter in operation.Parameters.Where(parameter => parameter.In == "path"))
            address = address.Replace($"{{{parameter.Name}}}", (string?)parameter.Schema["format"] == "uuid" ? ids.Dequeue().ToString() : "2026-03-15", StringComparison.Ordinal);
        var queries = operation.Parameters.Where(parameter => parameter is { In: "query", Required: true }).Select(parameter => $"{parameter.Name}={(parameter.Name is "month" ? "2026-03" : "x")}").ToList();
        if (query is not null)
            queries.Add($"{query}={(query is "center" ? $"goal:{foreign}" : foreign.ToString())}");
        var request = new HttpRequestMessage(new HttpMethod(operation.Method), address + (queries.Count > 0 ? "?" + string.Join('&', queries) : ""));
        if (operation.Body is { } body)
            request.Content = new StringContent(body.Type.EndsWith("/json", StringComparison.Ordinal) ? Json(operation, body.Schema, id, member, foreign) : "x", Encoding.UTF8, body.Type);
        return http.SendAsync(request, Cancel);
    }

    private static string Json(ApiOperation operation, JsonObject schema, Guid id, string? member, Guid? foreign)
    {
        var body = Bodies.TryGetValue(operation.Name, out var right) ? JsonNode.Parse(right.Replace("ID", id.ToString(), StringComparison.Ordinal))!.AsObject() : [];
        foreach (var name in (schema["required"]?.AsArray() ?? []).Select(name => (string)name!).Where(name => !body.ContainsKey(name)))
            body[name] = Least(operation.Document.Resolve(schema["properties"]![name]!), id);
        if (member is not null)
            body[member] = foreign.ToString();
        return body.ToJsonString();
    }

    private static JsonNode Least(JsonObject schema, Guid id) => ((string?)schema["type"], (string?)schema["format"]) switch
    {
        (_, "uuid") => id.ToString(),
        (_, "date") => "2026-03-15",
        (_, "date-time") => "2030-01-01T09:00:00Z",
        ("integer" or "number", _) => 1,
        ("boolean", _) => true,
        ("array", _) => new JsonArray(),
        ("object", _) => new JsonObject(),
        _ => schema["enum"]?[0]?.DeepClone() ?? "x",
    };

    private static bool IsId(string name, JsonObject schema) => (string?)schema["format"] == "uuid" && name is not "client_message_id" and not "id";

    /// <summary>The answer without what is its own each time.</summary>
    private static async Task<(int Status, string Body)> Said(HttpResponseMessage answer)
    {
        using (answer)
            return ((int)answer.StatusCode, TraceId().Replace(await answer.Content.ReadAsStringAsync(Cancel), ""));
    }

    [GeneratedRegex(":[^}]+}", RegexOptions.NonBacktracking)]
    private static partial Regex Constraint();

    [GeneratedRegex("\"trace_id\":\"[^\"]*\"", RegexOptions.NonBacktracking)]
    private static partial Regex TraceId();
}
