using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Aimi.Tests.Assistant;

/// <summary>
/// One answer of a model, as a sequence of what goes over the wire. <c>StubReply.Says("Hel", "lo")</c>, <c>StubReply.Calls("create_event", new { title = "…" }).Call(…)</c>,
/// <c>StubReply.Says("I'll").Waits(gate).Cut()</c>, <c>StubReply.Status(429, retryAfter: 2)</c>. It ends by itself, with <c>stop</c> or <c>tool_calls</c>.
/// </summary>
internal sealed record StubReply
{
    private Func<HttpContext, IStubWire, Task>[] Steps { get; init; } = [];
    private StubCall[] Waiting { get; init; } = [];
    private StubUsage Used { get; init; } = new(1, 1);
    private StubEnd? End { get; init; } = StubEnd.Stop;

    public static StubReply Nothing => new();

    /// <summary>Says it, each piece an event of its own.</summary>
    public static StubReply Says(params string[] pieces) => Nothing.Say(pieces);

    /// <summary>Calls a tool. Arguments are an object, or a string that is sent as it is, malformed too.</summary>
    public static StubReply Calls(string tool, object? arguments = null, string? id = null) => Nothing.Call(tool, arguments, id);

    /// <summary>Fails, before anything is said, with a body that repeats what no log may.</summary>
    /// <param name="retryAfter">Seconds.</param>
    public static StubReply Status(int status, int? retryAfter = null) => Nothing.Then(
        async (context, wire) =>
        {
            context.Response.StatusCode = status;
            if (retryAfter is not null)
                context.Response.Headers.RetryAfter = $"{retryAfter}";
            await wire.Failed(status);
        }) with
    { End = null };

    /// <summary>Says more.</summary>
    public StubReply Say(params string[] pieces) => pieces.Aggregate(this, (reply, piece) => reply.Then((_, wire) => wire.Text(piece)));

    /// <summary>Calls one more tool in the same answer. All calls of an answer go out together at its end, in pieces, and mixed where the protocol mixes them.</summary>
    public StubReply Call(string tool, object? arguments = null, string? id = null) => this with
    {
        Waiting = [.. Waiting, new(id ?? $"call_{Waiting.Length + 1}_{tool}", tool, arguments as string ?? JsonSerializer.Serialize(arguments ?? new { }))],
        End = End == StubEnd.Stop ? StubEnd.ToolCalls : End,
    };

    /// <summary>Goes on when this ends.</summary>
    public StubReply Waits(Task gate) => Then((context, _) => gate.WaitAsync(context.RequestAborted));

    /// <summary>Says no more, and leaves the connection open until the client closes it.</summary>
    public StubReply Hangs() => Then(async (context, wire) =>
    {
        await wire.Open();
        await Task.Delay(Timeout.Infinite, context.RequestAborted);
    });

    /// <summary>The connection breaks here. What was said just before may be lost on the way: let it be heard first (<see cref="Waits"/>), or end with <see cref="Stops"/>.</summary>
    public StubReply Cut() => Then(
        async (context, wire) =>
        {
            await wire.Open();
            context.Abort();
        }) with
    { End = null };

    /// <summary>The stream ends here without its end, as a proxy ends one.</summary>
    public StubReply Stops() => Then((_, wire) => wire.Open()) with { End = null };

    /// <summary>The vendor says within the stream that it failed.</summary>
    public StubReply Fails() => Then((_, wire) => wire.Failed(null)) with { End = null };

    /// <summary>Something on the wire that is not of the protocol.</summary>
    public StubReply Garbage(string data) => Then((_, wire) => wire.Raw(data));

    /// <summary>The vendor's filter ends it.</summary>
    public StubReply Filtered() => this with { End = StubEnd.Filtered };

    /// <summary>There was no room for more.</summary>
    public StubReply Full() => this with { End = StubEnd.Length };

    public StubReply Usage(int input, int output) => this with { Used = new(input, output) };

    internal async Task Play(HttpContext context, StubRequest request)
    {
        IStubWire wire = request.IsAnthropic ? new AnthropicWire(context, request.Model, Used) : new OpenAiWire(context, request.Model);
        if ((bool?)request.Json["stream"] != true)
            throw new InvalidOperationException("Aimi streams whatever she asks.");

        foreach (var step in Steps)
            await step(context, wire);
        if (Waiting.Length > 0 && End is not null)
            await wire.Calls(Waiting);
        if (End is { } end)
            await wire.Finish(end, Used);
    }

    private StubReply Then(Func<HttpContext, IStubWire, Task> step) => this with { Steps = [.. Steps, step] };
}

internal sealed record StubCall(string Id, string Tool, string Arguments)
{
    /// <summary>Two or more, cut where it is inconvenient.</summary>
    public IEnumerable<string> Pieces() => Arguments.Length < 2 ? [Arguments] : Arguments.Chunk((Arguments.Length + 2) / 3).Select(piece => new string(piece));
}

internal sealed record StubUsage(int Input, int Output);

internal enum StubEnd
{
    Stop,
    ToolCalls,
    Length,
    Filtered,
}

/// <summary>How a protocol says it.</summary>
internal interface IStubWire
{
    /// <summary>The head of the answer, where it has not gone out yet.</summary>
    Task Open();

    Task Text(string piece);

    Task Calls(IReadOnlyList<StubCall> calls);

    Task Finish(StubEnd end, StubUsage usage);

    /// <summary>An error: the whole answer with a status, or an event within a stream without one.</summary>
    Task Failed(int? status);

    Task Raw(string data);
}
