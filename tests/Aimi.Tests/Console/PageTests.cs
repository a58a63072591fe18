using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Aimi.Tests.Console;

public class PageTests(ConsoleBrowser browser) : ConsoleTest(browser)
{
    [Fact]
    public async Task The_page_speaks_the_browsers_language_and_the_one_chosen()
    {
        await Visit("ru-RU");
        await Expect(State).ToHaveTextAsync("На связи");
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Привет, я Aimi" })).ToBeVisibleAsync();
        Server.Session = Guid.CreateVersion7();
        await Server.Reply(await Server.Accept(await Send("Привет")), "Здравствуй!");
        await Expect(Page.Locator(".day")).ToHaveTextAsync("Сегодня");

        await Button("English").ClickAsync();
        await Expect(State).ToHaveTextAsync("Here with you");
        await Expect(Page.Locator(".day")).ToHaveTextAsync("Today");
        await Page.ReloadAsync();
        await Expect(Page.Locator("html[lang=en]")).ToHaveCountAsync(1);
        await Expect(Button("Send")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("<img src=x onerror=\"document.title='owned'\">")]
    [InlineData("<script>document.title='owned'</script>**bold** <b>bold</b> &amp;")]
    public async Task Markup_is_shown_as_it_was_written(string text)
    {
        Server.Store("assistant", text);
        await Visit();
        await Expect(Rows).ToHaveCountAsync(1);
        var message = await Server.Accept(await Send(text));
        await Server.Delta(Guid.CreateVersion7(), text);
        await Expect(Rows).ToHaveCountAsync(3);
        await Server.Reply(message, text, null, new JsonObject { ["type"] = "note", ["summary"] = text });
        await Server.Say(new JsonObject { ["type"] = "notification", ["notification"] = new JsonObject { ["title"] = text, ["body"] = text } });

        await Expect(Page.Locator(".toast strong")).ToHaveTextAsync(text);
        await Expect(Page.Locator(".receipts span")).ToHaveTextAsync(text);
        foreach (var shown in await Page.Locator("#log .text").AllTextContentsAsync()) Assert.Equal(text, shown);
        await Expect(Page.Locator("#log img, #log b, #log script, .toast img")).ToHaveCountAsync(0);
        await Assertions.Expect(Page).ToHaveTitleAsync("Aimi");
    }

    [Fact]
    public async Task A_draft_survives_a_reload_and_is_gone_once_sent()
    {
        await Visit();
        await Text.FillAsync("Half a thought");
        await Page.ReloadAsync();
        await Expect(Text).ToHaveValueAsync("Half a thought");
        await Server.Accept(await Send("A whole thought"));
        await Page.ReloadAsync();
        await Expect(Rows).ToHaveCountAsync(1);
        await Expect(Text).ToHaveValueAsync("");
    }

    [Fact]
    public async Task The_length_is_counted_near_the_limit_and_too_much_is_not_sent()
    {
        await Visit();
        await Text.FillAsync(new string('a', 7000));
        await Expect(Page.Locator("#counter")).ToBeHiddenAsync();
        await Text.FillAsync(new string('a', 7999));
        await Expect(Page.Locator("#counter")).ToHaveTextAsync("1 character left");
        await Text.FillAsync(new string('a', 8002));
        await Expect(Page.Locator("#counter")).ToHaveTextAsync("2 characters too many");
        await Expect(Button("Send")).ToBeDisabledAsync();
        await Text.PressAsync("Enter");
        await Expect(Text).ToHaveValueAsync(new string('a', 8002));
        Assert.Equal(8000, ((string)(await Send(new string('a', 8000)))["text"]!).Length);
    }

    [Theory]
    [InlineData("ru-RU")]
    [InlineData("en-US")]
    public async Task On_a_narrow_screen_nothing_is_cut_off(string locale)
    {
        Server.Store("assistant", new string('w', 400));
        await Visit(locale, width: 320, height: 560);
        await Expect(Rows).ToHaveCountAsync(1);
        Assert.Equal(320, await Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Equal(0, await Page.EvaluateAsync<int>("(s => s.scrollWidth - s.clientWidth)(document.querySelector('#scroller'))"));
        foreach (var id in (string[])["#text", "#send", "#end", ".top [data-language=en]"])
            await Expect(Page.Locator(id)).ToBeInViewportAsync(new() { Ratio = 1 });
    }

    [Fact]
    public async Task The_chat_can_be_used_by_keyboard_alone()
    {
        await Visit();
        await Expect(Text).ToBeFocusedAsync();
        await Server.Reply(await Server.Accept(await Send("Hello")), "Hi");
        await Expect(Button("End the conversation")).ToBeEnabledAsync();
        await Page.Keyboard.PressAsync("Shift+Tab");
        await Expect(Page.Locator("#scroller")).ToBeFocusedAsync();
        await Page.Keyboard.PressAsync("Shift+Tab");
        await Expect(Button("End the conversation")).ToBeFocusedAsync();
        await Page.Keyboard.PressAsync("Enter");
        await Server.Next("end_session");
    }
}
