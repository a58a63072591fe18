using System.Text.Json;
using Aimi.Assistant.Deeds;
using Microsoft.Extensions.AI;

namespace Aimi.Assistant.Tools;

/// <summary>
/// What a model can call. The schema is closed, and what does not fit it is answered so that the model can mend it: it is never an exception, and never guessed.
/// </summary>
/// <typeparam name="TArguments">A record: its members are the arguments, its descriptions stand in the schema.</typeparam>
internal sealed class Tool<TArguments>(
    string name, string description, TimeProvider time, Func<OpenTurn, TArguments, CancellationToken, Task<ToolAnswer>> run) : AIFunction
    where TArguments : class
{
    /// <summary>A turn may call so many tools, for so long.</summary>
    private const int MaxCalls = 8;
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(60);

    public override string Name => name;

    public override string Description => description;

    public override JsonElement JsonSchema { get; } = AIJsonUtilities.CreateJsonSchema(
        typeof(TArguments),
        serializerOptions: ToolJson.Options,
        inferenceOptions: new AIJsonSchemaCreateOptions { TransformOptions = new AIJsonSchemaTransformOptions { DisallowAdditionalProperties = true } });

    public override JsonSerializerOptions JsonSerializerOptions => ToolJson.Options;

    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        var turn = OpenTurn.Of(FunctionInvokingChatClient.CurrentContext?.Options) ?? throw new InvalidOperationException("A tool is called within a turn.");
        if (turn.CountCall() > MaxCalls || time.GetElapsedTime(turn.BeganAt) > MaxTime)
            return ToolAnswer.Refused("No more calls in this turn. Answer the person now, with what is known and done.");
        var (wanted, problem) = Read(arguments);
        if (wanted is null)
            return ToolAnswer.Refused(problem!);

        try
        {
            return await run(turn, wanted, cancellationToken);
        }
        catch (DeedImpossibleException)
        {
            return ToolAnswer.Refused("The person's data changed in this moment. Nothing of this call was done.");
        }
    }

    private static (TArguments? Arguments, string? Problem) Read(AIFunctionArguments arguments)
    {
        try
        {
            var json = JsonSerializer.SerializeToElement(arguments.ToDictionary(StringComparer.Ordinal), ToolJson.Options);
            return (json.Deserialize<TArguments>(ToolJson.Options), "The arguments are null.");
        }
        catch (JsonException failure)
        {
            // The path names a member; the message may repeat what was written, and goes no further than to the model that wrote it.
            return (null, $"The arguments do not fit the schema at {failure.Path ?? "$"}: {failure.Message}");
        }
    }
}
