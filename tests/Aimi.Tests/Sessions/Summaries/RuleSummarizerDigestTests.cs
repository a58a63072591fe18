using Aimi.Sessions;
using Aimi.Sessions.Summaries;

namespace Aimi.Tests.Sessions.Summaries;

public class RuleSummarizerDigestTests
{
    private static readonly KnownThing Spanish = new("goal", new Guid("00000000-0000-7000-8000-000000000001"), "Говорить по-испански");
    private static readonly KnownThing Run = new("goal", new Guid("00000000-0000-7000-8000-000000000002"), "Run 10 kilometres");
    private static readonly KnownThing Yoga = new("habit", new Guid("00000000-0000-7000-8000-000000000003"), "Йога");

    [Fact]
    public void A_session_of_greetings_leaves_nothing()
    {
        foreach (var session in new[]
        {
            new[] { "Привет", "Aimi: О чём поговорим сегодня?", "как дела?", "Aimi: Хорошо, а у вас как дела?", "ок, спасибо", "пока" },
            ["Hi!", "Aimi: What shall we talk about?", "how are you?", "Aimi: Fine, thank you. And how are you?", "thanks, bye"],
        })
        {
            var digest = Digest.Of(session);
            Assert.Equal("", digest.Summary);
            Assert.Empty(digest.Facts);
            Assert.Empty(digest.Intents);
            Assert.Empty(digest.OpenQuestions);
            Assert.Empty(digest.PendingActions);
            Assert.Empty(digest.Context);
        }
    }

    [Fact]
    public void The_summary_holds_a_sentence_a_fact()
    {
        var digest = Digest.Of("Привет! Меня зовут Марина, живу в Казани", "Aimi: Рада познакомиться!", "Хочу выучить испанский. Завтра позвоню врачу");
        Assert.Equal("Имя — Марина. Живёт в Казани. Хочет выучить испанский. Предстоит: завтра позвоню врачу.", digest.Summary);
        Assert.Equal("ru", digest.Language);
        foreach (var fact in digest.Facts)
            Assert.DoesNotContain(fact.Value!, digest.Summary.Replace(fact.Text + ".", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Мне очень грустно", "sad", -1)]
    [InlineData("I'm so happy today", "happy", 1)]
    [InlineData("Устала как собака", "tired", -1)]
    [InlineData("Мне не грустно", "calm", 1)]
    [InlineData("I'm not happy", "low", -1)]
    [InlineData("Сдала экзамен 🎉", "happy", 1)]
    [InlineData("Переживаю за маму", "anxious", -1)]
    public void A_mood_shows_in_words_and_signs(string said, string label, int sign)
    {
        var mood = Digest.Of(said).Mood!;
        Assert.Equal(label, mood.Label);
        Assert.Equal(sign, Math.Sign(mood.Valence));
        Assert.Equal([1L], mood.Seqs);
    }

    [Theory]
    [InlineData("Завтра дождь")]
    [InlineData("My friend is sad")]
    [InlineData("Happy birthday to him")]
    [InlineData("Спокойной ночи")]
    [InlineData("Are you happy?")]
    public void No_mood_is_made_up(string said) => Assert.Null(Digest.Of(said).Mood);

    [Fact]
    public void Very_weighs_more_than_a_bit() =>
        Assert.True(Digest.Of("Я очень устала").Mood!.Valence < Digest.Of("Я немного устала").Mood!.Valence);

    [Theory]
    [InlineData("Посоветуй книгу про сон", "ask_advice")]
    [InlineData("What should I do about my sleep?", "ask_advice")]
    [InlineData("Напомни завтра позвонить маме", "plan_event")]
    [InlineData("Remind me to call mom", "plan_event")]
    [InlineData("Через месяц лечу в Стамбул", "plan_event")]
    [InlineData("Хочу выучить испанский", "set_goal")]
    [InlineData("Удалось пробежать десять километров", "share_progress")]
    [InlineData("I managed to finish the report", "share_progress")]
    [InlineData("Достала эта работа", "complain")]
    [InlineData("I'm fed up of meetings", "complain")]
    [InlineData("Отмени встречу с Олегом", "cancel_event")]
    [InlineData("I decided to leave Deloitte", "decide")]
    public void An_intent_is_told_by_how_it_is_said(string said, string intent)
    {
        var found = Assert.Single(Digest.Of(said).Intents);
        Assert.Equal(intent, found.Name);
        Assert.Equal([1L], found.Seqs);
    }

    [Fact]
    public void A_question_is_open_until_Aimi_answers_it()
    {
        Assert.Equal("Как мне лучше высыпаться?", Assert.Single(Digest.Of("Как мне лучше высыпаться?").OpenQuestions).Text);
        Assert.Empty(Digest.Of("Как мне лучше высыпаться?", "Aimi: Ложитесь в одно время.").OpenQuestions);
        Assert.Equal([1L], Assert.Single(Digest.Of("Which month is cheapest?", "Aimi: That I do not know.").OpenQuestions).Seqs);
        Assert.Equal([1L], Assert.Single(Digest.Of("Когда дешевле лететь?", "Aimi: Я работаю офлайн и ответить на это пока не могу.").OpenQuestions).Seqs);
    }

    [Fact]
    public void A_question_of_Aimis_that_was_left_unanswered_is_open()
    {
        Assert.Equal([2L], Assert.Single(Digest.Of("Хочу выучить испанский", "Aimi: Хорошо. Какой первый шаг?", "пока").OpenQuestions).Seqs);
        Assert.Empty(Digest.Of("Хочу выучить испанский", "Aimi: Хорошо. Какой первый шаг?", "Куплю учебник").OpenQuestions);
    }

    [Fact]
    public void A_promise_waits_until_it_is_said_to_be_kept()
    {
        var promise = Assert.Single(Digest.Of("Завтра позвоню врачу").PendingActions);
        Assert.Equal(("follow_up", "Завтра позвоню врачу"), (promise.Type, promise.Text));
        Assert.Equal("I'll send it tomorrow", Assert.Single(Digest.Of("I'll send it tomorrow").PendingActions).Text);
        Assert.Equal("I will practise on weekdays at 8 am", Assert.Single(Digest.Of("I will practise on weekdays at 8 am.").PendingActions).Text);
        Assert.Empty(Digest.Of("Позвоню врачу", "Aimi: Хорошо", "Позвонила врачу!").PendingActions);
        Assert.Single(Digest.Of("Позвоню врачу", "Aimi: Хорошо", "Так и не позвонила врачу").PendingActions);
        Assert.Empty(Digest.Of("I'll think about it").PendingActions);
        Assert.Empty(Digest.Of("Если смогу, завтра позвоню врачу").PendingActions);
        Assert.Empty(Digest.Of("Не позвоню врачу").PendingActions);
    }

    [Fact]
    public void A_goal_is_spoken_of_in_other_forms_of_its_words_and_with_how_it_goes()
    {
        var digest = Digest.Of([Spanish, Run, Yoga], "ru", "Начала говорить по-испански, горжусь!", "Aimi: Здорово", "Ran 3 kilometres today", "йогу опять пропустила");
        Assert.Equal([Spanish.Id, Run.Id, Yoga.Id], digest.Mentions.Select(mention => mention.EntityId));
        var (spanish, run, yoga) = (digest.Mentions[0], digest.Mentions[1], digest.Mentions[2]);
        Assert.Equal([1L], spanish.Seqs);
        Assert.True(spanish.Valence > 0);
        Assert.Equal("Начала говорить по-испански, горжусь", spanish.Note);
        Assert.Equal((0d, null), (run.Valence, run.Note));
        Assert.Equal([4L], yoga.Seqs);
        Assert.True(yoga.Valence < 0);
    }

    [Fact]
    public void A_goal_is_not_spoken_of_where_only_a_word_of_it_is() =>
        Assert.Empty(Digest.Of([Spanish, Run], "ru", "Не хочу сегодня говорить", "I run a company").Mentions);

    [Fact]
    public void People_and_places_stand_in_their_first_form_with_what_they_are_to_the_person()
    {
        var digest = Digest.Of("Живу в Казани, родилась в Нижнем Тагиле", "Мой муж Олег уехал, встречаюсь с Мариной", "My friend Paul works with me");
        Assert.Equal(
            ["Person Paul friend", "Person Марина ", "Person Олег husband", "Place Казань lives_in", "Place Нижний Тагил comes_from"],
            digest.Context.Where(thing => thing.Kind != SpokenKind.Topic).Select(thing => $"{thing.Kind} {thing.Name} {thing.Relation}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void All_forms_of_a_name_have_one_key()
    {
        Assert.Single(Digest.Of("Марина уехала", "Ходили с Мариной в кино", "Позвонила Марине").Context, thing => thing.Kind == SpokenKind.Person);
        Assert.Single(Digest.Of("Была в Москве", "Москва большая", "Вернулась из Москвы").Context, thing => thing.Kind == SpokenKind.Place);
    }

    [Fact]
    public void What_comes_up_again_is_a_topic()
    {
        var digest = Digest.Of("Отчёт съел все вечера", "Aimi: Тяжело?", "Да, этому отчёту нет конца");
        var topic = Assert.Single(digest.Context, thing => thing.Kind == SpokenKind.Topic);
        Assert.Equal([1L, 3L], topic.Seqs);
        Assert.Equal("Речь шла о таком: отчет.", digest.Summary);
    }

    [Fact]
    public void A_session_without_words_has_the_persons_language() =>
        Assert.Equal(["ru", "en"], new[] { "ru-RU", "en-GB" }.Select(locale => Digest.Of([], locale, "42 👍").Language));
}
