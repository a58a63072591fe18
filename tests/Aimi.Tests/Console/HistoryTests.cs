using System.Globalization;

namespace Aimi.Tests.Console;

public class HistoryTests(ConsoleBrowser browser) : ConsoleTest(browser)
{
    [Fact]
    public async Task Older_messages_load_while_scrolling_up_and_what_is_read_stays_in_place()
    {
        for (var i = 1; i <= 170; i++) Server.Store(i % 2 == 1 ? "user" : "assistant", $"Message {i}");
        await Visit();
        await Expect(Rows).ToHaveCountAsync(50);
        await Expect(Rows.Last).ToBeInViewportAsync();

        var read = Rows.Filter(new() { HasText = "Message 121" });
        await Page.EvaluateAsync("document.querySelector('#scroller').scrollTop = 330");
        var before = await read.BoundingBoxAsync();
        await Page.EvaluateAsync("document.querySelector('#scroller').scrollTop = 300");
        await Expect(Rows).ToHaveCountAsync(100);
        var after = await read.BoundingBoxAsync();
        Assert.Equal(before!.Y + 30, after!.Y, 1.5);

        while (await Page.Locator("#older").IsVisibleAsync())
        {
            var shown = await Rows.CountAsync();
            await Page.Locator("#older").PressAsync("Enter");
            await Expect(Rows).Not.ToHaveCountAsync(shown);
        }
        await Expect(Rows).ToHaveCountAsync(170);
        await Shows([.. Enumerable.Range(1, 170).Select(i => $"Message {i}")]);
    }

    [Fact]
    public async Task A_reader_further_up_is_not_moved_but_told()
    {
        for (var i = 1; i <= 40; i++) Server.Store("assistant", $"Message {i}");
        await Visit();
        await Expect(Rows).ToHaveCountAsync(40);
        await Page.EvaluateAsync("document.querySelector('#scroller').scrollTop = 400");
        await Expect(Button("To the latest message")).ToBeVisibleAsync();
        await Server.SayMessage(Server.Store("assistant", "Something new"));
        await Expect(Button("1 new message")).ToBeVisibleAsync();
        Assert.Equal(400, await Page.EvaluateAsync<int>("document.querySelector('#scroller').scrollTop"));

        await Button("1 new message").ClickAsync();
        await Expect(Rows.Last).ToBeInViewportAsync();
        await Expect(Page.Locator("#pill")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Days_and_sessions_are_told_apart()
    {
        var first = Guid.CreateVersion7();
        Server.Store("user", "Last year", new(2025, 12, 30, 9, 0, 0, TimeSpan.Zero), session: first);
        Server.Store("user", "After midnight in Moscow", new(2026, 3, 13, 22, 30, 0, TimeSpan.Zero));
        Server.Store("assistant", "Today", Now);
        Server.Session = null;
        await Visit();

        await Shows("Last year", "After midnight in Moscow", "Today");
        await Expect(Page.Locator(".day, .divider")).ToHaveTextAsync(
            new[] { "30 December 2025", "Conversation ended", "Yesterday", "Today", "Conversation ended" });
    }

    [Fact]
    public async Task Imported_messages_out_of_the_order_of_days_are_all_shown()
    {
        foreach (var (text, day) in new[] { ("one", 14), ("two", 12), ("three", 14), ("four", 12) })
            Server.Store("user", text, new(2026, 3, day, 9, 0, 0, TimeSpan.Zero));
        await Visit();

        await Shows("one", "two", "three", "four");
        await Expect(Page.Locator(".day")).ToHaveCountAsync(4);
    }

    [Fact]
    public async Task A_history_that_could_not_be_loaded_is_said_and_loaded_on_request()
    {
        Server.Store("user", "From before");
        Server.HistoryWorks = false;
        await Visit();
        await Expect(Page.Locator("#older")).ToHaveTextAsync("The history could not be loaded. Try again");
        await Server.Reply(await Server.Accept(await Send("Works all the same")), "It does.");
        await Expect(Rows).ToHaveCountAsync(2);

        Server.HistoryWorks = true;
        await Page.Locator("#older").ClickAsync();
        await Shows("From before", "Works all the same", "It does.");
        await Expect(Page.Locator("#older")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Times_are_the_persons_own()
    {
        Server.Store("user", "When?", Now);
        await Visit("en-US");
        Assert.Equal("9:30 PM", (await Rows.Locator("time").TextContentAsync())!.Replace('\u202f', ' '));
        Assert.Equal(Now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture), await Rows.Locator("time").GetAttributeAsync("datetime"));
    }
}
