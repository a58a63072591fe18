namespace Aimi.Planning.DatesInWords.Russian;

/// <summary>Months, weekdays, units and the like, in all cases; ё is е.</summary>
internal static class RussianWords
{
    private static readonly (string Stem, string Endings, string Short)[] Months =
    [
        ("январ", "ь я ю ем е", "янв"), ("феврал", "ь я ю ем е", "фев февр"), ("март", "- а у ом е", "мар"), ("апрел", "ь я ю ем е", "апр"),
        ("ма", "й я ю ем е", ""),
        ("июн", "ь я ю ем е", "июн"), ("июл", "ь я ю ем е", "июл"), ("август", "- а у ом е", "авг"), ("сентябр", "ь я ю ем е", "сен сент"),
        ("октябр", "ь я ю ем е", "окт"), ("ноябр", "ь я ю ем е", "ноя нояб"), ("декабр", "ь я ю ем е", "дек"),
    ];

    private static readonly (DayOfWeek Day, string Stem, string Endings, string Short)[] Weekdays =
    [
        (DayOfWeek.Monday, "понедельник", "- а у ом е и ам ами ах", "пн понед"), (DayOfWeek.Tuesday, "вторник", "- а у ом е и ам ами ах", "вт"),
        (DayOfWeek.Wednesday, "сред", "а ы е у ой ам ами ах", "ср"), (DayOfWeek.Thursday, "четверг", "- а у ом е и ам ами ах", "чт"),
        (DayOfWeek.Friday, "пятниц", "а ы е у ей ам ами ах", "пт"), (DayOfWeek.Saturday, "суббот", "а ы е у ой ам ами ах", "сб"),
        (DayOfWeek.Sunday, "воскресен", "ье ья ью ьем ьи ьям ьями ьях ие ия ию", "вс вскр"),
    ];

    private static readonly (TimeUnit Unit, string Forms)[] Units =
    [
        (TimeUnit.Second, "секунда секунды секунду секунд секунде секундочку сек"),
        (TimeUnit.Minute, "минута минуты минуту минут минуте минутой минутам минутами минутах минутка минутку минутки минуток минуточку минуточек мин"),
        (TimeUnit.Hour, "час часа часу часе часом часы часов часам часами часах часик часика часиков часок часочек ч"),
        (TimeUnit.Day, "день дня дню дне дни дней дням днями днях денек денька деньков сутки суток суткам"),
        (TimeUnit.Week, "неделя недели неделе неделю неделей недель неделям неделями неделях неделька недельку недельки нед"),
        (TimeUnit.Month, "месяц месяца месяцу месяцем месяце месяцы месяцев месяцам месяцами месяцах месяцок мес"),
        (TimeUnit.Quarter, "квартал квартала кварталу квартале кварталом"),
        (TimeUnit.Year, "год года году годом годе годы лет годам годами годах годик г"),
    ];

    private static readonly (Which Which, string Stem, string Endings)[] Whiches =
    [
        (Which.This, "эт", "от а у ой ом о и их им ого ому"), (Which.This, "текущ", "ий ая ую ей ем ее ие их его"),
        (Which.This, "нынешн", "ий яя юю ей ем ее ие их его"),
        (Which.Next, "следующ", "ий ая ую ей ем ее ие их им ими его ему"), (Which.Next, "будущ", "ий ая ую ей ем ее ие их им его ему"),
        (Which.Next, "след", "-"),

        // So it is misspelt most.
        (Which.Next, "следущ", "ий ая ую ей ем ее ие их его"), (Which.Next, "будующ", "ий ая ую ей ем ее ие их его"),
        (Which.Last, "прошл", "ый ая ую ой ом ое ые ых ым ого"), (Which.Last, "прошедш", "ий ая ую ей ем ее ие их его"),
        (Which.Last, "минувш", "ий ая ую ей ем ее ие их"),
        (Which.Last, "предыдущ", "ий ая ую ей ем ее ие их"), (Which.BeforeLast, "позапрошл", "ый ая ую ой ом ое ые ых ым ого"),
        (Which.Coming, "ближайш", "ий ая ую ей ем ее ие их ими ему"), (Which.Coming, "грядущ", "ий ая ую ей ем ее ие их"),
    ];

    private static readonly (int Days, string Forms)[] Relative =
    [
        (0, "сегодня"), (1, "завтра"), (2, "послезавтра"), (3, "послепослезавтра"), (-1, "вчера"), (-2, "позавчера"), (-3, "позапозавчера"),
        (0, "сегодняшний сегодняшняя сегодняшнюю сегодняшней сегодняшнее сегодняшнего сегодняшнему сегодняшние"),
        (1, "завтрашний завтрашняя завтрашнюю завтрашней завтрашнее завтрашнего завтрашнему завтрашние"),
        (-1, "вчерашний вчерашняя вчерашнюю вчерашней вчерашнее вчерашнего"),
    ];

    private static readonly (DayPart Part, string Forms)[] Parts =
    [
        (DayPart.Morning, "утром утро утра утру утречком"), (DayPart.Afternoon, "днем"), (DayPart.Evening, "вечером вечер вечера вечеру вечерком"),
        (DayPart.Night, "ночью ночь ночи"),
    ];

    private static readonly (PeriodUnit Season, string Forms)[] Seasons =
    [
        (PeriodUnit.Spring, "весной весна весны весне весну"), (PeriodUnit.Summer, "летом лето лета лету лете"), (PeriodUnit.Autumn, "осенью осень осени"),
        (PeriodUnit.Winter, "зимой зима зимы зиме зиму"),
    ];

    // A letter away from a month or a weekday, and words of their own.
    private const string Lookalikes =
        "марка марку марке марки марок марша маршу марше марс марса марсу марсе марты март карта карту карте парта парту парте фарта арта среди средь среза срезу срезе следа следу "
        + "треда треду сряду средам серда пятница суббота апреле четверть четверти четверка";

    public static Lexicon Lexicon { get; } = new(
        [
            .. RussianNumerals.Words(),
            .. Months.SelectMany((month, index) => All(Forms.Of(month.Stem, month.Endings).Concat(Split(month.Short)), MeaningKind.Month, index + 1)),
            .. Weekdays.SelectMany(day => All(Forms.Of(day.Stem, day.Endings).Concat(Split(day.Short)), MeaningKind.Weekday, (int)day.Day)),
            .. Units.SelectMany(unit => All(Split(unit.Forms), MeaningKind.Unit, (int)unit.Unit)),
            .. Whiches.SelectMany(which => All(Forms.Of(which.Stem, which.Endings), MeaningKind.Which, (int)which.Which)),
            .. Relative.SelectMany(day => All(Split(day.Forms), MeaningKind.RelativeDay, day.Days)),
            .. Parts.SelectMany(part => All(Split(part.Forms), MeaningKind.DayPart, (int)part.Part)),
            .. Seasons.SelectMany(season => All(Split(season.Forms), MeaningKind.Season, (int)season.Season)),
        ],
        Split(Lookalikes));

    private static string[] Split(string forms) => forms.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    // "Июн" is short for both its stem and its form; the first stands.
    private static IEnumerable<KeyValuePair<string, Meaning>> All(IEnumerable<string> forms, MeaningKind kind, int value) =>
        forms.Distinct(StringComparer.Ordinal).Select(form => KeyValuePair.Create(form, new Meaning(kind, value)));
}
