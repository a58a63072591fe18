using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Aimi.Tests.Assistant;

/// <summary>What a model was asked, the same for both protocols.</summary>
/// <param name="Authorization">The header of that name; for Anthropic its <c>x-api-key</c>.</param>
/// <param name="Body">As it came.</param>
internal sealed record StubRequest(string Path, string Authorization, string Body)
{
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the client closes the connection before the answer is whole.</summary>
    public Task Closed => _closed.Task;

    public bool IsAnthropic => Path.EndsWith("/messages", StringComparison.Ordinal);

    public JsonNode Json => JsonNode.Parse(Body)!;

    public string Model => (string)Json["model"]!;

    /// <summary>All that the model was told before the conversation.</summary>
    public string System => IsAnthropic
        ? Text(Json["system"])
        : string.Join('\n', Json["messages"]!.AsArray().Where(message => Role(message) is "system" or "developer").Select(message => Text(message!["content"])));

    /// <summary>Who said what, with neither the system nor tools: <c>("user", "Привет")</c>.</summary>
    public IReadOnlyList<(string Role, string Text)> Messages =>
        [.. Turns.Where(message => Role(message) is "user" or "assistant" && Text(message!["content"]).Length > 0).Select(message => (Role(message), Text(message!["content"])))];

    /// <summary>The person's last message.</summary>
    public string LastWords => Messages.LastOrDefault(message => message.Role == "user").Text ?? "";

    /// <summary>The names of the tools that the model may call.</summary>
    public IReadOnlyList<string> Tools =>
        [.. (Json["tools"]?.AsArray() ?? []).Select(tool => (string)(IsAnthropic ? tool!["name"] : tool!["function"]!["name"])!)];

    /// <summary>What the tools gave that were called since the person's last message, in their order.</summary>
    public IReadOnlyList<string> ToolResults => [.. SinceLastWords.SelectMany(Results)];

    /// <summary>How often the model called tools since the person's last message: 0 for the first request of a turn.</summary>
    public int Round => SinceLastWords.Count(message => Role(message) == "assistant");

    public static async Task<StubRequest> Read(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var headers = context.Request.Headers;
        var authorization = headers.Authorization.ToString() is { Length: > 0 } bearer ? bearer : headers["x-api-key"].ToString();
        var request = new StubRequest(context.Request.Path, authorization, await reader.ReadToEndAsync(context.RequestAborted));
        context.RequestAborted.Register(() => request._closed.TrySetResult());
        return request;
    }

    /// <summary>Nothing more is answered.</summary>
    /// <param name="closed">The client closed the connection. Who waited for that may hear of it before <see cref="Closed"/> does; else the answer is whole, or the server broke it off.</param>
    public void Over(bool closed) => _ = closed ? _closed.TrySetResult() : _closed.TrySetCanceled();

    private JsonNode?[] Turns => Json["messages"] is JsonArray messages ? [.. messages] : [];

    private IEnumerable<JsonNode?> SinceLastWords =>
        Turns.Reverse().TakeWhile(message => !(Role(message) == "user" && Text(message!["content"]).Length > 0)).Reverse();

    private static string Role(JsonNode? message) => (string?)message?["role"] ?? "";

    private static string Text(JsonNode? content) => content switch
    {
        JsonArray parts => string.Join('\n', parts.Where(part => (string?)part!["type"] == "text").Select(part => (string)part!["text"]!)),
        JsonValue value => (string)value!,
        _ => "",
    };

    private static IEnumerable<string> Results(JsonNode? message) => message switch
    {
        _ when Role(message) == "tool" => [Text(message!["content"])],
        { } user when user["content"] is JsonArray parts => parts.Where(part => (string?)part!["type"] == "tool_result").Select(part => Text(part!["content"])),
        _ => [],
    };
}
