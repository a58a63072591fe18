using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Aimi.Tests.Console;

public class ChatTests(ConsoleBrowser browser) : ConsoleTest(browser)
{
    [Fact]
    public async Task A_sent_message_is_answered_piece_by_piece()
    {
        await Visit();
        var message = await Server.Accept(await Send("How are you?"));
        await Expect(Page.Locator(".typing")).ToBeVisibleAsync();

        var reply = Guid.CreateVersion7();
        await Server.Delta(reply, "I am ");
        await Expect(Rows.Nth(1)).ToContainTextAsync("I am");
        await Expect(Page.Locator(".typing")).ToBeHiddenAsync();
        await Server.Delta(reply, "well");
        await Expect(Rows.Nth(1).Locator(".text")).ToHaveTextAsync("I am well");

        await Server.Reply(message, "I am well, thank you.", reply);
        await Expect(Rows).ToHaveCountAsync(2);
        await Expect(Rows.Nth(1).Locator(".text")).ToHaveTextAsync("I am well, thank you.");
        await Expect(Rows.Nth(1).Locator("time")).ToHaveTextAsync("21:30");
        await Expect(Page.Locator("#announcer")).ToHaveTextAsync("Aimi: I am well, thank you.");
        await Expect(Text).ToHaveValueAsync("");
    }

    [Fact]
    public async Task Enter_sends_shift_enter_breaks_the_line_and_composition_keeps_its_enter()
    {
        await Visit();
        await Text.FillAsync("one");
        await Text.PressAsync("Shift+Enter");
        await Text.PressSequentiallyAsync("two");
        await Text.DispatchEventAsync("keydown", new { key = "Enter", isComposing = true });
        await Expect(Text).ToHaveValueAsync("one\ntwo");
        await Text.PressAsync("Enter");

        Assert.Equal("one\ntwo", (string)(await Server.Next("send"))["text"]!);
        await Expect(Rows).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_reply_in_progress_can_be_stopped()
    {
        await Visit();
        var send = await Send("Tell me a long story");
        await Expect(Button("Stop the reply")).ToBeHiddenAsync();
        var message = await Server.Accept(send);
        var reply = Guid.CreateVersion7();
        await Server.Delta(reply, "Once upon a time");
        await Button("Stop the reply").ClickAsync();

        Assert.Equal(ClientId(send), ClientId(await Server.Next("stop")));
        await Server.Reply(message, "Once upon a time", reply);
        await Expect(Button("Stop the reply")).ToBeHiddenAsync();
        await Expect(Rows).ToHaveCountAsync(2);
        await Expect(Text).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_stop_before_the_first_word_leaves_no_failure_but_a_way_to_ask_again()
    {
        await Visit();
        var send = await Send("Tell me a long story");
        await Server.Accept(send);
        await Button("Stop the reply").ClickAsync();
        await Server.Next("stop");
        await Server.Fail(send, "cancelled");

        await Expect(Rows).ToContainTextAsync("Stopped");
        await Button("Try again").ClickAsync();
        Assert.Equal(ClientId(send), ClientId(await Server.Next("send")));
    }

    [Fact]
    public async Task What_was_done_is_shown_as_a_receipt()
    {
        await Visit();
        var message = await Server.Accept(await Send("Remind me to call"));
        await Server.Reply(message, "Noted.", null, new JsonObject
        {
            ["type"] = "event_created",
            ["entity_type"] = "event",
            ["entity_id"] = Guid.CreateVersion7(),
            ["summary"] = "Call mother, tomorrow 10:00",
        });

        await Expect(Page.GetByRole(AriaRole.List, new() { Name = "What was done" })).ToContainTextAsync("Call mother, tomorrow 10:00");
    }

    [Fact]
    public async Task A_receipt_is_there_again_after_a_reload()
    {
        var message = Server.Store("assistant", "Noted.");
        message["metadata"]!["actions"] = new JsonArray(new JsonObject { ["type"] = "event_created", ["summary"] = "Call mother, tomorrow 10:00" });
        await Visit();
        await Expect(Page.Locator(".receipts")).ToContainTextAsync("Call mother, tomorrow 10:00");
    }

    [Theory]
    [InlineData("Shall I cancel all three lessons?", "Yes", "yes")]
    [InlineData("Отменить все три занятия?", "No", "нет")]
    public async Task What_Aimi_asks_leave_for_is_answered_by_a_button(string question, string button, string said)
    {
        var message = Server.Store("assistant", question);
        message["metadata"]!["pending_action"] = new JsonObject { ["type"] = "cancel_events", ["summary"] = "Cancel 3 lessons" };
        await Visit();
        await Expect(Page.GetByRole(AriaRole.Group, new() { Name = "Cancel 3 lessons" })).ToBeVisibleAsync();
        await Button(button).ClickAsync();

        Assert.Equal(said, (string)(await Server.Next("send"))["text"]!);
        await Expect(Page.Locator(".answers")).ToHaveCountAsync(0);
        await Expect(Text).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Ending_the_conversation_draws_a_line_with_its_reason()
    {
        await Visit();
        await Expect(Button("End the conversation")).ToBeDisabledAsync();
        await Server.Reply(await Server.Accept(await Send("Hello")), "Hi");
        await Button("End the conversation").ClickAsync();
        await Server.Next("end_session");
        await Server.EndSession("timeout");

        await Expect(Page.Locator("#log > li").Last).ToHaveTextAsync("Conversation ended after a long pause");
        await Expect(Button("End the conversation")).ToBeDisabledAsync();

        await Server.Accept(await Send("Hello again"));
        await Expect(Page.Locator(".divider + .row")).ToContainTextAsync("Hello again");
        await Expect(Button("End the conversation")).ToBeEnabledAsync();
    }

    [Fact]
    public async Task Messages_of_another_device_and_notifications_appear()
    {
        await Visit();
        await Expect(State).ToHaveTextAsync("Here with you");
        await Server.Next("resume");
        var elsewhere = Server.Store("user", "From my phone");
        await Server.SayMessage(elsewhere);
        await Server.SayMessage(elsewhere);
        await Server.Reply(elsewhere, "Seen on the desk too");
        await Server.Say(new JsonObject
        {
            ["type"] = "notification",
            ["notification"] = new JsonObject { ["id"] = Guid.CreateVersion7(), ["kind"] = "reminder_due", ["title"] = "Call mother", ["body"] = "In two hours" },
        });

        await Shows("From my phone", "Seen on the desk too");
        await Expect(Page.Locator(".toast")).ToContainTextAsync("In two hours");
        await Button("Close").ClickAsync();
        await Expect(Page.Locator(".toast")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Replies_are_reported_as_read_only_while_the_page_is_seen()
    {
        await Visit();
        await Expect(State).ToHaveTextAsync("Here with you");
        await Server.Next("resume");
        await See(false);
        await Server.SayMessage(Server.Store("assistant", "Time to stretch"));
        await Expect(Rows).ToHaveCountAsync(1);
        await Titled("(1) Aimi");
        Assert.False(Server.Heard("read"));

        await See(true);
        Assert.Equal(1, (int)(await Server.Next("read"))["up_to_seq"]!);
        await Titled("Aimi");
    }

    private Task<System.Text.Json.JsonElement?> See(bool visible) => Page.EvaluateAsync(
        "visible => { Object.defineProperty(document, 'hidden', { value: !visible, configurable: true }); document.dispatchEvent(new Event('visibilitychange')); }",
        visible);

    private Task Titled(string title) => Assertions.Expect(Page).ToHaveTitleAsync(title);
}
