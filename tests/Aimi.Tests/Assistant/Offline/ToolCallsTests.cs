using Aimi.Assistant.Offline;
using Aimi.Assistant.Tools;
using Aimi.Tests.Assistant.Guardrails;
using Microsoft.Extensions.AI;

namespace Aimi.Tests.Assistant.Offline;

/// <summary>The offline assistant keeps nothing between two rounds: what it called before, it finds in the messages.</summary>
public class ToolCallsTests
{
    private static readonly AITool[] None = [];

    [Fact]
    public async Task A_call_goes_out_and_with_its_result_the_answer_goes_on()
    {
        var messages = new List<ChatMessage> { new(ChatRole.User, "Напомни завтра в 10 позвонить маме") };
        var turn = ATurn.With(messages[0].Text);
        using var client = new OfflineChatClient();

        var first = await client.GetResponseAsync(messages, turn.Options(None), TestContext.Current.CancellationToken);
        var call = Assert.Single(first.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>());
        Assert.Equal(ToolNames.CreateEvent, call.Name);
        Assert.Equal(ChatFinishReason.ToolCalls, first.FinishReason);
        Assert.Equal("2026-03-16T10:00", call.Arguments!["start"]!.ToString());

        messages.AddRange(first.Messages);
        var done = ToolAnswer.Done(new ToolItem("event", Guid.CreateVersion7(), "Позвонить маме") { Start = "2026-03-16T10:00" });
        messages.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent(call.CallId, done)]));
        var second = await client.GetResponseAsync(messages, turn.Options(None), TestContext.Current.CancellationToken);

        Assert.Contains("завтра в 10:00", second.Text, StringComparison.Ordinal);
        Assert.Equal(second.Text, (await client.GetResponseAsync(messages, turn.Options(None), TestContext.Current.CancellationToken)).Text);
    }

    [Fact]
    public async Task What_a_tool_refuses_is_not_claimed_and_its_words_for_models_are_not_said()
    {
        var messages = new List<ChatMessage> { new(ChatRole.User, "Remind me tomorrow at 10 to call mom") };
        var turn = ATurn.With(messages[0].Text);
        using var client = new OfflineChatClient();
        var first = await client.GetResponseAsync(messages, turn.Options(None), TestContext.Current.CancellationToken);
        var call = first.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().Single();
        messages.Add(new ChatMessage(ChatRole.Assistant, [call]));
        var refused = ToolAnswer.Refused("start is yyyy-MM-ddTHH:mm.") with { Code = ToolCodes.TimePassed };
        messages.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent(call.CallId, refused)]));

        var reply = (await client.GetResponseAsync(messages, turn.Options(None), TestContext.Current.CancellationToken)).Text;

        Assert.Contains("That time has already passed", reply, StringComparison.Ordinal);
        Assert.DoesNotContain("yyyy", reply, StringComparison.Ordinal);
        Assert.DoesNotContain("will remind", reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_a_model_began_is_ended_with_what_was_done()
    {
        ChatMessage[] messages =
        [
            new(ChatRole.User, "Напомни завтра в 10 позвонить маме"),
            new(ChatRole.Assistant, [new FunctionCallContent("call_1", ToolNames.CreateEvent)]),
            new(ChatRole.Tool, [new FunctionResultContent("call_1", ToolAnswer.Done())]),
        ];
        using var client = new OfflineChatClient();

        var reply = await client.GetResponseAsync(messages, ATurn.With(messages[0].Text).Options(None), TestContext.Current.CancellationToken);

        Assert.DoesNotContain(reply.Messages.SelectMany(message => message.Contents), content => content is FunctionCallContent);
        Assert.Contains("не договорила", reply.Text, StringComparison.Ordinal);
    }
}
