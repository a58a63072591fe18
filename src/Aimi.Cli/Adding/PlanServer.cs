using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aimi.Cli.Connection;
using Aimi.Cli.Contract;

namespace Aimi.Cli.Adding;

/// <summary>Reads sentences, makes plans and takes them back, by the contract.</summary>
internal sealed class PlanServer(HttpClient http, ChatServer server)
{
    private static readonly JsonSerializerOptions Wire = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public Uri Address => server.Address;

    /// <exception cref="PlanRefusedException">The server says why not.</exception>
    /// <exception cref="HttpRequestException">Nobody answers.</exception>
    public async Task<Reading> Read(string text, CancellationToken cancellation)
    {
        using var answer = await Ask(HttpMethod.Post, "parse", new JsonObject { ["text"] = text }, cancellation);
        await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
        return await ContractJson.ReadReading(body, cancellation) ?? throw new JsonException("No reading.");
    }

    /// <summary>Gives the id of the row.</summary>
    /// <inheritdoc cref="Read" path="/exception"/>
    public async Task<Guid> Make(string collection, JsonObject plan, CancellationToken cancellation)
    {
        using var answer = await Ask(HttpMethod.Post, collection, plan, cancellation);
        await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
        return (await ContractJson.ReadMade(body, cancellation) ?? throw new JsonException("No id.")).Id;
    }

    /// <inheritdoc cref="Read" path="/exception"/>
    public async Task TakeBack(string path, CancellationToken cancellation)
    {
        using var answer = await Ask(HttpMethod.Delete, path, body: null, cancellation);
    }

    private async Task<HttpResponseMessage> Ask(HttpMethod method, string path, JsonObject? body, CancellationToken cancellation)
    {
        using var request = server.Request(method, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(Wire), Encoding.UTF8, "application/json");
        }

        var answer = await http.SendAsync(request, cancellation);
        if (answer.IsSuccessStatusCode)
        {
            return answer;
        }

        using (answer)
        {
            throw new PlanRefusedException(answer.StatusCode, await ProblemOf(answer, cancellation));
        }
    }

    private static async Task<Problem?> ProblemOf(HttpResponseMessage answer, CancellationToken cancellation)
    {
        try
        {
            await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
            return await ContractJson.ReadProblem(body, cancellation);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>The server does not do it.</summary>
internal sealed class PlanRefusedException(HttpStatusCode status, Problem? problem)
    : Exception(problem?.Detail ?? problem?.Code ?? ((int)status).ToString(CultureInfo.InvariantCulture))
{
    /// <summary>It does not let this client in.</summary>
    public bool NotLetIn => status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;
}
