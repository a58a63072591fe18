using Aimi.Sessions;

namespace Aimi.Tests.Sessions.Summaries;

public class RuleSummarizerFactTests
{
    [Theory]
    [InlineData("Раньше жил в Перми, теперь в Казани", "home=Казани")]
    [InlineData("I used to live in Perm, now in Kazan", "home=Kazan")]
    [InlineData("Переехала из Саратова в Краснодар", "home=Краснодар")]
    [InlineData("I moved from Boston to Austin", "home=Austin")]
    [InlineData("I've lived in Berlin for five years", "home=Berlin")]
    [InlineData("Раньше работала в банке, сейчас в школе", "work=школе")]
    [InlineData("Раньше я любила молоко, теперь терпеть не могу", "taste:молок=молоко")]
    [InlineData("I used to love milk, now I hate it", "taste:milk=milk")]
    public void What_was_is_no_fact_and_what_is_now_is(string said, string fact) => Assert.Equal([fact], Digest.FactsOf(said));

    [Theory]
    [InlineData("Раньше жила в Перми")]
    [InlineData("I used to live in Perm")]
    [InlineData("I lived in Perm as a child")]
    [InlineData("Раньше курила")]
    [InlineData("Была веганом")]
    [InlineData("I was a nurse")]
    [InlineData("бывший инженер")]
    public void What_is_past_is_no_fact(string said) => Assert.Empty(Digest.FactsOf(said));

    [Theory]
    [InlineData("больше не курю", "-habit:smoke=курю", "Больше не курит")]
    [InlineData("I don't smoke anymore", "-habit:smoke=smoke", "No longer smokes")]
    [InlineData("I no longer smoke", "-habit:smoke=smoke", "No longer smokes")]
    [InlineData("Курить бросила", "-habit:smoke=Курить", "Больше не курит")]
    [InlineData("I quit drinking last year", "-habit:drink=drinking", "No longer drinks")]
    [InlineData("Бросил курить полгода назад", "-habit:smoke=курить", "Больше не курит")]
    [InlineData("I quit smoking two years ago", "-habit:smoke=smoking", "No longer smokes")]
    [InlineData("Уволилась из Сбера", "-work=Сбера", "Уход с работы: из Сбера")]
    [InlineData("I quit my job at Google", "-work=Google", "Left the job: Google")]
    [InlineData("Я больше не живу в Самаре", "-home=Самаре", "Больше не живёт в Самаре")]
    [InlineData("I no longer live in Denver", "-home=Denver", "No longer lives in Denver")]
    [InlineData("We got divorced", "-family:marriage=divorced", "Is divorced")]
    [InlineData("Я развёлся", "-family:marriage=развёлся", "В разводе")]
    public void What_is_over_is_said_to_be_over(string said, string fact, string text)
    {
        Assert.Equal([fact], Digest.FactsOf(said));
        Assert.Equal(text, Assert.Single(Digest.Of(said).Facts).Text);
    }

    [Theory]
    [InlineData("Я не живу в Казани")]
    [InlineData("I don't live in Kazan")]
    [InlineData("I do not work at Google, my brother does")]
    [InlineData("У меня нет аллергии на орехи")]
    [InlineData("У меня диабета нет")]
    [InlineData("I have no allergies")]
    [InlineData("I'm not married")]
    [InlineData("я не замужем")]
    [InlineData("Я не веган")]
    [InlineData("Не хочу переезжать в Москву")]
    [InlineData("I don't want to move to Berlin")]
    [InlineData("I never decided to leave")]
    public void What_is_not_so_is_no_fact(string said) => Assert.Empty(Digest.FactsOf(said));

    [Theory]
    [InlineData("Моя подруга живёт в Риме")]
    [InlineData("My friend lives in Rome and works at Google")]
    [InlineData("My parents live in Boston and work at IBM")]
    [InlineData("Подруга вышла замуж и переехала в Тверь")]
    [InlineData("Подруга вышла замуж. Переехала в Тверь.")]
    [InlineData("Родилась племянница 3 марта!")]
    [InlineData("У меня мама диабетик")]
    [InlineData("I have a friend with diabetes")]
    [InlineData("I have diabetes in my family")]
    [InlineData("I'm a doctor's daughter")]
    [InlineData("Муж не любит рыбу")]
    [InlineData("Сестра Оли работает в банке")]
    [InlineData("Он говорит, что я работаю в Сбере")]
    [InlineData("Врач сказал, что у меня гастрит")]
    [InlineData("She thinks I live in Rome")]
    [InlineData("Коллега пишет: живу в Сочи")]
    [InlineData("Она сказала: «Я живу в Сочи»")]
    [InlineData("My coworker said \"I live in Miami\"")]
    public void What_is_said_of_others_or_by_others_is_no_fact(string said) => Assert.Empty(Digest.FactsOf(said));

    [Theory]
    [InlineData("Если бы я жил в Питере, ходил бы в Эрмитаж")]
    [InlineData("If I lived in Paris I'd eat croissants")]
    [InlineData("I live in Rome?")]
    [InlineData("Я живу в Риме?")]
    [InlineData("Представь, что я живу на Марсе")]
    [InlineData("I wish I worked at NASA")]
    [InlineData("I would live in Spain if I could")]
    [InlineData("Может, у меня диабет")]
    [InlineData("У меня депрессия, кажется")]
    [InlineData("We might move to Berlin")]
    [InlineData("Приснилось, что я работаю в цирке")]
    [InlineData("Не знаю, хочу ли я учиться")]
    [InlineData("Я живу на Луне, шучу")]
    public void What_is_asked_supposed_or_unsure_is_no_fact(string said) => Assert.Empty(Digest.FactsOf(said));

    [Theory]
    [InlineData("Я врачу позвонила")]
    [InlineData("Работаю в Excel весь день")]
    [InlineData("I work in London")]
    [InlineData("I'm going home")]
    [InlineData("I run a company")]
    [InlineData("Бегаю от проблем")]
    [InlineData("Лечу зубы в Сочи")]
    [InlineData("Меня зовут на работу в Яндекс")]
    [InlineData("I love you")]
    [InlineData("Люблю, когда тихо")]
    [InlineData("I was fired up")]
    [InlineData("Мне 5 минут нужно")]
    [InlineData("I'm 5 minutes late")]
    public void Words_that_only_look_like_a_fact_are_none(string said) => Assert.Empty(Digest.FactsOf(said));

    [Theory]
    [InlineData("Хочу переехать в Казань", "Хочет переехать в Казань")]
    [InlineData("I want to move to Berlin", "Wants to move to Berlin")]
    [InlineData("Хочу меньше работать", "Хочет меньше работать")]
    [InlineData("I'd like to call my mom", "Wants to call their mom")]
    public void A_wish_is_a_plan_and_says_nothing_of_what_is(string said, string text)
    {
        var fact = Assert.Single(Digest.Of(said).Facts);
        Assert.Equal((FactType.Plan, text), (fact.Type, fact.Text));
        Assert.StartsWith("plan:", fact.Subject, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Устроился в Яндекс", "Устроилась в Яндекс")]
    [InlineData("Бросил курить", "Бросила курить")]
    [InlineData("Решил бросить сахар", "Решила бросить сахар")]
    [InlineData("Переехал в Тверь", "Переехала в Тверь")]
    [InlineData("Родился в Омске", "Родилась в Омске")]
    [InlineData("Хотел бы научиться петь", "Хотела бы научиться петь")]
    [InlineData("Перестал есть мясо", "Перестала есть мясо")]
    public void Women_and_men_are_told_of_in_the_same_words(string his, string hers) =>
        Assert.Equal(Told(his), Told(hers));

    private static (string?, string, FactType, bool) Told(string said)
    {
        var fact = Assert.Single(Digest.Of(said).Facts);
        return (fact.Subject, fact.Text, fact.Type, fact.Ended);
    }

    [Theory]
    [InlineData("Запомни, что я не ем мясо", "diet:мяс=мясо")]
    [InlineData("Запомни: я живу в Туле", "home=Туле")]
    [InlineData("Remember that I live in Leeds", "home=Leeds")]
    [InlineData("Please remember that I'm allergic to nuts", "health:nut=nuts")]
    [InlineData("Не забудь, что я не ем мясо", "diet:мяс=мясо")]
    [InlineData("Don't forget that I live in Leeds", "home=Leeds")]
    public void To_ask_to_remember_is_to_say_so(string said, string fact) => Assert.Equal([fact], Digest.FactsOf(said));

    [Fact]
    public void A_list_of_likes_is_a_fact_each()
    {
        Assert.Equal(["taste:бел_вин=белое вино", "taste:оливк=оливки", "taste:сыр=сыр"], Digest.FactsOf("Люблю сыр, оливки и белое вино"));
        Assert.Equal(["taste:chees=cheese", "taste:oliv=olives"], Digest.FactsOf("I love cheese and olives"));
    }

    [Theory]
    [InlineData("Люблю кофе", "Больше не люблю кофе", FactType.Dislike)]
    [InlineData("I hate coffee", "I love coffee", FactType.Like)]
    public void A_changed_taste_takes_the_place_of_the_old(string first, string later, FactType type)
    {
        var fact = Assert.Single(Digest.Of(first, later).Facts);
        Assert.Equal(type, fact.Type);
        Assert.Equal([2L], fact.Seqs);
    }

    [Fact]
    public void Of_two_facts_about_one_subject_the_later_stands_and_what_is_said_twice_names_both_messages()
    {
        Assert.Equal(["home=Tula"], Digest.FactsOf("I live in Omsk", "Aimi: I see", "I live in Tula"));
        Assert.Equal([1L, 3L], Assert.Single(Digest.Of("I live in Omsk", "Aimi: I see", "As I said, I live in Omsk", "Bye").Facts).Seqs);
        Assert.True(Assert.Single(Digest.Of("Курю", "Больше не курю").Facts).Ended);
    }

    [Fact]
    public void Only_the_person_says_facts_of_themselves() =>
        Assert.Empty(Digest.FactsOf("Привет", "Aimi: Я живу в Казани. I live in Kazan. У меня диабет."));

    [Theory]
    [InlineData("Забудь, что я живу в Казани")]
    [InlineData("Forget that I live in Kazan")]
    [InlineData("Please forget that I live in Kazan")]
    [InlineData("Удали из памяти, что я живу в Казани")]
    public void What_is_to_be_forgotten_leaves_nothing(string asked)
    {
        var digest = Digest.Of("Я живу в Казани", "I live in Kazan", asked);
        Assert.DoesNotContain(digest.Facts, fact => asked.Contains(fact.Value!, StringComparison.Ordinal));
        var alone = Digest.Of(asked);
        Assert.Empty(alone.Facts);
        Assert.Equal("", alone.Summary);
        Assert.Empty(alone.Context);
        Assert.Empty(alone.Intents);
        Assert.Empty(alone.PendingActions);
    }

    [Theory]
    [InlineData("I always forget my keys in Kazan")]
    [InlineData("Don't forget that I live in Kazan")]
    [InlineData("Delete the reminder about Kazan")]
    public void What_only_sounds_like_forgetting_takes_nothing_back(string said) => Assert.Contains("home=Kazan", Digest.FactsOf("I live in Kazan", said));

    [Fact]
    public void A_joke_takes_back_what_was_said_before_it() => Assert.Empty(Digest.FactsOf("Я живу в Риме", "шучу"));

    [Fact]
    public void A_sentence_is_told_in_the_language_it_was_said_in() =>
        Assert.Equal(["Lives in Leeds", "Любит кофе"], Digest.Of("I live in Leeds and work a lot, as you know", "а ещё люблю кофе").Facts.Select(fact => fact.Text));

    [Fact]
    public void The_same_illness_and_habit_have_one_subject_in_both_languages()
    {
        Assert.Equal(Digest.Of("У меня диабет").Facts[0].Subject, Digest.Of("I have diabetes").Facts[0].Subject);
        Assert.Equal(Digest.Of("Бегаю по утрам").Facts[0].Subject, Digest.Of("I run every morning").Facts[0].Subject);
        Assert.Equal(Digest.Of("Мою сестру зовут Оля").Facts[0].Subject, Digest.Of("My sister's name is Olivia").Facts[0].Subject);
    }
}
