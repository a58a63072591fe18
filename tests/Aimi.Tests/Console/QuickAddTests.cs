using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Aimi.Tests.Console;

public class QuickAddTests(ConsoleBrowser browser) : ConsoleTest(browser)
{
    private const string Monday = """{"text":"on Monday at 9","start":8,"length":14,"kind":"instant","from":"2026-03-16T09:00:00+03:00","all_day":false,"start_at":"2026-03-16T06:00:00Z","confidence":1}""";
    private const string Friday = """{"text":"by Friday","start":14,"length":9,"kind":"deadline","from":"2026-03-20","all_day":true,"start_at":"2026-03-19T21:00:00Z","confidence":1}""";
    private const string Weekdays = """{"text":"по будням в 8","start":7,"length":13,"kind":"recurrence","from":"2026-03-16T08:00:00+03:00","all_day":false,"repeat_rule":"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR","repeats":"по будням","start_at":"2026-03-16T05:00:00Z","confidence":1}""";
    private const string NextWeek = """{"text":"next week","start":7,"length":9,"kind":"range","from":"2026-03-16","to":"2026-03-22","all_day":true,"start_at":"2026-03-15T21:00:00Z","end_at":"2026-03-22T21:00:00Z","confidence":1}""";
    private const string HalfAnHour = """{"text":"tomorrow at 3 for half an hour","start":5,"length":30,"kind":"instant","from":"2026-03-16T15:00:00+03:00","all_day":false,"duration":"PT30M","start_at":"2026-03-16T12:00:00Z","end_at":"2026-03-16T12:30:00Z","confidence":1}""";

    private ILocator Sentence => Page.Locator("#quick-text");

    private ILocator What => Page.Locator("#quick-what");

    private ILocator Kind => Page.Locator("#quick-kind");

    private ILocator Added => Page.Locator("#quick-done li");

    [Fact]
    public async Task A_sentence_is_shown_as_it_is_understood_added_by_enter_and_taken_back()
    {
        Reads("dentist on Monday at 9", Monday, """{"name":"plan_event","slots":{"title":"Dentist","when":WHEN}}""");
        await Open();
        await Sentence.PressSequentiallyAsync("dentist on Monday at 9");
        await Expect(Page.Locator("mark")).ToHaveTextAsync("on Monday at 9");
        await Expect(What).ToHaveTextAsync("Dentist, Tomorrow, 9:00");
        await Expect(Kind).ToHaveValueAsync("event");

        await Sentence.PressAsync("Enter");
        Assert.Equal("""{"title":"Dentist","start_at":"2026-03-16T06:00:00Z","all_day":false}""", await Body("events"));
        await Expect(Added).ToContainTextAsync("Event: Dentist — Tomorrow, 9:00");
        await Expect(What).ToHaveTextAsync("Added: Event: Dentist — Tomorrow, 9:00");
        await Expect(Sentence).ToHaveValueAsync("");
        await Expect(Sentence).ToBeFocusedAsync();

        await Button("Undo").ClickAsync();
        Assert.Equal("events-1", (string?)(await Server.Next("DELETE /events"))["id"]);
        await Expect(Page.Locator(".undone")).ToContainTextAsync("Dentist");
        await Expect(Button("Undo")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData("plan_reminder", Monday, "events", """{"title":"Dentist","start_at":"2026-03-16T06:00:00Z","all_day":false,"reminder_offsets":["PT0S"]}""")]
    [InlineData("plan_task", Friday, "tasks", """{"title":"Dentist","due_at":"2026-03-19T21:00:00Z","all_day":true}""")]
    [InlineData("plan_task", NextWeek, "tasks", """{"title":"Dentist","due_at":"2026-03-22T20:59:59.000Z","all_day":true}""")]
    [InlineData("plan_event", NextWeek, "events", """{"title":"Dentist","start_at":"2026-03-15T21:00:00Z","end_at":"2026-03-22T21:00:00Z","all_day":true}""")]
    [InlineData("plan_goal", NextWeek, "goals", """{"title":"Dentist","target_date":"2026-03-22"}""")]
    [InlineData("plan_habit", Weekdays, "habits", """{"name":"Dentist","frequency":"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR","starts_on":"2026-03-16","reminder_times":["08:00"]}""")]
    [InlineData("plan_habit", null, "habits", """{"name":"Dentist","frequency":"FREQ=DAILY"}""")]
    [InlineData("plan_task", null, "tasks", """{"title":"Dentist"}""")]
    public async Task What_is_wanted_decides_what_is_made(string intent, string? when, string collection, string body)
    {
        Reads("a sentence", when, $$$"""{"name":"{{{intent}}}","slots":{"title":"Dentist"{{{(when is null ? "" : ",\"when\":WHEN")}}}}}""");
        await Open();
        await Sentence.FillAsync("a sentence");
        await Sentence.PressAsync("Enter");

        Assert.Equal(body, await Body(collection));
    }

    [Fact]
    public async Task So_many_times_a_week_are_kept_beside_the_part_of_the_day()
    {
        Reads("a sentence", Weekdays, """{"name":"plan_habit","slots":{"title":"Run","when":WHEN,"times_per_week":3}}""");
        await Open();
        await Sentence.FillAsync("a sentence");
        await Expect(What.Locator(".chip").First).ToHaveTextAsync("3 times a week");
        await Sentence.PressAsync("Enter");

        Assert.Equal("""{"name":"Run","times_per_week":3,"reminder_times":["08:00"]}""", await Body("habits"));
    }

    [Theory]
    [InlineData("send the list by Friday", Friday, "task", "Send the list", "by Friday 20 March")]
    [InlineData("call tomorrow at 3 for half an hour", HalfAnHour, "event", "Call", "Tomorrow, 15:00 – 15:30")]
    [InlineData("travel next week", NextWeek, "event", "Travel", "Tomorrow – Sunday 22 March")]
    public async Task Without_an_intent_the_time_decides_and_the_rest_is_the_title(string text, string date, string kind, string title, string when)
    {
        Reads(text, date, null);
        await Open();
        await Sentence.FillAsync(text);

        await Expect(What.Locator("strong")).ToHaveTextAsync(title);
        await Expect(What.Locator(".chip")).ToHaveTextAsync(when);
        await Expect(Kind).ToHaveValueAsync(kind);
    }

    [Fact]
    public async Task What_is_unsure_is_asked_before_anything_is_added()
    {
        var (morning, evening) = (Monday, Monday.Replace("T09:", "T21:", StringComparison.Ordinal).Replace("T06:", "T18:", StringComparison.Ordinal));
        Server.Readings["dentist on Monday at 9"] = Task.FromResult(Reading(
            $$$"""{"dates":[],"question":{"text":"In the morning or in the evening?","candidates":[{{{morning}}},{{{evening}}}]}}"""));
        await Open();
        await Sentence.FillAsync("dentist on Monday at 9");
        await Expect(Page.GetByRole(AriaRole.Group, new() { Name = "In the morning or in the evening?" })).ToBeVisibleAsync();
        await Sentence.PressAsync("Enter");
        await Expect(Button("Tomorrow, 9:00")).ToBeFocusedAsync();
        Assert.False(Server.Heard("POST /events"));

        await Button("Tomorrow, 21:00").ClickAsync();
        await Expect(Page.Locator("[aria-pressed=true]").And(Button("Tomorrow, 21:00"))).ToBeVisibleAsync();
        await Expect(Sentence).ToBeFocusedAsync();
        await Sentence.PressAsync("Enter");
        Assert.Contains("2026-03-16T18:00:00Z", await Body("events"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_can_be_left_open_then_it_is_a_task()
    {
        Server.Readings["dentist at 31"] = Task.FromResult(Reading("""{"dates":[],"question":{"text":"When?","candidates":[]},"intent":{"name":"plan_event","slots":{"title":"Dentist"}}}"""));
        await Open();
        await Sentence.FillAsync("dentist at 31");
        await Sentence.PressAsync("Enter");
        await Expect(Button("Without a time")).ToBeFocusedAsync();
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Kind).ToHaveValueAsync("task");
        await Sentence.PressAsync("Enter");
        Assert.Equal("""{"title":"Dentist"}""", await Body("tasks"));
    }

    [Fact]
    public async Task The_kind_can_be_chosen_and_an_event_needs_a_time()
    {
        await Open();
        await Sentence.FillAsync("milk");
        await Expect(What).ToHaveTextAsync("Milk");
        await Kind.SelectOptionAsync("event");
        await Sentence.PressAsync("Enter");
        await Expect(Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("When? Say a day or a time, or make it a task.");
        Assert.False(Server.Heard("POST /events"));

        await Kind.SelectOptionAsync("goal");
        await Button("Add").ClickAsync();
        Assert.Equal("""{"title":"Milk"}""", await Body("goals"));
    }

    [Fact]
    public async Task What_is_no_plan_goes_to_the_chat()
    {
        Reads("what is on tomorrow?", null, """{"name":"agenda","slots":{}}""");
        await Open();
        await Sentence.FillAsync("what is on tomorrow?");
        await Expect(Button("Send to Aimi")).ToBeVisibleAsync();
        await Expect(Kind).ToBeHiddenAsync();
        await Sentence.PressAsync("Enter");

        Assert.Equal("what is on tomorrow?", (string?)(await Server.Next("send"))["text"]);
        await Expect(Page.Locator("#quick")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Of_several_wishes_the_first_is_added_with_its_own_time_and_that_is_said()
    {
        Server.Readings["learn Spanish, practise on Monday at 9"] = Task.FromResult(Reading(
            $$$$"""{"dates":[{{{{Monday}}}}],"intent":{"name":"plan_goal","slots":{"title":"Learn Spanish"}},"also":["plan_habit"]}"""));
        await Open();
        await Sentence.FillAsync("learn Spanish, practise on Monday at 9");
        await Expect(What).ToContainTextAsync("Only this is added");
        await Sentence.PressAsync("Enter");
        Assert.Equal("""{"title":"Learn Spanish"}""", await Body("goals"));
    }

    [Fact]
    public async Task What_failed_stays_and_is_tried_again_under_the_same_key()
    {
        Reads("dentist on Monday at 9", Monday, null);
        Server.Refusal = "rate_limited";
        await Open();
        await Sentence.FillAsync("dentist on Monday at 9");
        await Sentence.PressAsync("Enter");
        await Expect(Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Too many messages at once; wait a little");
        await Expect(Sentence).ToHaveValueAsync("dentist on Monday at 9");
        await Sentence.PressAsync("Enter");

        await Expect(Added).ToHaveCountAsync(1);
        var first = await Server.Next("POST /events");
        Assert.Equal((string?)first["key"], (string?)(await Server.Next("POST /events"))["key"]);
        Assert.NotEqual("", (string?)first["key"]);
    }

    [Fact]
    public async Task A_late_answer_to_an_older_sentence_is_not_shown()
    {
        var late = new TaskCompletionSource<JsonObject>();
        Server.Readings["dentist"] = late.Task;
        Reads("dentist on Monday at 9", Monday, null);
        await Open();
        var asked = Page.WaitForRequestAsync("**/parse");
        await Sentence.FillAsync("dentist");
        await asked;
        await Sentence.FillAsync("dentist on Monday at 9");
        await Expect(What).ToContainTextAsync("Tomorrow");
        late.SetResult(Reading("""{"dates":[],"intent":{"name":"plan_goal","slots":{"title":"Late"}}}"""));

        await Sentence.PressAsync("Enter");
        Assert.Contains("Dentist", await Body("events"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_opens_and_closes_by_keyboard_and_gives_the_focus_back()
    {
        await Visit();
        await Expect(Text).ToBeFocusedAsync();
        await Page.Keyboard.PressAsync("Control+k");
        await Expect(Page.GetByRole(AriaRole.Dialog, new() { Name = "Quick add" })).ToBeVisibleAsync();
        await Expect(Sentence).ToBeFocusedAsync();
        await Page.Keyboard.PressAsync("Escape");
        await Expect(Page.Locator("#quick")).ToBeHiddenAsync();
        await Expect(Text).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_press_beside_it_closes_it_one_inside_does_not_and_what_was_written_is_read_anew()
    {
        await Open();
        await Sentence.FillAsync("milk");
        await Expect(What).ToHaveTextAsync("Milk");
        await Page.Locator("#quick").ClickAsync(new() { Position = new() { X = 5, Y = 5 } });
        await Expect(Sentence).ToBeVisibleAsync();
        await Page.Mouse.ClickAsync(5, 5);
        await Expect(Page.Locator("#quick")).ToBeHiddenAsync();

        Reads("milk", null, """{"name":"plan_goal","slots":{"title":"Later"}}""");
        await Button("Quick add").ClickAsync();
        await Expect(What).ToHaveTextAsync("Later");
    }

    [Fact]
    public async Task On_a_phone_in_Russian_all_of_it_is_seen()
    {
        Reads("бегать по будням в 8", Weekdays, """{"name":"plan_habit","slots":{"title":"Бегать","when":WHEN}}""");
        await Visit("ru-RU", width: 320, height: 560);
        await Button("Быстро добавить").ClickAsync();
        await Sentence.FillAsync("бегать по будням в 8");
        await Expect(What.Locator(".chip")).ToHaveTextAsync(new[] { "первый раз — завтра, 8:00", "по будням" });
        Assert.Equal(320, await Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Equal(0, await Page.EvaluateAsync<int>("(d => d.scrollWidth - d.clientWidth)(document.querySelector('dialog'))"));
        foreach (var id in (string[])["#quick-text", "#quick-kind", "#quick-submit", "#quick-close"])
            await Expect(Page.Locator(id)).ToBeInViewportAsync(new() { Ratio = 1 });

        await Button("Добавить").ClickAsync();
        await Expect(Added).ToContainTextAsync("Привычка: Бегать — первый раз — завтра, 8:00, по будням");
    }

    private async Task Open()
    {
        await Visit();
        await Expect(Text).ToBeFocusedAsync();
        await Page.Keyboard.PressAsync("Control+k");
    }

    /// <summary>The server reads the sentence so; WHEN in the intent stands for the date.</summary>
    private void Reads(string text, string? date, string? intent) =>
        Server.Readings[text] = Task.FromResult(Reading(
            $$"""{"dates":[{{date}}]{{(intent is null ? "" : ",\"intent\":" + intent.Replace("WHEN", date, StringComparison.Ordinal))}}}"""));

    private static JsonObject Reading(string members)
    {
        var reading = JsonNode.Parse(members)!.AsObject();
        reading["now"] = "2026-03-15T21:30:00+03:00";
        return reading;
    }

    private async Task<string> Body(string collection) => (await Server.Next($"POST /{collection}"))["body"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
