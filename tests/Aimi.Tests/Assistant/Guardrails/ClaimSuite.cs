using System.Text.Json.Nodes;
using Aimi.Tests.Infrastructure;
using Microsoft.Extensions.AI;
using static Aimi.Tests.Infrastructure.ScriptedChatClient;

namespace Aimi.Tests.Assistant.Guardrails;

public sealed class ClaimsOnSqliteTests(EmbeddedStack stack) : ClaimSuite(stack), IClassFixture<EmbeddedStack>;

public sealed class ClaimsOnServersTests(ServerStack stack) : ClaimSuite(stack), IClassFixture<ServerStack>;

/// <summary>What a reply says that Aimi did is there, or is not said.</summary>
public abstract class ClaimSuite(TestStack stack)
{
    private const string Honest = "Скажу честно: этого я пока не сделала.";

    private static FunctionCallContent Create => Call("create_event", new { title = "Позвонить маме", start = $"{TestPerson.Tomorrow}T10:00", remind_minutes_before = new[] { 0 } });

    [Theory]
    [InlineData("Слышу вас. Поставила напоминание на завтра, 10:00. Хорошего вечера!", "Слышу вас. ", "Хорошего вечера!")]
    [InlineData("Готово! Запомнила.", "", "")]
    [InlineData("Я отправила письмо маме. До завтра.", "", "До завтра.")]
    public async Task A_model_that_lies_and_lies_again_is_corrected_before_a_word_of_it_goes_out(string lie, string before, string after)
    {
        var model = new ScriptedModel((_, _) => [new TextContent(lie)]);
        await using var socket = await (await Person(model)).Connect();
        await socket.Send(new { type = "send", text = "Напомни завтра в 10 позвонить маме", client_message_id = Guid.CreateVersion7() });

        var heard = "";
        JsonNode? whole = null;
        while (whole is null)
        {
            var frame = (await socket.Next())!;
            heard += (string?)frame["type"] == "delta" ? (string?)frame["text"] : "";
            whole = (string?)frame["type"] == "message" && (string?)frame["message"]!["role"] == "assistant" ? frame : null;
        }

        var text = (string)whole["message"]!["text"]!;
        Assert.Equal(text, heard);
        Assert.StartsWith(before + "Скажу честно: этого я ", text, StringComparison.Ordinal);
        Assert.EndsWith(after, text, StringComparison.Ordinal);
        foreach (var word in new[] { "Поставила", "Готово", "Запомнила", "отправила" })
            Assert.DoesNotContain(word, text, StringComparison.Ordinal);
        Assert.Empty(whole["actions"]!.AsArray());
        Assert.Equal(2, model.Asked);
    }

    [Fact]
    public async Task A_model_that_lied_may_do_it_when_it_is_told_so()
    {
        var model = new ScriptedModel((messages, options) =>
            ScriptedModel.Answers(messages) > 0 ? [new TextContent("Напомню завтра в 10.")]
            : options?.Instructions?.Contains("Твой ответ задержан", StringComparison.Ordinal) == true ? [Create]
            : [new TextContent("Слышу. Напомню завтра в 10.")]);

        var reply = await (await Person(model)).Say("Напомни завтра в 10 позвонить маме");

        Assert.Equal("Слышу. Напомню завтра в 10.", (string)reply["assistant_message"]!["text"]!);
        Assert.Equal("event_created", (string)Assert.Single(reply["actions"]!.AsArray())!["type"]!);
        Assert.Equal(3, model.Asked);
    }

    [Fact]
    public async Task What_is_announced_before_the_tool_is_called_waits_for_it_and_goes_out()
    {
        var model = new ScriptedModel((messages, _) =>
            ScriptedModel.Answers(messages) > 0 ? [new TextContent("Готово!")] : [new TextContent("Сейчас поставлю напоминание. "), Create]);

        var reply = await (await Person(model)).Say("Напомни завтра в 10 позвонить маме");

        Assert.Equal("Сейчас поставлю напоминание. Готово!", (string)reply["assistant_message"]!["text"]!);
        Assert.Equal(2, model.Asked);
    }

    [Fact]
    public async Task A_row_of_another_kind_shows_nothing()
    {
        var model = new ScriptedModel((messages, _) =>
            ScriptedModel.Answers(messages) > 0 ? [new TextContent("Отменила встречу с Олегом.")] : [Create]);

        var reply = await (await Person(model)).Say("Напомни завтра в 10 позвонить маме и отмени встречу с Олегом");

        Assert.StartsWith(Honest, (string)reply["assistant_message"]!["text"]!, StringComparison.Ordinal);
        Assert.Single(reply["actions"]!.AsArray());
    }

    [Fact]
    public async Task What_waits_for_a_yes_is_not_done()
    {
        var model = new ScriptedModel((messages, _) => ScriptedModel.Since(messages).OfType<FunctionResultContent>().LastOrDefault()?.Result switch
        {
            null => [Call("create_goal", new { title = "Испанский" })],
            Aimi.Assistant.Tools.ToolAnswer { Status: Aimi.Assistant.Tools.ToolStatus.Done, Items: [{ Kind: "goal", Status: "active", Id: { } id }] } =>
                [Call("change_goal", new { id, status = "archived" })],
            _ => [new TextContent("Удалила цель.")],
        });

        var reply = await (await Person(model)).Say("создай цель и убери её");

        Assert.StartsWith(Honest, (string)reply["assistant_message"]!["text"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_tools_found_may_be_told()
    {
        var model = new ScriptedModel((messages, _) => ScriptedModel.Answers(messages) switch
        {
            0 => [Create],
            1 => [Call("agenda", new { from = TestPerson.Tomorrow })],
            _ => [new TextContent("Завтра в 10 у вас звонок маме, я напомню. Звонок маме уже добавлен.")],
        });

        var reply = await (await Person(model)).Say("Напомни завтра в 10 позвонить маме; что ещё завтра?");

        Assert.Equal("Завтра в 10 у вас звонок маме, я напомню. Звонок маме уже добавлен.", (string)reply["assistant_message"]!["text"]!);
        Assert.Equal(3, model.Asked);
    }

    [Fact]
    public async Task An_honest_reply_is_asked_for_once_and_comes_in_sentences_while_the_model_speaks()
    {
        var person = await stack.Aimi.Person();
        var gate = stack.Aimi.Assistant.Gated("Как дела у вас?", "Хорошо. ", "Хотите, напомню о прогулке? ", "Или позже.");
        await using var socket = await person.Connect();
        await socket.Send(new { type = "send", text = "Как дела у вас?", client_message_id = Guid.CreateVersion7() });
        gate.Let();
        Assert.Equal("Хорошо. ", (string)(await socket.Await("delta"))["text"]!);
        gate.Let();
        Assert.Equal("Хотите, напомню о прогулке? ", (string)(await socket.Await("delta"))["text"]!);
        gate.Let();

        Assert.Equal("Хорошо. Хотите, напомню о прогулке? Или позже.", (string)(await socket.Reply())["message"]!["text"]!);
        Assert.Equal(1, stack.Aimi.Assistant.Calls["Как дела у вас?"]);
    }

    private async Task<TestPerson> Person(ScriptedModel model) => await (await stack.Replica(services: model.Into)).Person();
}
