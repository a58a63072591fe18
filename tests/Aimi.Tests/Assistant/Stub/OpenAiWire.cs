using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Aimi.Tests.Assistant;

/// <summary>OpenAI's chat completions: unnamed events, calls of tools mixed by their index, <c>[DONE]</c> at the end.</summary>
internal sealed class OpenAiWire(HttpContext context, string model) : IStubWire
{
    public async Task Open()
    {
        if (context.Response.HasStarted)
            return;
        context.Response.ContentType = "text/event-stream";
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    public Task Text(string piece) => Delta(new { role = "assistant", content = piece });

    public async Task Calls(IReadOnlyList<StubCall> calls)
    {
        // First the names, then the arguments of all in turns: each event says by index whose they are.
        foreach (var (index, call) in calls.Index())
            await Delta(new { tool_calls = new[] { new { index, id = call.Id, type = "function", function = new { name = call.Tool, arguments = "" } } } });

        var pieces = calls.Select(call => call.Pieces().ToList()).ToList();
        for (var at = 0; at < pieces.Max(call => call.Count); at++)
        {
            foreach (var (index, call) in pieces.Index().Where(call => at < call.Item.Count))
                await Delta(new { tool_calls = new[] { new { index, function = new { arguments = call[at] } } } });
        }
    }

    public async Task Finish(StubEnd end, StubUsage usage)
    {
        var reason = end switch { StubEnd.ToolCalls => "tool_calls", StubEnd.Length => "length", StubEnd.Filtered => "content_filter", _ => "stop" };
        await Chunk([new { index = 0, delta = new { }, finish_reason = reason }], usage: null);
        await Chunk([], new { prompt_tokens = usage.Input, completion_tokens = usage.Output, total_tokens = usage.Input + usage.Output });
        await Raw("[DONE]");
    }

    public Task Failed(int? status)
    {
        var error = new { error = new { message = "Bad key sk-secret for: my secret wish", type = "server_error", code = (string?)null } };
        return status is null ? Raw(JsonSerializer.Serialize(error)) : context.Response.WriteAsJsonAsync(error, context.RequestAborted);
    }

    public async Task Raw(string data)
    {
        await Open();
        await context.Response.WriteAsync($"data: {data}\n\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    private Task Delta(object delta) => Chunk([new { index = 0, delta, finish_reason = (string?)null }], usage: null);

    private Task Chunk(object[] choices, object? usage) => Raw(JsonSerializer.Serialize(
        new { id = "chatcmpl-1", @object = "chat.completion.chunk", created = 1, model, choices, usage }));
}
