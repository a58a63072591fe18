using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Aimi.Tests.Assistant;

/// <summary>Anthropic's messages: named events, a message of content blocks one after the other, the usage at its beginning and its end.</summary>
internal sealed class AnthropicWire(HttpContext context, string model, StubUsage usage) : IStubWire
{
    private int _blocks;
    private bool _started;
    private bool _speaking;

    public async Task Open()
    {
        if (_started)
            return;
        _started = true;
        await Event("message_start", new
        {
            type = "message_start",
            message = new
            {
                id = "msg_1",
                type = "message",
                role = "assistant",
                model,
                content = Array.Empty<object>(),
                stop_reason = (string?)null,
                stop_sequence = (string?)null,
                usage = new { input_tokens = usage.Input, output_tokens = 1, cache_creation_input_tokens = 0, cache_read_input_tokens = 0 },
            },
        });
        await Event("ping", new { type = "ping" });
    }

    public async Task Text(string piece)
    {
        await Open();
        if (!_speaking)
            await Begin(new { type = "text", text = "" });
        _speaking = true;
        await Delta(new { type = "text_delta", text = piece });
    }

    public async Task Calls(IReadOnlyList<StubCall> calls)
    {
        await Open();
        foreach (var call in calls)
        {
            await Close();
            await Begin(new { type = "tool_use", id = call.Id, name = call.Tool, input = new { } });

            // The first piece of the real one is empty, too.
            foreach (var piece in call.Pieces().Prepend(""))
                await Delta(new { type = "input_json_delta", partial_json = piece });
            await End();
        }
    }

    public async Task Finish(StubEnd end, StubUsage used)
    {
        await Open();
        await Close();
        var reason = end switch { StubEnd.ToolCalls => "tool_use", StubEnd.Length => "max_tokens", StubEnd.Filtered => "refusal", _ => "end_turn" };
        await Event("message_delta", new
        {
            type = "message_delta",
            delta = new { stop_reason = reason, stop_sequence = (string?)null },
            usage = new { input_tokens = used.Input, output_tokens = used.Output },
        });
        await Event("message_stop", new { type = "message_stop" });
    }

    public Task Failed(int? status)
    {
        var error = new { type = "error", error = new { type = "overloaded_error", message = "Bad key sk-secret for: my secret wish" } };
        return status is null ? Event("error", error) : context.Response.WriteAsJsonAsync(error, context.RequestAborted);
    }

    public Task Raw(string data) => Write("content_block_delta", data);

    private Task Begin(object block) => Event("content_block_start", new { type = "content_block_start", index = _blocks, content_block = block });

    private Task Delta(object delta) => Event("content_block_delta", new { type = "content_block_delta", index = _blocks, delta });

    private Task End() => Event("content_block_stop", new { type = "content_block_stop", index = _blocks++ });

    private async Task Close()
    {
        if (_speaking)
            await End();
        _speaking = false;
    }

    private Task Event(string name, object data) => Write(name, JsonSerializer.Serialize(data));

    private async Task Write(string name, string data)
    {
        if (!context.Response.HasStarted)
            context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync($"event: {name}\ndata: {data}\n\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
