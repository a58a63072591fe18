using Aimi.Memory.Recall;

namespace Aimi.Tests.Memory;

public sealed class IndexTextTests
{
    [Fact]
    public void A_message_is_indexed_with_the_two_before_it_the_nearest_first() =>
        Assert.Equal("Max!\nWhat's his name?\nI have a dog", IndexText.Of("Max!", IndexText.Context("What's his name?", "I have a dog", "Hello")));

    [Fact]
    public void The_first_message_of_a_session_is_indexed_as_it_is() => Assert.Equal("Hello", IndexText.Of("Hello", IndexText.Context()));

    [Fact]
    public void Of_a_long_message_the_beginning_is_context_in_whole_words()
    {
        var context = IndexText.Context(string.Join(' ', Enumerable.Repeat("слово", 1_000)), new string('a', 5_000));
        Assert.InRange(context.Length, 500, 601);
        Assert.EndsWith("слово", context.Split('\n')[0], StringComparison.Ordinal);
    }
}
