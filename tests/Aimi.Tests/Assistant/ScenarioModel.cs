using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Aimi.Bench.Scenarios;

namespace Aimi.Tests.Assistant;

/// <summary>The model of a scripted scenario: does, over a vendor's protocol, what stands under each of the person's lines.</summary>
internal sealed partial class ScenarioModel
{
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);
    private readonly Queue<ModelStep> _script = [];
    private Func<string, string> _resolve = text => text;

    public ScenarioModel(StubLlm stub) => stub.Reply = Reply;

    /// <summary>Steps that the model was not asked for: the turn ended before.</summary>
    public int Left => _script.Count;

    /// <summary>The person is about to speak.</summary>
    /// <param name="resolve">What the scenario's times mean.</param>
    public void Hear(Step step, Func<string, string> resolve)
    {
        Assert.True(_script.Count == 0, $"Line {step.Line}: the model was not asked for all that it had to say before.");
        _resolve = resolve;
        foreach (var deed in step.Model)
            _script.Enqueue(deed);
    }

    private StubReply Reply(StubRequest request)
    {
        foreach (var item in request.ToolResults.SelectMany(Items))
            _ids[(string)item["title"]!] = (string?)item["id"] ?? "";

        if (!_script.TryDequeue(out var step))
            return StubReply.Says("The scenario says no more.");
        if (step.Deed is ModelDeed.Fails)
            return StubReply.Status(400);
        if (step.Deed is ModelDeed.Says)
            return StubReply.Says([.. step.Text.Chunk(7).Select(piece => new string(piece))]);

        var reply = StubReply.Calls(step.Tool, Arguments(step));
        while (_script.TryPeek(out var next) && next.Deed is ModelDeed.AlsoCalls)
            reply = reply.Call(next.Tool, Arguments(_script.Dequeue()));
        return reply;
    }

    private string Arguments(ModelStep step) => IdOf().Replace(_resolve(step.Text), title => _ids[title.Groups["title"].Value]);

    // A refusal is words for the model, and may come as they are.
    private static IEnumerable<JsonNode> Items(string answer)
    {
        try
        {
            return JsonNode.Parse(answer)?["items"]?.AsArray().OfType<JsonNode>().ToList() ?? [];
        }
        catch (System.Text.Json.JsonException)
        {
            return [];
        }
    }

    [GeneratedRegex("id of «(?<title>.+?)»", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IdOf();
}
