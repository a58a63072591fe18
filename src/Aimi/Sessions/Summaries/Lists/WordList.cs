using System.Collections.Frozen;

namespace Aimi.Sessions.Summaries;

/// <summary>Sets of words that the rules know. All are folded: lower case, ё as е.</summary>
internal static class WordList
{
    /// <summary>Begin a clause of their own.</summary>
    public static readonly FrozenSet<string> Conjunctions = Of("и а но зато или либо хотя потому поэтому and but or because although though while whereas");

    /// <summary>Join the items of a list.</summary>
    public static readonly FrozenSet<string> ListWords = Of("и или and or");

    /// <summary>May stand before what a person says of themselves, and change nothing about it.</summary>
    public static readonly FrozenSet<string> Leads = Of("""
        я мы ну да кстати вообще вообще-то а и но зато вот так значит итак короче сейчас теперь уже пока еще тоже также просто очень прям прямо действительно
        реально честно правда наконец наконец-то потому потом поэтому привет приветик здравствуй здравствуйте хай хотя ведь сам сама лично сегодня ага ой ура
        ого слушай смотри конечно ужасно безумно сильно просто-напросто снова опять недавно давно раньше прежде все-таки
        well so and but oh yes yeah yep hi hey hello there btw actually currently now also just really honestly basically still because since though although
        please today recently finally okay ok again
        """);

    /// <summary>Several words that do as one of <see cref="Leads"/>.</summary>
    public static readonly string[][] LeadPhrases =
    [
        .. Lines("""
            by the way
            to be honest
            if i am honest
            these days
            at the moment
            right now
            as of now
            если честно
            честно говоря
            по правде говоря
            больше всего
            в общем
            в целом
            на самом деле
            на данный момент
            добрый день
            доброе утро
            добрый вечер
            good morning
            good evening
            """),
    ];

    /// <summary>May stand between the words of a statement.</summary>
    public static readonly FrozenSet<string> Adverbs = Of("""
        я очень просто сейчас теперь уже пока еще тоже также вообще прям реально действительно безумно ужасно обычно всегда тут здесь сам сама давно недавно
        сегодня завтра послезавтра скоро есть больше всего мы так сильно всю жизнь снова опять вместе наконец наконец-то совсем
        really very just also still now currently actually always usually absolutely totally truly already finally recently even
        """);

    /// <summary>"Remember that I …" says it.</summary>
    public static readonly FrozenSet<string> Remember = Of("запомни запомните помни помните учти учтите знай знайте имей виду remember note know mind");

    /// <summary>"Forget that I …" takes it back.</summary>
    public static readonly FrozenSet<string> Forget = Of("забудь забудьте forget");

    /// <summary>"Delete what you know of …" does so, "delete the reminder" does not.</summary>
    public static readonly FrozenSet<string> Erase = Of("удали удалите сотри сотрите delete erase");

    /// <summary>What such a sentence tells is not so.</summary>
    public static readonly FrozenSet<string> Unreal = Of("""
        если бы б представь представьте допустим предположим якобы будто словно приснилось приснился приснилась снилось кажется наверное наверно возможно
        похоже может вроде видимо персонаж роман герой героиня
        if whether wish maybe perhaps probably possibly apparently might imagine suppose pretend unless dreamed dreamt dreaming dreams character novel
        """);

    /// <summary>Somebody says or thinks it; their stems.</summary>
    public static readonly FrozenSet<string> Saying = Of("""
        говор сказа спрос спрашива ответ пишет написа дума счита утвержда уверен боя бо рассказа крич шепнул намекнул каз наверн
        say said says tell told think thought claim believ ask asked reckon write wrote suggest joke guess suspect heard hear read
        """);

    /// <summary>What is remembered, where <see cref="Erase"/> is asked for.</summary>
    public static readonly FrozenSet<string> Memory = Of("что памяти memory memories that what fact facts факт факты");

    /// <summary>Takes back what was said just before.</summary>
    public static readonly FrozenSet<string> Joking = Of("шучу шутка шутил шутила прикалываюсь kidding joking jk");

    /// <summary>Somebody else may be who did it.</summary>
    public static readonly FrozenSet<string> Others = Of("""
        он она оно они кто кто-то никто тот та ты вы его ее их друг подруга приятель знакомый знакомая коллега сосед соседка начальник начальница одноклассник
        одноклассница однокурсник однокурсница родители все человек люди парень девушка босс
        he she it they you who someone somebody everyone nobody people friend friends colleague coworker neighbour neighbor boss guy parents
        """);

    /// <summary>The person themselves, in any case.</summary>
    public static readonly FrozenSet<string> Self = Of("я мы мне меня мной нам нас i we me my us");

    /// <summary>Where these come in, the words before them are no longer one action.</summary>
    public static readonly FrozenSet<string> Speaker = Of("я мы мне меня i we");

    public static readonly FrozenSet<string> Negations = Of("не ни нет нету нельзя not no never nor neither without без вряд");

    /// <summary>Open a phrase of time or circumstance.</summary>
    public static readonly FrozenSet<string> Prepositions = Of("""
        в во на с со к ко по после до через за из от у при около перед для без летом зимой
        in on at since from after before for during by until within with next this last every due
        """);

    /// <summary>An adverbial phrase that holds one of these is none: another sentence begins.</summary>
    public static readonly FrozenSet<string> Blockers = Of("""
        если бы б когда что чтобы кто где куда как почему зачем ли который которая которое которые он она они ты вы не
        if when that what who where how why whether which would could should might may he she they you it not do does did can
        """);

    public static readonly FrozenSet<string> TimeWords = Of("""
        год года году годах лет неделе неделю недели неделях месяц месяца месяце месяцев месяцы день дня днях дней дни днем выходных выходные выходным утро
        утра утрам утром вечер вечера вечерам вечером ночь ночи ночам ночью лето лета летом осень осени осенью зима зимы зиму зимой весна весны весну весной
        январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре январь февраль март апрель май июнь июль август сентябрь октябрь
        ноябрь декабрь января февраля марта апреля мая июня июля августа сентября октября ноября декабря понедельник понедельника понедельникам вторник
        вторника вторникам среду среды средам четверг четверга четвергам пятницу пятницы пятницам субботу субботы субботам воскресенье воскресенья
        воскресеньям завтра послезавтра сегодня вчера позавчера ежедневно каникулы каникулах отпуск отпуске майские детства времени
        year years month months week weeks day days weekend weekends morning mornings evening evenings night nights summer autumn fall winter spring january
        february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday mondays
        tuesdays wednesdays thursdays fridays saturdays sundays tomorrow today tonight yesterday daily childhood holidays
        """);

    /// <summary>How often: what makes a doing a habit.</summary>
    public static readonly FrozenSet<string> Often = Of("""
        каждый каждую каждое каждые ежедневно еженедельно регулярно раз раза утрам вечерам ночам выходным будням понедельникам вторникам средам четвергам
        пятницам субботам воскресеньям постоянно
        every daily weekly regularly times twice once mornings evenings nights weekends weekdays mondays tuesdays wednesdays thursdays fridays saturdays
        sundays
        """);

    /// <summary>Where a phrase of two or three words ends.</summary>
    public static readonly FrozenSet<string> PhraseEnds = Of("""
        сильно очень уже давно тоже также сейчас теперь вообще просто никогда всегда иногда часто больше меньше совсем чуть-чуть немного особенно завтра вчера
        сегодня пожалуйста кстати короче честно правда наверное кажется никакой никак год конечно
        really very much lot lots anymore more now too also always sometimes often already especially never please though honestly actually maybe probably
        today tomorrow yesterday these days currently lately
        """);

    /// <summary>Too general to be what somebody likes.</summary>
    public static readonly FrozenSet<string> Vague = Of("""
        идея идею идеи мысль вариант вещь вещи штука место ошибках людей человек слово подход предложение ответ вопрос приложение
        mistakes idea way fact sound look one thing things stuff lot part person place question answer suggestion app hard alone everything nothing something
        anything thought plan
        """);

    /// <summary>Wished every day; no plan.</summary>
    public static readonly FrozenSet<string> Trivial = Of("""
        есть кушать спать пить выспаться знать понять понимать сказать сказат спросить рассказать поделиться поговорить говорить плакать умереть верить быть
        посоветоваться узнать напомнить услышать слышать видеть жить отдохнуть попросить уточнить обсудить показать поблагодарить извиниться думать домой
        пожаловаться
        sleep eat drink know say ask tell talk share cry die scream be have see hear understand believe think thank hug remind cancel go get vent discuss add
        set let make hurt feel live complain rest bed church school town
        """);

    /// <summary>A message of nothing but these says nothing.</summary>
    public static readonly FrozenSet<string> Chatter = Of("""
        привет приветик здравствуй здравствуйте добрый день доброе утро вечер доброй ночи спокойной пока до свидания встречи завтра увидимся как дела ты жизнь
        поживаешь спасибо большое огромное пожалуйста ок окей ладно хорошо ага угу да нет ну не понятно понял поняла ясно супер круто отлично класс хаха ахаха
        ха лол а и эй чё че все что нового тебя у вас вы там тут есть кто
        hi hello hey good morning afternoon evening night bye goodbye see you later soon how are is it going doing today what's what up sup thanks thank a lot
        so much ok okay yes yep yeah no nope sure fine great cool nice lol haha wow got i am 's there the well anyway
        """);

    public static FrozenSet<string> Of(string words) => Split(words).ToFrozenSet(StringComparer.Ordinal);

    public static string[] Split(string words) => words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The words of each line that holds any.</summary>
    public static IEnumerable<string[]> Lines(string lines) =>
        lines.Split('\n').Select(Split).Where(words => words.Length > 0);
}
