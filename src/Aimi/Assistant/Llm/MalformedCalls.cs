using Microsoft.Extensions.AI;

namespace Aimi.Assistant.Llm;

/// <summary>
/// Carries out the calls of tools that a model makes, but for those whose arguments were no JSON: they would be carried out without any, and do to everything what was
/// meant for one thing. The model is told, and may mend it.
/// </summary>
internal static class MalformedCalls
{
    /// <summary>For <see cref="FunctionInvokingChatClient.FunctionInvoker"/>.</summary>
    public static ValueTask<object?> Refuse(FunctionInvocationContext call, CancellationToken cancellationToken) =>
        call.CallContent.Exception is null
            ? call.Function.InvokeAsync(call.Arguments, cancellationToken)
            : new("Error: the arguments are not valid JSON. Nothing was done. Call the tool again with a valid JSON object.");
}
