using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Aimi.Assistant;
using Aimi.Assistant.Context;
using Aimi.Assistant.Deeds;
using Aimi.Assistant.Offline;
using Aimi.Assistant.Offline.Understanding;
using Aimi.Language;
using Aimi.Planning.DatesInWords;
using Microsoft.Extensions.AI;

namespace Aimi.Bench;

/// <summary>
/// <c>assistant</c>: what the offline assistant takes for a message, up to its reply or its first call of a tool, without the database. The floor is what any understanding needs: the words of the message and their stems.
/// </summary>
internal static class AssistantBench
{
    private static readonly Option<int> Rounds = new("--rounds") { Description = "How often each message is read.", DefaultValueFactory = _ => 300 };

    private static readonly string[] Said =
    [
        "Напомни завтра в 10 позвонить маме", "хочу выучить испанский к лету, буду заниматься по будням в 8 утра", "перенеси созвон на час позже", "сделал зарядку", "что у меня на этой неделе?",
        "запомни, что у меня аллергия на орехи", "что ты знаешь о моей сестре?", "отмени встречу с Олей", "Сегодня пробежал пять километров и совсем не устал, доволен собой", "мне сегодня грустно",
        "надо до пятницы сдать отчёт, а ещё купить молоко", "каждый последний день месяца в 18:30 переводить деньги", "remind me in 45 minutes to take the pie out", "dentist on Monday at 9", "cancel that",
        "what's on this week?", "I want to run a marathon by October", "move the meeting with Sam from Tuesday to Thursday at 3pm", "I meditated this morning", "how am I doing with Spanish?",
        "every other Tuesday at 7pm yoga with Kate", "don't disturb me from 22 to 8", "thanks, that was helpful", "I moved to Berlin last month and I still miss the sea",
    ];

    public static Command Command()
    {
        var command = new Command("assistant", "What the offline assistant takes for a message, beside the words and stems of it.") { Rounds };
        command.SetAction(async (parsed, _) =>
        {
            var rounds = parsed.GetValue(Rounds);
            var now = new DateTimeOffset(2027, 3, 10, 12, 0, 0, TimeSpan.FromHours(3));
            using var client = new OfflineChatClient();
            await Measure("floor: words and stems", rounds, text => Task.FromResult(Stems.OfText(text).Count));
            await Measure("dates in words", rounds, text => Task.FromResult(DateReader.Read(text, now.DateTime, SpokenLanguage.Of(text, "ru")).Dates.Count));
            await Measure("intents, with their dates", rounds, text => Task.FromResult(IntentReader.Read(text, now.DateTime, SpokenLanguage.Of(text, "ru")).Count));
            await Measure("the offline assistant", rounds, async text => (await client.GetResponseAsync([new ChatMessage(ChatRole.User, text)], Turn(text, now).Options([]))).Messages.Count);
        });
        return command;
    }

    private static OpenTurn Turn(string text, DateTimeOffset now)
    {
        var who = new PersonNow("Анна", "ru", "Europe/Moscow", now);
        return new OpenTurn(Guid.Empty, text, SpokenLanguage.Of(text, "ru"), who, Question: null, Pending: null, new TurnDeeds(null!))
        {
            Seq = 1,
            BuildContext = () => Task.FromResult(PersonContext.Empty(Guid.Empty, who)),
        };
    }

    private static async Task Measure(string what, int rounds, Func<string, Task<int>> read)
    {
        var took = new List<double>(rounds * Said.Length);
        var (sum, allocated) = (0, 0L);
        for (var round = -rounds / 10; round < rounds; round++)
        {
            foreach (var text in Said)
            {
                var (begun, before) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
                sum += await read(text);
                if (round < 0)
                    continue;

                took.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
                allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            }
        }

        took.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what,-28} p50 {took[took.Count / 2]:F3} ms   p99 {took[took.Count * 99 / 100]:F3} ms   {allocated / took.Count / 1024.0:F1} KB a message   ({sum})"));
    }
}
