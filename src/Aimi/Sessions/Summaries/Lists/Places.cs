using System.Collections.Frozen;
using Aimi.Language;

namespace Aimi.Sessions.Summaries;

/// <summary>Cities and countries that people speak of, in all their cases: known also where they are written small, and led back to their first form.</summary>
internal static class Places
{
    // A name of several words stands with a line for each of its forms: first form = the others.
    private const string Phrases = """
        Нижний Новгород = нижнем новгороде | нижнего новгорода | нижнему новгороду | нижним новгородом
        Великий Новгород = великом новгороде | великого новгорода | великому новгороду
        Нижний Тагил = нижнем тагиле | нижнего тагила
        Набережные Челны = набережных челнах | набережных челнов
        Ростов-на-Дону = ростове-на-дону | ростова-на-дону | ростову-на-дону
        Йошкар-Ола = йошкар-оле | йошкар-олы | йошкар-олу
        Улан-Удэ =
        Старый Оскол = старом осколе | старого оскола
        Великие Луки = великих луках | великих лук
        Санкт-Петербург = санкт-петербурге | санкт-петербурга | санкт-петербургу
        Южно-Сахалинск = южно-сахалинске | южно-сахалинска
        Петропавловск-Камчатский = петропавловске-камчатском | петропавловска-камчатского
        Нью-Йорк = нью-йорке | нью-йорка
        Лос-Анджелес = лос-анджелесе | лос-анджелеса
        Тель-Авив = тель-авиве | тель-авива
        Шри-Ланка = шри-ланке | шри-ланки | шри-ланку
        Южная Корея = южной корее | южную корею | южной кореи
        """;

    private const string Russian = """
        Москва Питер Петербург Казань Пермь Тверь Омск Томск Тула Уфа Самара Саратов Саранск Сочи Рязань Калуга Калининград Кемерово Киров Кострома Краснодар
        Красноярск Курган Курск Липецк Магадан Махачкала Мурманск Мытищи Химки Люберцы Подольск Королёв Новокузнецк Новосибирск Новосиб Норильск Обнинск Орёл
        Оренбург Пенза Псков Смоленск Ставрополь Сургут Сыктывкар Тамбов Тольятти Тюмень Ульяновск Хабаровск Чебоксары Челябинск Череповец Чита Элиста Якутск
        Ярославль Астрахань Барнаул Белгород Благовещенск Братск Брянск Владивосток Владикавказ Владимир Волгоград Вологда Воронеж Грозный Дербент Дмитров
        Екатеринбург Екб Ёбург Иваново Ижевск Иркутск Магнитогорск Миасс Нальчик Петрозаводск Пятигорск Серпухов Севастополь Симферополь Ялта Анапа Геленджик
        Новороссийск Абакан Ангарск Архангельск Балашиха Зеленоград Выборг Гатчина Коломна Электросталь Энгельс Рыбинск Суздаль Алтай Байкал Карелия Крым
        Камчатка Сахалин Сибирь Урал Кавказ Подмосковье Татарстан Башкирия Дагестан Минск Гомель Брест Витебск Киев Одесса Харьков Львов Днепр Алматы Астана
        Караганда Шымкент Бишкек Ташкент Самарканд Тбилиси Батуми Ереван Баку Рига Вильнюс Таллин Берлин Мюнхен Гамбург Лондон Париж Рим Милан Барселона
        Мадрид Валенсия Лиссабон Прага Варшава Краков Вена Амстердам Брюссель Хельсинки Стокгольм Осло Копенгаген Белград Будапешт Бухарест София Афины
        Стамбул Анталья Анкара Алания Дубай Токио Пекин Шанхай Сеул Бангкок Пхукет Бали Торонто Ванкувер Сидней Мельбурн Каир Иерусалим Хайфа Россия Украина
        Беларусь Белоруссия Казахстан Узбекистан Киргизия Грузия Армения Азербайджан Молдова Латвия Литва Эстония Польша Чехия Германия Франция Италия Испания
        Португалия Англия Великобритания Ирландия Шотландия Норвегия Швеция Финляндия Дания Голландия Нидерланды Бельгия Швейцария Австрия Венгрия Сербия
        Черногория Хорватия Болгария Румыния Греция Турция Кипр Израиль Египет Марокко Америка США Канада Мексика Бразилия Аргентина Чили Перу Китай Япония
        Корея Вьетнам Таиланд Индия Индонезия Австралия Европа Азия Африка Исландия Мальта ОАЭ
        """;

    private const string English = """
        Kazan Moscow Perm Tula Tver Omsk Sochi London Paris Rome Berlin Munich Hamburg Madrid Barcelona Valencia Lisbon Porto Prague Warsaw Krakow Vienna
        Amsterdam Brussels Helsinki Stockholm Oslo Copenhagen Belgrade Budapest Bucharest Athens Istanbul Dubai Tokyo Beijing Shanghai Seoul Bangkok Bali
        Toronto Vancouver Montreal Sydney Melbourne Cairo Jerusalem Dublin Edinburgh Glasgow Manchester Liverpool Leeds Bristol Cardiff Oxford Cambridge
        Brighton Birmingham NYC Brooklyn Boston Chicago Austin Denver Dallas Houston Seattle Portland Detroit Atlanta Miami Philadelphia Nashville Milan
        Tbilisi Yerevan Almaty Riga Vilnius Tallinn Zurich Geneva Singapore Mumbai Delhi Russia Ukraine Belarus Kazakhstan Armenia Latvia Lithuania Estonia
        Poland Germany France Italy Spain Portugal England Britain Ireland Scotland Wales Norway Sweden Finland Denmark Holland Netherlands Belgium
        Switzerland Austria Hungary Serbia Croatia Bulgaria Romania Greece Cyprus Israel Egypt Morocco America USA Canada Mexico Brazil Argentina Peru China
        Japan Korea Vietnam Thailand India Indonesia Australia Iceland Texas California Florida Ohio Oregon Europe Asia Africa Alaska Hawaii
        """;

    private static readonly FrozenSet<string> Masculine = WordList.Of("ставрополь ярославль севастополь симферополь суздаль брюссель израиль гомель");

    private static readonly FrozenDictionary<string, string> Forms = All();

    /// <summary>The first form of a known place, as it is written; null where it is not known.</summary>
    /// <param name="folded">One word or several, with single spaces.</param>
    public static string? FirstForm(string folded) => Forms.GetValueOrDefault(folded);

    /// <summary>The place in its first form where that is known, and as it was written where not.</summary>
    public static string Show(string written) => FirstForm(Words.Fold(written)) ?? written;

    private static FrozenDictionary<string, string> All()
    {
        var forms = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var place in WordList.Split(Russian))
        {
            var folded = Words.Fold(place);
            forms[folded] = place;
            foreach (var form in Cases(folded))
                forms.TryAdd(form, place);
        }

        foreach (var place in WordList.Split(English))
            forms[Words.Fold(place)] = place;

        foreach (var line in Phrases.Split('\n'))
        {
            var (place, others) = (line.Split('=')[0].Trim(), line.Split('=')[1].Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
            forms[Words.Fold(place)] = place;
            foreach (var form in others)
                forms[form] = place;
        }

        return forms.ToFrozenDictionary(StringComparer.Ordinal);
    }

    // Towns of many and those whose vowel comes and goes are no names of people.
    private static IEnumerable<string> Cases(string name) => name switch
    {
        "химки" => ["химках", "химок", "химкам"],
        "мытищи" => ["мытищах", "мытищ", "мытищам"],
        "люберцы" => ["люберцах", "люберец"],
        "чебоксары" => ["чебоксарах", "чебоксар"],
        "афины" => ["афинах", "афин"],
        "нидерланды" => ["нидерландах", "нидерландов"],
        "орел" => ["орле", "орла"],
        "череповец" => ["череповце", "череповца"],
        "грозный" => ["грозном", "грозного"],
        "подмосковье" => ["подмосковья"],
        "иваново" or "кемерово" => [name[..^1] + "е", name[..^1] + "а"],
        _ => Declension.FormsOf(name, Masculine.Contains(name)),
    };
}
