using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Aimi.Accounts;

namespace Aimi.Tests.Infrastructure;

/// <summary>A person with a client for each transport. Answers are read as JSON, as a foreign client would.</summary>
public sealed class TestPerson(Guid id, AimiProcess process)
{
    /// <summary>The day after this one where people live, as <c>yyyy-MM-dd</c>.</summary>
    public static string Tomorrow => LocalTime.DayOf(TimeProvider.System.GetUtcNow(), A.Timezone).AddDays(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public Guid Id => id;

    public HttpClient Http { get; } = Client(id, process);

    /// <summary>The same person, calling another replica.</summary>
    public TestPerson On(AimiProcess other) => new(id, other);

    public Task<TestSocket> Connect(bool hello = true) => TestSocket.Open(process.Address, id, hello);

    /// <summary>Says something, and gives the answer.</summary>
    public async Task<JsonNode> Say(string text, Guid? clientMessageId = null) => await Json(await Send(text, clientMessageId));

    public Task<HttpResponseMessage> Send(string text, Guid? clientMessageId = null) =>
        Http.PostAsJsonAsync(
            "/chat/send",
            clientMessageId is null ? (object)new { text } : new { text, client_message_id = clientMessageId },
            TestContext.Current.CancellationToken);

    public Task<HttpResponseMessage> Post(string path, string json) =>
        Http.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);

    public async Task<JsonNode> Get(string path) => await Json(await Http.GetAsync(path, TestContext.Current.CancellationToken));

    /// <summary>The whole history, by seq.</summary>
    public async Task<List<JsonNode>> History()
    {
        var all = new List<JsonNode>();
        JsonNode page;
        do
        {
            page = await Get($"/chat/messages?limit=200&after={(all.Count == 0 ? 0 : (long)all[^1]["seq"]!)}");
            all.AddRange(page["items"]!.AsArray()!);
        }
        while ((bool)page["has_more"]!);

        return all;
    }

    /// <summary>The body of an answer that is expected to be a success.</summary>
    public static async Task<JsonNode> Json(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode} {body}");
        return JsonNode.Parse(body)!;
    }

    /// <summary>Asserts a problem of the contract.</summary>
    public static async Task<JsonNode> Problem(HttpResponseMessage answer, int status, string code)
    {
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonNode.Parse(body)!;
        Assert.Equal(code, (string?)problem["code"]);
        Assert.Equal(status, (int)problem["status"]!);
        Assert.False(string.IsNullOrEmpty((string?)problem["title"]));
        Assert.False(string.IsNullOrEmpty((string?)problem["trace_id"]));
        return problem;
    }

    private static HttpClient Client(Guid id, AimiProcess process)
    {
        var http = new HttpClient { BaseAddress = process.Address, Timeout = TimeSpan.FromSeconds(60) };
        http.DefaultRequestHeaders.Add(HeaderAuthentication.Header, id.ToString());
        return http;
    }
}
