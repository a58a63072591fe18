using Aimi.Assistant;
using Aimi.Messages;
using Microsoft.Extensions.AI;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Aimi.Tests.Assistant.Context;

/// <summary>What gives way where a prompt may cost no more.</summary>
public sealed class PromptBudgetTests
{
    /// <summary>Something of each part, in the order in which they give way; of a part what goes first in front.</summary>
    private static readonly string[] Order =
    [
        "last-1", "last-2",
        "At school I had German", "I want to talk to colleagues without an interpreter",
        "teacher",
        "Is fresher in the morning", "Learns Spanish for a job in Madrid",
        "verbs first",
        "Holidays", "Hand in the essay",
        "talk-1", "talk-2",
        "mostly well",
        "Allergic to nuts", "Name is Anna",
        "Yoga", "Run three times a week", "streak of 12 d",
        "Run a marathon", "Learn Spanish by summer",
        "Pay for the course",
        "Train to Kazan", "Lesson with Kate",
        "Send the timetable", "Which dictionary is best?", "proposed and not agreed", "how did it go?",
        "talk-3", "talk-4", "talk-5",
    ];

    private static readonly string[] Never = ["You are Aimi", "Anna", "Sunday, 15 March 2026, 12:00", "Europe/Moscow", "Cancel everything?", "the-question", "asked-now"];

    [Fact]
    public void What_gives_way_does_so_in_one_order_and_the_rest_fits()
    {
        var seen = new HashSet<int>();
        for (var limit = 4_000; limit >= 300; limit -= 20)
        {
            var prompt = Prompt(limit);
            var all = string.Join('\n', prompt.Select(message => message.Text));
            Assert.All(Never, text => Assert.Contains(text, all, StringComparison.Ordinal));

            var kept = Order.Select(text => all.Contains(text, StringComparison.Ordinal)).ToList();
            var first = kept.IndexOf(true);
            Assert.Equal(first < 0 ? [] : Order[first..], Order.Where((_, index) => kept[index]));
            if (first >= 0)
                Assert.True(prompt.Sum(ToldPerson.Count) <= limit, $"{prompt.Sum(ToldPerson.Count)} of {limit}");
            seen.Add(first);
        }

        // All of it, none of it, and nearly every step between.
        Assert.Contains(0, seen);
        Assert.Contains(-1, seen);
        Assert.True(seen.Count > 2 * Order.Length / 3, $"{seen.Count} steps");
    }

    [Fact]
    public void No_answer_is_told_without_what_it_answers()
    {
        for (var limit = 4_000; limit >= 300; limit -= 20)
        {
            var said = Prompt(limit).Skip(1).ToList();
            Assert.Equal(ChatRole.User, said[0].Role);
            Assert.Equal(said.Count(message => message.Role == ChatRole.User) - 1, said.Count(message => message.Role == ChatRole.Assistant));
        }
    }

    [Fact]
    public void What_a_tool_answered_stays_and_pushes_nothing_out()
    {
        var result = new FunctionResultContent("call-1", new { items = Enumerable.Range(0, 500).Select(index => $"a long line of a plan {index}").ToList() });
        ChatMessage[] called = [new(ChatRole.Assistant, [new FunctionCallContent("call-1", "agenda")]), new(ChatRole.Tool, [result])];
        var without = Prompt(2_000);
        var with = Prompt(2_000, called);

        Assert.Equal(without.Select(message => message.Text), with.SkipLast(2).Select(message => message.Text));
        Assert.Equal(called, with.TakeLast(2));
    }

    [Fact]
    public void A_very_long_message_of_before_is_cut_and_the_one_that_is_answered_is_not()
    {
        var novel = string.Join(' ', Enumerable.Repeat("слово", 3_000));
        var prompt = ToldPerson.Prompt(
            ToldPerson.Empty("ru"), "ru", 20_000, 0, null, null, new(ChatRole.User, novel), new(ChatRole.Assistant, "Понятно"), new(ChatRole.User, novel));
        Assert.Equal(4_001, prompt[1].Text.Length);
        Assert.EndsWith("…", prompt[1].Text, StringComparison.Ordinal);
        Assert.Equal(novel, prompt[^1].Text);
    }

    private static IReadOnlyList<ChatMessage> Prompt(int limit, params ChatMessage[] called) => ToldPerson.Prompt(
        ToldPerson.Rich("en", said => said), "en", limit, fromLastSession: 4,
        new FeedbackQuestion(ToldPerson.Id(46), "the-question"),
        new PendingConfirmation("cancel_event", "event", ToldPerson.Id(47), "Cancel everything?"),
        [.. Exchange("last-1"), .. Exchange("last-2"), .. Enumerable.Range(1, 5).SelectMany(index => Exchange($"talk-{index}")), new(ChatRole.User, "asked-now"), .. called]);

    private static ChatMessage[] Exchange(string text) => [new(ChatRole.User, text), new(ChatRole.Assistant, $"An answer to what was said: {text}")];
}
