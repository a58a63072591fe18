using System.Text.Json.Nodes;
using Aimi.Conversations;
using Aimi.Tests.Infrastructure;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Aimi.Tests.Conversations;

public sealed class TurnOnSqliteTests(EmbeddedStack stack) : TurnSuite(stack), IClassFixture<EmbeddedStack>;

public sealed class TurnOnServersTests(ServerStack stack) : TurnSuite(stack), IClassFixture<ServerStack>;

/// <summary>Turns: one after the other, each once, and an honest state when one fails.</summary>
public abstract class TurnSuite(TestStack stack)
{
    private AimiProcess Aimi => stack.Aimi;

    [Fact]
    public async Task Messages_sent_while_a_reply_is_in_progress_are_kept_in_order_and_answered_once_each()
    {
        var person = await Aimi.Person();
        var gate = Aimi.Assistant.Gated("Первое", "Ответ на первое.");
        await using var socket = await person.Connect();

        await socket.Send(new { type = "send", text = "Первое" });
        await gate.Asked;
        await socket.Send(new { type = "send", text = "Второе" });
        await socket.Send(new { type = "send", text = "Третье" });
        for (var seq = 1; seq <= 3; seq++)
            Assert.Equal(seq, (int)(await socket.Await("accepted"))["message"]!["seq"]!);
        gate.Let();

        var answered = new List<string>();
        for (var i = 0; i < 3; i++)
            answered.Add((string)(await socket.Reply())["message"]!["reply_to"]!);
        var history = await person.History();
        Assert.Equal(["Первое", "Второе", "Третье"], history.Take(3).Select(message => (string)message["text"]!));
        Assert.Equal(history.Take(3).Select(message => (string)message["message_id"]!), answered);
        Assert.Equal(6, history.Count);
    }

    [Fact]
    public async Task The_model_is_given_what_was_said_in_the_session()
    {
        var person = await Aimi.Person();
        Aimi.Assistant.To("Меня зовут Ян", _ => AsyncEnumerable.Repeat("Очень приятно.", 1));
        Aimi.Assistant.To("Как меня зовут?", _ => AsyncEnumerable.Repeat("Вас зовут Ян.", 1));
        await person.Say("Меня зовут Ян");
        await person.Say("Как меня зовут?");
        await person.Say("И как же, Ян?");

        var prompt = Aimi.Assistant.Prompts["И как же, Ян?"];
        Assert.Equal(
            ["Меня зовут Ян", "Очень приятно.", "Как меня зовут?", "Вас зовут Ян.", "И как же, Ян?"],
            prompt.Where(said => said.Role != ChatRole.System).Select(said => said.Text));
    }

    [Fact]
    public async Task A_reply_that_fails_leaves_the_message_and_a_retry_answers_it()
    {
        var person = await Aimi.Person();
        var text = "Сломайся";
        Aimi.Assistant.Failing(text);
        var id = Guid.CreateVersion7();
        await using var socket = await person.Connect();

        var problem = await TestPerson.Problem(await person.Send(text, id), 503, "unavailable");
        Assert.DoesNotContain(text, problem.ToJsonString(), StringComparison.Ordinal);
        await socket.Send(new { type = "send", text, client_message_id = id });
        await socket.Await("accepted");
        var error = await socket.Await("error");
        Assert.Equal(("unavailable", id.ToString()), ((string)error["code"]!, (string)error["client_message_id"]!));
        Assert.Equal([text], (await person.History()).Select(message => (string)message["text"]!));

        Aimi.Assistant.To(text, _ => AsyncEnumerable.Repeat("Уже починилась.", 1));
        var answer = await person.Say(text, id);

        Assert.Equal((1, 2, "Уже починилась."), ((int)answer["user_message"]!["seq"]!, (int)answer["assistant_message"]!["seq"]!, (string)answer["assistant_message"]!["text"]!));
        Assert.Equal(2, (await person.History()).Count);
    }

    [Fact]
    public async Task A_reply_that_fails_in_the_middle_stores_nothing_of_it()
    {
        var person = await Aimi.Person();
        Aimi.Assistant.To("На полуслове", _ => Broken());

        await TestPerson.Problem(await person.Send("На полуслове"), 503, "unavailable");
        await person.Say("Дальше");

        Assert.Equal(["На полуслове", "Дальше"], (await person.History()).Where(IsUsers).Select(message => (string)message["text"]!));
        Assert.Equal(3, (await person.History()).Count);

        static async IAsyncEnumerable<string> Broken()
        {
            yield return "Сейчас ска";
            await Task.Yield();
            throw new HttpRequestException("cut");
        }
    }

    [Fact]
    public async Task A_NUL_that_a_model_says_is_left_out()
    {
        var person = await Aimi.Person();
        Aimi.Assistant.To("Скажи NUL", _ => new[] { "Вот\0 он", "\0", "." }.ToAsyncEnumerable());

        Assert.Equal("Вот он.", (string)(await person.Say("Скажи NUL"))["assistant_message"]!["text"]!);
    }

    [Fact]
    public async Task A_reply_of_nothing_is_a_failure()
    {
        var person = await Aimi.Person();
        Aimi.Assistant.To("Промолчи", _ => AsyncEnumerable.Empty<string>());

        await TestPerson.Problem(await person.Send("Промолчи"), 503, "unavailable");

        Assert.Single(await person.History());
    }

    [Fact]
    public async Task A_reply_that_is_too_long_is_cut_even_if_it_comes_in_one_piece()
    {
        var person = await Aimi.Person();
        Aimi.Assistant.To("Без конца", _ => AsyncEnumerable.Repeat("я" + string.Concat(Enumerable.Repeat("🌱", 20_000)), 1));

        var answer = await person.Say("Без конца");

        Assert.Equal("я" + string.Concat(Enumerable.Repeat("🌱", 15_999)), (string)answer["assistant_message"]!["text"]!);
    }

    [Fact]
    public async Task Stop_keeps_what_was_said_so_far()
    {
        var person = await Aimi.Person();
        var gate = Aimi.Assistant.Gated("Считай", "Раз. ", "Два. ", "три");
        await using var socket = await person.Connect();
        var id = Guid.CreateVersion7();

        await socket.Send(new { type = "send", text = "Считай", client_message_id = id });
        gate.Let(2);
        await socket.Await("delta");
        await socket.Await("delta");
        await socket.Send(new { type = "stop", client_message_id = id });

        var reply = await socket.Reply();
        Assert.Equal("Раз. Два. ", (string)reply["message"]!["text"]!);
        Assert.True((bool)reply["message"]!["metadata"]!["stopped"]!);
        Assert.Equal("Раз. Два. ", (string)(await person.History())[1]["text"]!);
    }

    [Fact]
    public async Task A_client_that_hangs_up_finds_its_answer_when_it_asks_again()
    {
        var person = await Aimi.Person();
        var gate = Aimi.Assistant.Gated("Жди", "Вот и ответ.");
        var id = Guid.CreateVersion7();
        using (var hangUp = new CancellationTokenSource())
        {
            var lost = person.Http.PostAsync("/chat/send", Json(new { text = "Жди", client_message_id = id }), hangUp.Token);
            await gate.Asked;
            await hangUp.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lost);
        }

        gate.Let();
        var answer = await person.Say("Жди", id);

        Assert.Equal("Вот и ответ.", (string)answer["assistant_message"]!["text"]!);
        Assert.Equal(1, Aimi.Assistant.Calls["Жди"]);
    }

    [Fact]
    public async Task Too_many_messages_that_wait_for_their_replies_are_refused()
    {
        var person = await Aimi.Person();
        var gate = Aimi.Assistant.Gated("Задержись", "Вот и я.");
        var first = person.Say("Задержись");
        await gate.Asked;
        var waiting = Enumerable.Range(1, 99).Select(number => person.Say($"Ещё {number}")).ToList();
        await Accepted(person, 100);

        await TestPerson.Problem(await person.Send("Лишнее"), 429, "rate_limited");
        gate.Let();

        await first;
        await Task.WhenAll(waiting);
        Assert.Equal(200, (await person.History()).Count);
    }

    [Fact]
    public async Task Too_many_messages_sent_in_one_moment_are_refused()
    {
        var person = await Aimi.Person();
        var gate = Aimi.Assistant.Gated("Погоди", "Вот и я.");
        var first = person.Say("Погоди");
        await gate.Asked;

        var sent = Enumerable.Range(1, 150).Select(number => person.Send($"Залпом {number}")).ToList();
        var refused = 0;
        await foreach (var answer in Task.WhenEach(sent))
        {
            await TestPerson.Problem(await answer, 429, "rate_limited");
            if (++refused == 51)
                break;
        }

        gate.Let();
        await first;
        var answers = await Task.WhenAll(sent);
        Assert.Equal(51, answers.Count(answer => (int)answer.StatusCode == 429));
        Assert.Equal(200, (await person.History()).Count);
    }

    [Fact]
    public async Task A_client_that_hangs_up_before_its_message_is_stored_is_answered_all_the_same()
    {
        var person = await Aimi.Person();
        var conversation = Aimi.Services.GetRequiredService<ConversationService>();

        var sent = await conversation.Send(person.Id, "Меня уже нет", clientMessageId: null, origin: null, accepted: null, new CancellationToken(canceled: true));

        var reply = await sent.Turn!.Reply.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(sent.Message!.Id, reply.ReplyTo);
    }

    /// <summary>Waits until the person's messages up to a seq are stored.</summary>
    internal static Task Accepted(TestPerson person, int seq) => Patience.Until(async () => (await person.History()).Count >= seq);

    private static bool IsUsers(JsonNode message) => (string)message["role"]! == "user";

    private static StringContent Json(object body) =>
        new(System.Text.Json.JsonSerializer.Serialize(body), System.Text.Encoding.UTF8, "application/json");
}
