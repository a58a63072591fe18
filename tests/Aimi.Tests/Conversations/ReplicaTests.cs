using Aimi.Tests.Infrastructure;
using Microsoft.Extensions.AI;

namespace Aimi.Tests.Conversations;

/// <summary>One person, several replicas.</summary>
public sealed class ReplicaTests(ServerStack stack) : IClassFixture<ServerStack>
{
    [Fact]
    public async Task Turns_go_one_after_the_other_across_replicas()
    {
        var other = await stack.Replica();
        var person = await stack.Aimi.Person();
        var gate = stack.Aimi.Assistant.Gated("Первое, здесь", "Ответ на первое.");

        var first = person.Say("Первое, здесь");
        await gate.Asked;
        var second = person.On(other).Say("Второе, там");
        await TurnSuite.Accepted(person, 2);
        Assert.False(other.Assistant.Calls.ContainsKey("Второе, там"));
        gate.Let();

        await first;
        Assert.Equal(4, (int)(await second)["assistant_message"]!["seq"]!);
        Assert.Equal(["Ответ на первое."], other.Assistant.Prompts["Второе, там"].Where(said => said.Role == ChatRole.Assistant).Select(said => said.Text));
    }

    [Fact]
    public async Task A_retry_at_another_replica_waits_for_the_turn_that_runs()
    {
        var other = await stack.Replica();
        var person = await stack.Aimi.Person();
        var gate = stack.Aimi.Assistant.Gated("Один раз", "Один ответ.");
        var id = Guid.CreateVersion7();

        var first = person.Say("Один раз", id);
        await gate.Asked;
        var second = person.On(other).Say("Один раз", id);
        gate.Let();

        Assert.Equal((await first).ToJsonString(), (await second).ToJsonString());
        Assert.False(other.Assistant.Calls.ContainsKey("Один раз"));
    }

    [Fact]
    public async Task Stop_reaches_the_replica_that_speaks()
    {
        var other = await stack.Replica();
        var person = await stack.Aimi.Person();
        var gate = stack.Aimi.Assistant.Gated("Говори", "Начинаю… ", "никогда");
        var id = Guid.CreateVersion7();
        await using var socket = await person.On(other).Connect();

        var answer = person.Say("Говори", id);
        gate.Let();
        await gate.Asked;
        await socket.Send(new { type = "stop", client_message_id = id });

        Assert.True((bool)(await answer)["assistant_message"]!["metadata"]!["stopped"]!);
    }

    [Fact]
    public async Task End_at_another_replica_keeps_a_reply_in_progress_in_its_session()
    {
        var other = await stack.Replica();
        var person = await stack.Aimi.Person();
        var gate = stack.Aimi.Assistant.Gated("Говори там", "Начинаю… ", "никогда");
        await using var socket = await person.Connect();

        var answer = person.Say("Говори там");
        gate.Let();
        await socket.Await("delta");
        await TestPerson.Json(await person.On(other).Post("/chat/end", ""));

        var said = await answer;
        Assert.Equal((string)said["user_message"]!["session_id"]!, (string)said["assistant_message"]!["session_id"]!);
        Assert.Equal(0, (int)(await person.Get("/chat/session"))["count"]!);
    }
}
