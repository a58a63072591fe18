using System.Collections.Concurrent;
using System.Text.Json;
using Aimi.Assistant.Tools;
using Microsoft.Extensions.AI;
using Microsoft.ML.Tokenizers;

namespace Aimi.Assistant.Context;

/// <summary>
/// Counts tokens as the models of OpenAI since gpt-4o do (o200k). Other vendors cut texts otherwise, most of them into somewhat more pieces: a budget is a measure of size,
/// not a limit of theirs.
/// </summary>
public sealed class PromptTokens
{
    /// <summary>What a vendor puts around a message, or around a call of a tool.</summary>
    private const int AroundMessage = 4;

    // Its data take a third of a second to read and 40 MB to hold: for who asks a model, and once in a process.
    private static readonly Lazy<TiktokenTokenizer> Tokenizer = new(() => TiktokenTokenizer.CreateForEncoding("o200k_base"));

    private readonly ConcurrentDictionary<string, int> _constants = new(StringComparer.Ordinal);

    public int Of(string text) => Tokenizer.Value.CountTokens(text);

    /// <summary>Of a text that is part of the program.</summary>
    public int OfConstant(string text) => _constants.GetOrAdd(text, Of);

    public int Of(ChatMessage message) => AroundMessage + message.Contents.Sum(Of);

    private int Of(AIContent content) => content switch
    {
        TextContent text => Of(text.Text),
        FunctionCallContent call => AroundMessage + Of(call.Name) + Of(JsonSerializer.Serialize(call.Arguments, ToolJson.Options)),
        FunctionResultContent result => AroundMessage + Of(JsonSerializer.Serialize(result.Result, ToolJson.Options)),
        _ => 0,
    };
}
