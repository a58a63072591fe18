using Aimi.Assistant.Offline.Understanding;
using Aimi.Language;
using Aimi.Planning.DatesInWords;

namespace Aimi.Tests.Assistant.Understanding;

public class IntentReaderTests
{
    [Fact]
    public void An_empty_text_wants_nothing()
    {
        Assert.Empty(Read(""));
        Assert.Empty(Read(" \n\t "));
    }

    [Theory]
    [InlineData("...")]
    [InlineData("😀")]
    [InlineData("42")]
    public void A_text_that_says_nothing_is_told(string text) => Assert.Equal(IntentName.Tell, Assert.Single(Read(text)).Name);

    [Fact]
    public void Each_of_several_has_its_stretch_of_the_message()
    {
        const string text = "Привет! Напомни завтра в 10 позвонить маме и запиши встречу с Олей в пятницу в 15";
        Assert.Equal(
            ["Привет!", "Напомни завтра в 10 позвонить маме", "и запиши встречу с Олей в пятницу в 15"],
            Read(text).Select(intent => text.Substring(intent.Start, intent.Length)));
    }

    [Theory]
    [InlineData("ru", "завтра в 10 и в пятницу в 12 тренировка", "Тренировка", "03-12 10:00", "03-13 12:00")]
    [InlineData("ru", "Напомни завтра в 10 и в 12 выпить таблетку", "Выпить таблетку", "03-12 10:00", "03-12 12:00")]
    [InlineData("en", "Gym tomorrow at 10 and on Friday at 12", "Gym", "03-12 10:00", "03-13 12:00")]
    public void What_is_at_several_times_is_one_plan_each(string language, string text, string title, string first, string second)
    {
        var read = Read(text, language);
        Assert.Equal([first, second], read.Select(intent => $"{intent.When!.From:MM-dd HH:mm}"));
        Assert.All(read, intent => Assert.Equal(title, intent.Title));
    }

    [Theory]
    [InlineData("созвон во вторник или в среду")]
    [InlineData("созвон завтра в 10 или в 11")]
    public void One_of_two_times_is_asked_about(string text)
    {
        var intent = Assert.Single(Read(text));
        Assert.Equal("Созвон", intent.Title);
        Assert.Null(intent.When);
        Assert.Equal(2, intent.Question!.Candidates.Count);
    }

    [Theory]
    [InlineData("напомни мне")]
    [InlineData("напомни мне завтра в 10")]
    [InlineData("поставь напоминание мне")]
    public void Who_is_reminded_is_not_what_of(string text)
    {
        var intent = Assert.Single(Read(text));
        Assert.Equal(IntentName.PlanReminder, intent.Name);
        Assert.Null(intent.Title);
    }

    [Fact]
    public void The_stretches_of_times_are_those_of_the_message()
    {
        const string text = "Устала. Напомни позвонить маме завтра в 10";
        var when = Assert.Single(Read(text)).When!;
        Assert.Equal("завтра в 10", text.Substring(when.Start, when.Length));
        Assert.Equal(new DateTime(2026, 3, 12, 10, 0, 0), when.From);
    }

    [Fact]
    public void How_long_stands_beside_when()
    {
        var planned = Assert.Single(Read("в пятницу в 15 встреча с Олей на час"));
        Assert.Equal(("Встреча с Олей", TimeSpan.FromHours(1)), (planned.Title, planned.When!.Duration));
    }

    [Fact]
    public void Who_asks_tells_the_rest_by_the_way() =>
        Assert.Equal([IntentName.PlanReminder], Read("Сегодня был тяжёлый день. Напомни завтра в 9 написать Игорю. Всё надоело.").Select(intent => intent.Name));

    [Fact]
    public void An_hour_alone_is_of_the_day_that_was_named_before() =>
        Assert.Equal(
            [new DateTime(2026, 3, 13, 10, 0, 0), new DateTime(2026, 3, 13, 12, 0, 0)],
            Read("напомни в пятницу в 10 позвонить маме и в 12 купить хлеб").Select(intent => intent.When!.From));

    [Fact]
    public void What_can_be_read_in_two_ways_is_asked_about()
    {
        var planned = Assert.Single(Read("напомни в пятницу утром или вечером позвонить Оле"));
        Assert.Equal("Позвонить Оле", planned.Title);
        Assert.NotNull(planned.Question);
        Assert.Null(planned.When);
        Assert.True(planned.Confidence < 0.5);
    }

    [Fact]
    public void What_was_moved_from_one_day_to_another_has_both()
    {
        var moved = Assert.Single(Read("move the meeting with Olga from Friday to Saturday", "en"));
        Assert.Equal((13, 14), (moved.At!.From.Day, moved.When!.From.Day));
    }

    [Fact]
    public void Of_a_story_counts_only_what_is_asked_in_so_many_words()
    {
        var story = string.Concat(Enumerable.Repeat("Сегодня встретила подругу, мы долго гуляли, и надо было купить молоко. ", 20));
        Assert.Equal(IntentName.Tell, Assert.Single(Read(story)).Name);
        Assert.Equal("Купить хлеб", Assert.Single(Read(story + "Напомни завтра в 10 купить хлеб")).Title);
    }

    [Fact]
    public void A_title_is_at_most_as_long_as_a_plan_takes()
    {
        var planned = Assert.Single(Read("добавь задачу " + string.Join(' ', Enumerable.Repeat("неописуемо", 50))));
        Assert.InRange(planned.Title!.Length, 400, 500);
    }

    [Theory]
    [InlineData("Запомни, что завтра приезжает мама.", "завтра приезжает мама")]
    [InlineData("забудь, что в пятницу я болела", "в пятницу я болела")]
    public void What_is_remembered_or_forgotten_keeps_its_times(string text, string content) => Assert.Equal(content, Assert.Single(Read(text)).Content);

    [Fact]
    public void A_city_that_is_not_known_is_answered_in_the_persons_words()
    {
        var zone = Assert.Single(Read("поменяй часовой пояс на Урюпинск"));
        Assert.Equal((IntentName.SetTimezone, null, "Урюпинск"), (zone.Name, zone.Timezone, zone.Content));
        Assert.True(zone.Confidence < 0.5);
    }

    [Fact]
    public void Every_zone_of_a_city_exists() => Assert.All(Cities.All, zone => Assert.True(TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _), zone));

    [Fact]
    public void No_text_throws_and_every_stretch_lies_in_it()
    {
        // Seeded: the same texts every time.
        var random = new Random(5);
        string[] pieces =
        [
            .. UnderstandingCorpus.Read("ru", "known").Concat(UnderstandingCorpus.Read("en", "known")).SelectMany(utterance => utterance.Text.Split(' ')),
            "\n", "…", "(", "«", "\"", "😀", "\ud83d", "\u0301", "$", "—", "-", ":", "1.5", "'", "`", "№", "٣", "ё́",
        ];
        for (var round = 0; round < 4_000; round++)
        {
            var text = string.Join(random.Next(4) == 0 ? "" : " ", Enumerable.Range(0, random.Next(1, 30)).Select(_ => pieces[random.Next(pieces.Length)]));
            Check(text, random.Next(2) == 0 ? "ru" : "en");
        }

        Check(string.Join(" и ", Enumerable.Repeat("напомни в 10", 2_400)), "ru");
        Check(new string('а', 32_000), "ru");
        Check(string.Concat(Enumerable.Repeat("a, ", 10_000)), "en");

        static void Check(string text, string language)
        {
            foreach (var intent in Read(text, language))
            {
                Assert.InRange(intent.Start, 0, text.Length);
                Assert.InRange(intent.Start + intent.Length, intent.Start, text.Length);
                Assert.InRange(intent.Confidence, 0, 1);
                Assert.NotEqual("", intent.Title);
                Assert.NotEqual("", intent.Target);
                Assert.NotEqual("", intent.Content);
                Assert.All(new[] { intent.When, intent.At }.OfType<SpokenDate>(), date => Assert.InRange(date.Start + date.Length, date.Start, text.Length));
            }
        }
    }

    private static IReadOnlyList<Intent> Read(string text, string language = "ru") => IntentReader.Read(text, UnderstandingCorpus.Now, SpokenLanguage.Of("", language));
}
