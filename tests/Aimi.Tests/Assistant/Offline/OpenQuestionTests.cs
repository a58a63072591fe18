using System.Collections;
using System.Globalization;
using Aimi.Assistant.Offline;
using Aimi.Language;

namespace Aimi.Tests.Assistant.Offline;

/// <summary>Aimi hears her own questions in the conversation: nothing else is kept of them.</summary>
public class OpenQuestionTests
{
    public static TheoryData<string, string> Questions
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (DictionaryEntry text in Sayings.Texts.GetResourceSet(CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: false)!)
            {
                if (((string)text.Key).StartsWith("Ask", StringComparison.Ordinal))
                {
                    data.Add((string)text.Key, "ru");
                    data.Add((string)text.Key, "en");
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Questions))]
    public void Each_question_is_heard_again_with_what_it_names(string key, string language)
    {
        var asked = new Sayings(CultureInfo.GetCultureInfo(language)).Say(key, "Позвонить маме, завтра", "завтра в 10:00");

        var question = OpenQuestion.Of([new(true, "Привет"), new(false, $"Записала.\n{asked}")]);

        Assert.Equal(key, question?.Key);
        Assert.True(question!.Slots.Count == 0 || question.Title == "Позвонить маме, завтра");
    }

    [Fact]
    public void What_was_answered_to_the_questions_before_belongs_to_it()
    {
        var say = new Sayings(SpokenLanguage.Russian);
        Line[] talk =
        [
            new(true, "Как дела?"), new(false, say["HowAreYou"]),
            new(true, "напомни позвонить маме"), new(false, say.Say("AskRemindWhen", "Позвонить маме")),
            new(true, "завтра"), new(false, say.Say("AskRemindHour", "Позвонить маме")),
        ];

        Assert.Equal(["напомни позвонить маме", "завтра"], OpenQuestion.Of(talk)!.Said);
    }

    [Fact]
    public void The_last_of_several_questions_is_the_open_one()
    {
        var say = new Sayings(SpokenLanguage.English);
        var both = $"{say.Say("AskRemindWhen", "Call mom")}\n{say.Say("AskEventHour", "Dentist")}";

        var question = OpenQuestion.Of([new(true, "…"), new(false, both)]);
        Assert.Equal(("AskEventHour", "Dentist"), (question?.Key, question?.Title));
    }

    [Fact]
    public void What_is_no_question_of_hers_is_none()
    {
        Assert.Null(OpenQuestion.Of([new(true, "Привет"), new(false, "Доброе утро! О чём сегодня поговорим?")]));
        Assert.Null(OpenQuestion.Of([new(false, "О чём напомнить?")]));
        Assert.Null(OpenQuestion.Of([]));
    }

    [Fact]
    public void A_list_is_heard_line_by_line()
    {
        var asked = Sayings.Numbered(new Sayings(SpokenLanguage.Russian)["AskWhich"], ["«Созвон» — завтра в 10:00", "«Созвон с юристом»"]);

        Assert.Equal(["«Созвон» — завтра в 10:00", "«Созвон с юристом»"], OpenQuestion.Of([new(true, "отмени созвон"), new(false, asked)])!.Choices());
    }
}
