using System.Diagnostics;
using Aimi.Assistant.Llm;
using Aimi.Hosting.Resources;
using Aimi.Hosting.Telemetry;
using Microsoft.Extensions.AI;

namespace Aimi.Assistant.Tools;

/// <summary>Does what a model asks for, a bounded number of times, and counts what came of it.</summary>
internal sealed class ToolCallingChatClient : FunctionInvokingChatClient
{
    /// <summary>A model that asks for tools again and again is stopped after so many times.</summary>
    private const int MaxRounds = 10;

    private readonly ToolMetrics _metrics;

    public ToolCallingChatClient(IChatClient model, ToolMetrics metrics)
        : base(model)
    {
        _metrics = metrics;
        MaximumIterationsPerRequest = MaxRounds;
        FunctionInvoker = MalformedCalls.Refuse;
    }

    protected override async ValueTask<object?> InvokeFunctionAsync(FunctionInvocationContext context, CancellationToken cancellationToken)
    {
        var tool = context.Function.Name;
        using var span = Begin(tool);
        try
        {
            var result = await (OpenTurn.Of(context.Options)?.Times is { } times
                ? times.Call(() => base.InvokeFunctionAsync(context, cancellationToken))
                : base.InvokeFunctionAsync(context, cancellationToken));
            if (result is ToolAnswer answer)
            {
                _metrics.Answered(tool, answer.Status);
                span?.SetTag("aimi.tool.outcome", answer.Status.Word());
            }
            else
            {
                _metrics.Malformed(tool);
                span.Fail("malformed");
            }

            return result;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _metrics.Cancelled(tool);
            throw;
        }
        catch (Exception failure)
        {
            span.Fail(failure.GetType().Name);
            _metrics.Failed(tool);
            throw;
        }
    }

    // By OpenTelemetry's conventions for generative AI, without arguments and answer. Only tools that there are come here, so that the names are few.
    private static Activity? Begin(string tool) => Spans.Source.HasListeners()
        ? Spans.Source.StartActivity($"execute_tool {tool}")?.SetTag("gen_ai.operation.name", "execute_tool").SetTag("gen_ai.tool.name", tool).SetTag("gen_ai.tool.type", "function")
        : null;

    // A call of a tool that is none comes no further than this.
    protected override IList<ChatMessage> CreateResponseMessages(ReadOnlySpan<FunctionInvocationResult> results)
    {
        foreach (var result in results)
        {
            if (result.Status == FunctionInvocationStatus.NotFound)
                _metrics.Unknown();
        }

        return base.CreateResponseMessages(results);
    }
}
