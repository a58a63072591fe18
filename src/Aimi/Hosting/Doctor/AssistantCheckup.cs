using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aimi.Assistant.Llm;
using Aimi.Data;
using Aimi.Memory.Embeddings;

namespace Aimi.Hosting.Doctor;

/// <summary>Who answers, and who makes the vectors of memories: whether their servers are there and take the key. They are asked which models they have, which costs nothing.</summary>
internal static class AssistantCheckup
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    public static async Task Examine(LlmOptions options, Action<Finding> tell, CancellationToken cancellationToken)
    {
        if (options.Models.Count == 0)
            tell(new(Verdict.Fine, "Llm.Offline"));
        foreach (var model in options.Models)
        {
            var asked = model.Vendor == LlmVendor.Claude ? new ModelList(Under(model.Address, "v1/models?limit=1000"), model.Key, IsAnthropic: true) : new(Under(model.Address, "models"), model.Key);
            tell(await Ask("Llm", model.Name, asked, cancellationToken));
        }
    }

    public static async Task Examine(EmbeddingOptions options, Action<Finding> tell, CancellationToken cancellationToken)
    {
        if (options is { Model: { } model, Address: { } address })
            tell(await Ask("Embeddings", model, new(Under(address, "models"), options.EmbeddingsKey), cancellationToken));
        else
            tell(new(Verdict.Fine, "Embeddings.Offline"));
    }

    private static async Task<Finding> Ask(string what, string model, ModelList list, CancellationToken cancellationToken)
    {
        var server = list.Address.Authority;
        try
        {
            // Neither key nor question follows a redirect.
            using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = Patience };
            using var request = list.Request();
            using var answer = await http.SendAsync(request, cancellationToken);
            return answer.StatusCode switch
            {
                HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new(Verdict.Broken, $"{what}.KeyRefused", model, server, (int)answer.StatusCode),
                HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => new(Verdict.Doubtful, $"{what}.Failing", model, server, (int)answer.StatusCode),
                >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => new(Verdict.Broken, $"{what}.Elsewhere", model, server, (int)answer.StatusCode),
                HttpStatusCode.OK when Lists(await answer.Content.ReadAsStringAsync(cancellationToken), model) is { } listed =>
                    listed ? new(Verdict.Fine, $"{what}.Answers", model, server) : new(Verdict.Doubtful, $"{what}.Unlisted", model, server),

                // Some servers keep no list: whether they take the key shows with the first question.
                _ => new(Verdict.Fine, $"{what}.Listens", model, server),
            };
        }
        catch (Exception silent) when (silent is HttpRequestException or TaskCanceledException { InnerException: TimeoutException })
        {
            return new(Verdict.Broken, $"{what}.Silent", model, server);
        }
    }

    /// <returns>Null where it is no such list.</returns>
    private static bool? Lists(string body, string model)
    {
        try
        {
            // Ollama lists a name with its tag.
            return (JsonNode.Parse(body) as JsonObject)?["data"] is JsonArray models
                ? models.Select(listed => listed is JsonObject one ? one["id"]?.ToString() : null).Any(id => id == model || (id?.StartsWith(model + ":", StringComparison.Ordinal) ?? false))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Uri Under(Uri address, string path) => new($"{address.AbsoluteUri.TrimEnd('/')}/{path}");

    private sealed record ModelList(Uri Address, string? Key, bool IsAnthropic = false)
    {
        // A record would print the key.
        public override string ToString() => Address.ToString();

        public HttpRequestMessage Request()
        {
            var request = new HttpRequestMessage(HttpMethod.Get, Address);
            if (IsAnthropic)
                request.Headers.Add("anthropic-version", "2023-06-01");
            if (IsAnthropic && !string.IsNullOrWhiteSpace(Key))
                request.Headers.Add("x-api-key", Key.Trim());
            else if (!string.IsNullOrWhiteSpace(Key))
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key.Trim());
            return request;
        }
    }
}
