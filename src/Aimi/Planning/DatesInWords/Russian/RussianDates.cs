using System.Collections.Frozen;
using System.Globalization;
using Aimi.Language;

namespace Aimi.Planning.DatesInWords.Russian;

/// <summary>Time in Russian.</summary>
internal sealed class RussianDates : DateLanguage
{
    public override CultureInfo Culture => SpokenLanguage.Russian;

    public override Lexicon Lexicon => RussianWords.Lexicon;

    public override IReadOnlyList<Rule> Rules
    {
        get
        {
            var (days, clock) = (new RussianDays(this).Rules, new RussianClock(this).Rules);
            return
            [
                .. RussianLinks.Rules,
                .. days,
                .. RussianRepeats.Rules,
                .. RussianRepeatedDays.Rules,
                .. RussianMonthly.Rules,
                .. RussianPeriods.Rules,
                .. RussianPlaced.Rules,
                .. clock,
                .. new RussianBareNumbers(this).Rules,
                .. RussianDayParts.Rules,
                .. new RussianOffsets(days, clock).Rules,
                .. RussianAmounts.Rules,
            ];
        }
    }

    public override bool MonthFirst => false;

    // "10:30" is written so in the 24 hours; "3:30" may still be of the afternoon.
    public override bool IsExactHour(Token hour, bool withMinutes) =>
        base.IsExactHour(hour, withMinutes) || (withMinutes && hour is { Digits: > 0, Value: >= 7 });

    public override bool IsGlue(Phrase phrase, int at) =>
        Glue.Contains(phrase[at].Text) || (phrase.Is(at, "-") && phrase.Is(at - 1, "где"))
        || (phrase.IsTight(at, ".") && IsShort(phrase, at - 1) && phrase[at + 1].Kind is not TokenKind.None);

    // "15.03.", "ср.", "янв."
    private static bool IsShort(Phrase phrase, int at) => phrase[at].IsNumber || (phrase[at].Length <= 4 && phrase[at].Meaning.Kind is not MeaningKind.None);

    public override bool IsMeasure(Phrase phrase, int at)
    {
        var word = phrase[at];
        if (word.Kind is TokenKind.Mark)
            return word.Text is "%" or "₽" or "$" or "€" or "°" or "№" || (word.Text is "*" or "×" && !word.Spaced);
        if (word.Kind is not TokenKind.Word || word.Meaning.Kind is not MeaningKind.None)
            return false;

        // "в 19 урок": nineteen of them would be "уроков".
        if (Singulars.Contains(word.Text) && phrase[at - 1] is { IsNumber: true, Value: var count } && (count % 100 is >= 11 and <= 14 || count % 10 is 0 or >= 5))
            return false;
        return Measures.Contains(word.Text) || MeasureStems.Any(stem => word.Text.StartsWith(stem, StringComparison.Ordinal))
            || (word.Length > 4 && CaseEndings.Any(ending => word.Text.EndsWith(ending, StringComparison.Ordinal)));
    }

    public override bool NamesNumber(Phrase phrase, int at)
    {
        var word = phrase[at].Text;
        if (word == "." && at > 0)
            return NamesNumber(phrase, at - 1);
        return word.Length > 0 && (Names.Contains(word) || NameStems.Any(stem => word.StartsWith(stem, StringComparison.Ordinal)));
    }

    public override bool Excepts(Phrase phrase, int at) => phrase.Is(at, "кроме", "исключая", "исключением");

    public override bool IsTimes(Phrase phrase, int at) =>
        phrase.Is(at, "дважды", "трижды") || (phrase[at].IsNumber && phrase.Is(at + 1, "раз", "раза"));

    public override bool Denies(Phrase phrase, int at) => phrase.Is(at, "не") && !phrase.Is(at - 1, "бы", "или", "если");

    public override bool IsTimeWord(Phrase phrase, int at) =>
        phrase.Is(at, MeaningKind.RelativeDay) || (phrase.Is(at, MeaningKind.Weekday) && phrase[at].Length > 4
            && !phrase.Is(at, "средой", "среды", "среде", "средам", "среда"));

    public override bool SpeaksOfPast(Phrase phrase)
    {
        var past = false;
        for (var at = 0; at < phrase.Count; at++)
        {
            var word = phrase[at].Text;
            if (Plans.Contains(word))
                return false;
            past |= phrase[at].Meaning.Kind is MeaningKind.None && IsPastVerb(word);
        }

        return past;
    }

    // "Зал" and its kind end as verbs do: "спортзал", "вокзалы", but "показал".
    private static bool IsPastVerb(string word) =>
        (word.Length > 3 && !NoVerbs.Contains(word) && (!word.Contains("зал", StringComparison.Ordinal)
            || word.Contains("казал", StringComparison.Ordinal) || word.Contains("вязал", StringComparison.Ordinal))
            && PastEndings.Any(ending => word.EndsWith(ending, StringComparison.Ordinal)))
            || word is "был" or "ел" or "пил" or "пила" or "шел" or "шла" or "шли";

    private static readonly FrozenSet<string> Glue = Set(
        "где то примерно около ровно приблизительно часиков же а именно числа включительно ориентировочно только уже еще прямо");

    private static readonly FrozenSet<string> Measures = Set(
        "кг г гр мг т л мл м км см мм шт р руб чел раз раза стр гб мб тб тыс млн млрд лет людей человек человека человеку евро баллов из х x класс "
        + "классе классу место месте этаж этаже");

    private static readonly FrozenSet<string> Singulars = Set("урок заказ вопрос шаг пункт гость звонок сериал");

    private static readonly string[] MeasureStems =
    [
        "грамм", "килограм", "литр", "метр", "километр", "рубл", "доллар", "процент", "штук", "страниц", "балл", "очк", "квартир",
        "комнат", "кабинет", "пачк", "бутыл", "коробк", "билет", "яблок", "яиц", "яйц", "градус", "подход", "повтор", "шаг",
        "калори", "глав", "серии", "сери", "сезон", "вопрос", "задач", "гост", "друз", "дет", "ребен", "ученик", "подъезд",
        "корпус", "дом", "попыт", "пункт", "заказ", "звонк", "письм", "книг", "урок", "маршрут", "автобус", "размер", "вариант",
        "причин", "ступен", "уровн", "стул", "столик", "чашк", "стакан", "ложк", "упражнен",
    ];

    // "в 5 магазинах", "с 2 детьми"
    private static readonly string[] CaseEndings = ["ах", "ях", "ами", "ями", "ьми"];

    private static readonly FrozenSet<string> Names = Set(
        "кв ул пл д стр том томе часть рейс рейсом борт iphone ipad айфон андроид android ios windows pixel galaxy python java версия версии v ver № "
        + "тариф тел телефон формула плюс минус счет статья ст пп п топ");

    private static readonly string[] NameStems =
    [
        "комнат", "квартир", "кабинет", "глав", "страниц", "верси", "улиц", "проспект", "площад", "номер", "маршрут", "автобус",
        "трамва", "троллейбус", "этаж", "подъезд", "пункт", "раздел", "упражнен", "урок", "сери", "сезон", "задач", "заказ",
        "вариант", "размер", "школ", "корпус", "офис", "аудитори", "палат", "выпуск", "эпизод", "параграф", "лекци", "модел",
    ];

    private static readonly string[] PastEndings =
        ["ил", "ила", "или", "ал", "ала", "али", "ел", "ела", "ели", "ял", "яла", "яли", "ул", "ула", "ули", "ыл", "ыла", "ыли", "шел", "шла", "шли", "лся",
            "лась", "лось", "лись", "было", "прошло"];

    private static readonly FrozenSet<string> NoVerbs = Set(
        "если или недели неделя цели цель дела дело начала канала журнала вокзал вокзала материал материала финал финала сериал сериала персонал "
        + "персонала модели отели отель постели мели сила силы правила стул тыл апрели зал зала скандал металл капитал канал журнал интервал бокал "
        + "бокала сигнал потенциал кардинал нашла стали туфли отдел отдела предел раздел раздела терминал оригинал арсенал криминал радикал вокал "
        + "карнавал перевал подвал привал овал провал обвал ритуал аврал генерал портал идеал филиал скала скалы шкала похвала мочала караул разгул "
        + "отгул загул аул крокодил удел автомобили мобили туфли метели кровели михаил даниил павел кирилл гавриил самуил камила людмила мила стела "
        + "ангел пчела могила");

    // Who plans says so, whatever else was.
    private static readonly FrozenSet<string> Plans = Set(
        "бы напомни напомнить напоминай надо нужно должен должна хочу хочется буду будет будем будут завтра послезавтра запланируй поставь добавь "
        + "создай запиши планирую собираюсь пора чтобы перенеси пусть через");

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
