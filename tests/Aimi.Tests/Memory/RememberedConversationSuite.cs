using System.Text.Json.Nodes;
using Aimi.Tests.Infrastructure;

namespace Aimi.Tests.Memory;

public sealed class RememberedConversationOnEmbedded(EmbeddedStack stack) : RememberedConversationSuite(stack), IClassFixture<EmbeddedStack>;

public sealed class RememberedConversationOnServers(ServerStack stack) : RememberedConversationSuite(stack), IClassFixture<ServerStack>;

/// <summary>The whole program, as a person lives with it: they tell, come back, ask, contradict themselves, and have things forgotten.</summary>
public abstract class RememberedConversationSuite(TestStack stack)
{
    private AimiProcess Aimi => stack.Aimi;

    [Theory]
    [InlineData("ru", "Меня зовут Марина, я живу в Казани", "пока", "Где я живу?", "Казан", "Откуда ты это знаешь?", "Меня зовут Марина, я живу в Казани")]
    [InlineData("en", "My name is Anna, I live in Leeds", "bye", "Where do I live?", "Leeds", "How do you know that?", "My name is Anna, I live in Leeds")]
    public async Task Who_comes_back_is_known_and_hears_where_that_is_from(
        string locale, string told, string farewell, string question, string known, string whereFrom, string source)
    {
        var person = await Aimi.Person(locale);
        await using var socket = await person.Connect();
        await Talk(person, socket, told, farewell);

        Assert.Contains(known, await Reply(person, question), StringComparison.Ordinal);
        Assert.Contains(source, await Reply(person, whereFrom), StringComparison.Ordinal);
        var prompt = string.Join('\n', Aimi.Assistant.Prompts[question].Select(message => message.Text));
        Assert.Contains(known, prompt, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ru", "Я живу в Казани", "Я переехала, теперь живу в Перми", "пока", "Где я живу?", "Перм", "Казан")]
    [InlineData("ru", "Я живу в Казани", "Я переехала в Пермь", "пока", "Где я живу?", "Перм", "Казан")]
    [InlineData("en", "I live in Leeds", "I moved, I live in York now", "bye", "Where do I live?", "York", "Leeds")]
    public async Task What_is_said_later_holds(string locale, string first, string second, string farewell, string question, string now, string before)
    {
        var person = await Aimi.Person(locale);
        await using var socket = await person.Connect();
        await Talk(person, socket, first, farewell);
        await Talk(person, socket, second, farewell);

        var answer = await Reply(person, question);
        Assert.Contains(now, answer, StringComparison.Ordinal);
        Assert.DoesNotContain(before, answer, StringComparison.Ordinal);
        var former = (await person.Get("/memory?entity_type=fact&active=false"))["items"]!.AsArray().Single()!;
        Assert.Contains(before, (string)former["content"]!, StringComparison.Ordinal);
        Assert.NotNull(former["valid_to"]);
        Assert.Equal(first, (string)(await person.History()).Single(message => (long)message["seq"]! == (long)former["sources"]![0]!["seq"]!)["text"]!);
    }

    [Theory]
    [InlineData("ru", "Сегодня солнечно. У меня аллергия на орехи.", "пока", "Забудь, что у меня аллергия на орехи", "На что у меня аллергия?", "орех")]
    [InlineData("en", "It is sunny today. I am allergic to peanuts.", "bye", "Forget that I am allergic to peanuts", "What am I allergic to?", "peanut")]
    public async Task What_is_to_be_forgotten_is_in_no_answer_no_prompt_and_no_history(
        string locale, string told, string farewell, string command, string question, string trace)
    {
        var person = await Aimi.Person(locale);
        await using var socket = await person.Connect();
        await Talk(person, socket, told, farewell);
        Assert.Contains(trace, await Reply(person, question), StringComparison.Ordinal);

        var confirmation = await Reply(person, command);

        Assert.DoesNotContain(trace, confirmation, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(trace, await Reply(person, question), StringComparison.OrdinalIgnoreCase);
        var prompt = string.Join('\n', Aimi.Assistant.Prompts[question].Select(message => message.Text));
        Assert.DoesNotContain(trace, prompt, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(await person.History(), message => ((string)message["text"]!).Contains(trace, StringComparison.OrdinalIgnoreCase));
        var found = (await person.Get($"/memory/search?q={Uri.EscapeDataString(trace)}"))["items"]!.AsArray();
        Assert.DoesNotContain(found, memory => ((string)memory!["content"]!).Contains(trace, StringComparison.OrdinalIgnoreCase));
        foreach (var path in new[] { "/me/state", "/sessions", "/memory", "/graph" })
            Assert.DoesNotContain(trace, (await person.Get(path)).ToJsonString(Relaxed), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task What_was_asked_to_be_remembered_is_and_is_understood_later()
    {
        var person = await Aimi.Person();
        await using var socket = await person.Connect();

        var answer = await person.Say("Запомни, что я не ем мясо");
        var action = answer["actions"]![0]!;
        Assert.Equal("memory_created", (string)action["type"]!);
        var memory = await person.Get($"/memory/{(string)action["entity_id"]!}");
        Assert.Equal(("я не ем мясо", true, true), ((string)memory["content"]!, (bool)memory["pinned"]!, (bool)memory["is_active"]!));

        await Talk(person, socket, "пока");
        var facts = (await person.Get("/memory?entity_type=fact&active=true"))["items"]!.AsArray();
        Assert.Single(facts, fact => ((string)fact!["content"]!).Contains("мяс", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_next_session_begins_with_the_last_words_of_one_that_nobody_summarised_yet()
    {
        var person = await Aimi.Person();
        await using var socket = await person.Connect();
        for (var i = 0; i < 14; i++)
            await person.Say($"Строка {i}");
        await person.Say("Мой пароль от дома — ромашка");

        // The sixteenth exchange is in the next session, right behind.
        await person.Say("И ещё одно");

        var prompt = Aimi.Assistant.Prompts["И ещё одно"];
        var summarised = (await person.Get("/sessions"))["items"]!.AsArray().Any(session => (string)session!["status"]! == "done");
        Assert.True(summarised || prompt.Any(message => message.Text.Contains("ромашка", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Nothing_of_it_is_another_persons()
    {
        var (me, other) = (await Aimi.Person(), await Aimi.Person());
        await using var socket = await me.Connect();
        await Talk(me, socket, "Я живу в Казани", "пока");
        var memory = (string)(await me.Get("/memory?entity_type=fact"))["items"]![0]!["memory_id"]!;
        var session = (string)(await me.Get("/sessions"))["items"]![0]!["id"]!;

        foreach (var path in new[] { $"/memory/{memory}", $"/sessions/{session}" })
            await TestPerson.Problem(await other.Http.GetAsync(path, TestContext.Current.CancellationToken), 404, "not_found");
        await TestPerson.Problem(await other.Http.DeleteAsync($"/memory/{memory}", TestContext.Current.CancellationToken), 404, "not_found");
        foreach (var path in new[] { "/memory", "/sessions", "/memory/search?q=%D0%9A%D0%B0%D0%B7%D0%B0%D0%BD%D1%8C" })
            Assert.Empty((await other.Get(path))["items"]!.AsArray());
        Assert.Empty((await other.Get("/me/state"))["traits"]!.AsArray());
        Assert.NotEmpty((await me.Get("/memory"))["items"]!.AsArray());
    }

    private static readonly System.Text.Json.JsonSerializerOptions Relaxed =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Says it all, and waits until the session that ends with it is remembered.</summary>
    private static async Task Talk(TestPerson person, TestSocket socket, params string[] texts)
    {
        JsonNode last = null!;
        foreach (var text in texts)
            last = await person.Say(text);

        var session = (string)last["session_id"]!;
        JsonNode notification;
        do
        {
            notification = (await socket.Await("notification"))["notification"]!;
        }
        while ((string?)notification["entity_id"] != session);
        Assert.Equal("session_summarised", (string)notification["kind"]!);
    }

    private static async Task<string> Reply(TestPerson person, string text) => (string)(await person.Say(text))["assistant_message"]!["text"]!;
}
