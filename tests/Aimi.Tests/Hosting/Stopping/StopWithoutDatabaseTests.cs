using Aimi.Tests.Assistant;
using Aimi.Tests.Providers;

namespace Aimi.Tests.Hosting.Stopping;

/// <summary>A process whose database is stopped before it. Its connections are cut, those of the test too: a database of its own.</summary>
public sealed class StopWithoutDatabaseTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    [Fact]
    public async Task Where_the_database_goes_first_it_says_so_and_ends()
    {
        var spoken = new TaskCompletionSource();
        await using var model = await StubLlm.Start();
        model.Reply = _ => StubReply.Nothing.Waits(spoken.Task).Say("In vain.");
        var person = await TokenHolder.Create(database);
        await using var aimi = new StoppingStack(database, redis: "").Serve(model.Url);
        var server = await aimi.Listening();
        await using var socket = await person.Connect(server);
        await socket.Send(new { type = "send", text = "Remember this", client_message_id = Guid.CreateVersion7() });
        await model.Arrival();
        aimi.Signal("TERM");
        await StoppingStack.Until(server, "draining");
        await database.Close();
        try
        {
            spoken.SetResult();
            Assert.Equal("unavailable", (string?)(await socket.Await("error"))["code"]);
            Assert.Equal(1001, await socket.Closed());
            Assert.Equal(0, await aimi.Ended());
        }
        finally
        {
            await database.Reopen();
        }
    }
}
