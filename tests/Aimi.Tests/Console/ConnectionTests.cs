using System.Text.Json.Nodes;

namespace Aimi.Tests.Console;

public class ConnectionTests(ConsoleBrowser browser) : ConsoleTest(browser)
{
    [Theory]
    [InlineData(false, "The first ", "The first ")] // said again from its beginning
    [InlineData(false, "The first half and", "The first half and")] // all of it so far in one piece
    [InlineData(false, "the end", "The first half … the end")] // going on, with a gap
    [InlineData(true, "Another", "Another")] // another attempt with another id
    public async Task A_cut_in_the_middle_of_a_reply_loses_and_doubles_nothing(bool another, string piece, string shown)
    {
        await Visit();
        var send = await Send("Tell me");
        var message = await Server.Accept(send);
        await Server.Next("resume");
        var reply = Guid.CreateVersion7();
        await Server.Delta(reply, "The first half");
        await Expect(Rows.Nth(1)).ToContainTextAsync("The first half");

        await Server.Cut();
        var again = await Server.Next("send");
        Assert.Equal(ClientId(send), ClientId(again));
        Assert.Equal(1, (int)(await Server.Next("resume"))["after_seq"]!);
        await Server.Accept(again);
        if (another) reply = Guid.CreateVersion7();
        await Server.Delta(reply, piece);
        await Shows("Tell me", shown);
        var stored = await Server.Reply(message, "The first half and the end.", reply);
        await Server.SayMessage(stored);

        await Shows("Tell me", "The first half and the end.");
        await Expect(Button("Stop the reply")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task What_happened_while_away_is_caught_up_in_order()
    {
        await Visit();
        await Server.Reply(await Server.Accept(await Send("one")), "two");
        await Expect(Rows).ToHaveCountAsync(2);
        await Server.Next("resume");
        Server.Open = false;
        await Server.Cut(1001);
        await Expect(State).ToContainTextAsync("The server is restarting");
        Server.Store("user", "three");
        Server.Store("assistant", "four");
        Server.Open = true;

        Assert.Equal(2, (int)(await Server.Next("resume"))["after_seq"]!);
        await Shows("one", "two", "three", "four");
        await Expect(State).ToHaveTextAsync("Here with you");
    }

    [Fact]
    public async Task A_message_whose_acceptance_was_lost_is_sent_again_and_shown_once()
    {
        await Visit();
        await Server.Next("resume");
        var send = await Send("Did you get this?");
        var stored = Server.Store("user", "Did you get this?");
        stored["metadata"]!["sent_as"] = send["client_message_id"]!.DeepClone();
        await Server.Cut();

        var again = await Server.Next("send");
        Assert.Equal(ClientId(send), ClientId(again));
        await Server.Accept(again);
        await Server.Reply(stored, "Yes.");
        await Shows("Did you get this?", "Yes.");
    }

    [Fact]
    public async Task What_is_written_without_a_connection_waits_even_over_a_reload()
    {
        await Visit();
        await Server.Next("resume");
        Server.Open = false;
        await Server.Cut();
        await Expect(State).ToContainTextAsync("No connection");
        await Text.FillAsync("For later");
        await Text.PressAsync("Enter");
        await Expect(Rows).ToContainTextAsync("Will be sent when the connection is back");
        await Page.ReloadAsync();
        await Expect(Rows).ToContainTextAsync("For later");

        Server.Open = true;
        var send = await Server.Next("send");
        await Server.Reply(await Server.Accept(send), "Here it is.");
        await Shows("For later", "Here it is.");
        await Page.ReloadAsync();
        await Expect(Rows).ToHaveCountAsync(2);
        await Server.Next("resume");
        Assert.False(Server.Heard("send"));
    }

    [Fact]
    public async Task A_reply_that_failed_is_asked_for_again_with_the_same_id()
    {
        await Visit();
        var send = await Send("Are you there?");
        var message = await Server.Accept(send);
        await Server.Delta(Guid.CreateVersion7(), "I");
        await Server.Fail(send, "unavailable");
        await Expect(Rows).ToHaveCountAsync(1);
        await Expect(Rows).ToContainTextAsync("The server cannot answer right now");
        await Expect(Page.Locator("#announcer")).ToHaveTextAsync("The server cannot answer right now");

        await Button("Try again").ClickAsync();
        var again = await Server.Next("send");
        Assert.Equal(ClientId(send), ClientId(again));
        await Server.Accept(again);
        await Server.Reply(message, "I am.");
        await Shows("Are you there?", "I am.");
    }

    [Fact]
    public async Task What_one_tab_saw_answered_is_not_pending_in_another()
    {
        var first = await Visit();
        await Server.Next("resume");
        var send = await Send("Refused at first");
        await Server.Fail(send, "rate_limited");
        var second = await first.Context.NewPageAsync();
        await second.GotoAsync(Server.Address);
        await Expect(second.Locator("#log .row")).ToContainTextAsync("Too many messages at once");

        await Button("Try again").ClickAsync();
        var message = await Server.Accept(await Server.Next("send"));
        await Server.Reply(message, "Now it is fine.");
        foreach (var tab in new[] { first, second })
            await Expect(tab.Locator("#log .text")).ToHaveTextAsync(new[] { "Refused at first", "Now it is fine." });
        await Expect(second.Locator("[data-act=retry]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_message_that_was_refused_can_be_edited_and_sent_anew()
    {
        await Visit();
        var send = await Send("Refused");
        await Server.Fail(send, "validation_failed");
        await Expect(Rows).ToContainTextAsync("The server did not accept this text");
        await Button("Edit").ClickAsync();
        await Expect(Rows).ToHaveCountAsync(0);
        await Expect(Text).ToHaveValueAsync("Refused");
        Assert.NotEqual(ClientId(send), ClientId(await Send("Better")), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_frame_that_is_too_large_is_not_sent_for_ever()
    {
        await Visit();
        await Server.Next("resume");
        await Send("Too much");
        await Server.Cut(1009);
        await Server.Next("resume");
        await Expect(Rows).ToContainTextAsync("The message is too long");
        Assert.False(Server.Heard("send"));
    }

    [Fact]
    public async Task A_refused_connection_is_not_tried_again_unasked()
    {
        await Visit();
        await Server.Next("resume");
        await Server.Cut(1008);
        await Expect(State).ToContainTextAsync("The server refused this connection");
        await Button("Try now").ClickAsync();
        await Server.Next("resume");
        await Expect(State).ToHaveTextAsync("Here with you");
    }

    [Theory]
    [InlineData("degraded", "Here, though not everything works right now")]
    [InlineData("unavailable", "The server is in trouble; replies may fail")]
    public async Task The_state_line_says_how_the_server_is(string health, string said)
    {
        Server.Health = health;
        await Visit();
        await Expect(State).ToHaveTextAsync(said);
    }

    [Fact]
    public async Task An_error_that_belongs_to_no_message_and_an_unknown_frame_leave_the_chat_alive()
    {
        await Visit();
        await Server.Next("resume");
        await Server.Say(new JsonObject { ["type"] = "of_another_version", ["more"] = 1 });
        await Server.Fail(null, "rate_limited");
        await Expect(Page.Locator(".toast")).ToContainTextAsync("Too many messages at once");
        await Server.Reply(await Server.Accept(await Send("Still here?")), "Still here.");
        await Expect(Rows).ToHaveCountAsync(2);
    }
}
