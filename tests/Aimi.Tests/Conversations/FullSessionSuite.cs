using System.Text.Json.Nodes;
using Aimi.Tests.Infrastructure;
using Microsoft.Extensions.AI;

namespace Aimi.Tests.Conversations;

public sealed class FullSessionOnEmbedded(EmbeddedStack stack) : FullSessionSuite(stack), IClassFixture<EmbeddedStack>;

public sealed class FullSessionOnServers(ServerStack stack) : FullSessionSuite(stack), IClassFixture<ServerStack>;

/// <summary>A session is full between a question of Aimi's and the answer to it.</summary>
public abstract class FullSessionSuite(TestStack stack)
{
    /// <summary>With the question, as many messages as a session holds.</summary>
    private const int TurnsBefore = 14;

    [Fact]
    public async Task What_was_asked_in_its_last_reply_is_answered_in_the_next_also_when_it_is_summarised()
    {
        var person = await stack.Aimi.Person();
        var habit = await TestPerson.Json(await person.Post("/habits", """{"name":"Испанский","frequency":"FREQ=DAILY"}"""));
        stack.Aimi.Assistant.Does("Бросаю испанский", _ => ScriptedChatClient.Call("change_habit", new { id = (string)habit["id"]!, active = false }), _ => new TextContent("Точно?"));
        for (var turn = 1; turn <= TurnsBefore; turn++)
            await person.Say($"Привет {turn}");
        var asked = await person.Say("Бросаю испанский");
        await Patience.Until(async () => await Sessions(person) is [var full] && ((string?)full!["reason"], (string?)full["status"]) == ("limit", "done"));

        var agreed = await person.Say("Да");

        Assert.NotEqual((string?)asked["session_id"], (string?)agreed["session_id"]);
        Assert.Equal("habit_stopped", (string?)Assert.Single(agreed["actions"]!.AsArray())!["type"]);
        Assert.False((bool)(await person.Get($"/habits/{habit["id"]}"))["active"]!);
    }

    private static async Task<JsonArray> Sessions(TestPerson person) => (await person.Get("/sessions"))["items"]!.AsArray();
}
