namespace Aimi.Sessions.Summaries;

/// <summary>How people say things of themselves in Russian. "Я" and the like before a pattern are skipped by <see cref="Statements"/>.</summary>
internal static class RussianFacts
{
    public const string Rules = """
        name              Name                 : меня зовут ,? <name>
        name              Name                 : зовут меня ,? <name>
        name              Name                 : меня зовут не <name> , а <name>
        name              Name                 : мое имя ,? <name>
        name              Name                 : зови|зовите|называй|называйте меня <name>
        name              Name                 : я ,? <given> .
        name              Name                 : я <given> из
        name              Name  after=привет|приветик|здравствуйте|здравствуй|вечер|день|утро : это|я <given> .
        age               Age                  : мне ~adv* <age> лет|год|года
        age               Age                  : мне ~adv* <age> .
        birthday          Birthday             : мой день рождения ~adv* ,? [ <date> ]
        birthday          Birthday             : день рождения у меня ,? [ <date> ]
        birthday          Birthday             : у меня день рождения ,? [ <date> ]
        birthday          Birthday  ^          : родился|родилась .. [ <date> ]

        family:           FamilyName           : ~мой? ~kin? <relation> зовут ,? <name>
        family:           FamilyName           : ~мой ~kin? <relation> <person>
        family:           FamilyName           : ~kin? <relation> <given>
        family:           FamilyName           : мы с|со ~мой? ~kin? <relation> <person>
        family:           FamilyName           : у меня|нас есть? ~kin? <relation> по? имени? <given>
        family:           FamilyName           : у меня|нас есть? ~kin? <relation> по имени <name>
        family:           FamilyName           : у меня|нас есть? ~adv* <pet> ,? <name>
        family:           FamilyName           : ~мой ~kin? <pet> <name>
        family:           HasFamily            : у меня|нас есть? ( [ <count> ~kin? <relation> ] )
        family:           HasFamily            : у меня|нас есть [ ~kin? <relation> ]
        family:           HasFamily            : у меня|нас [ ~kin? <relation> ] .
        family:marriage   Married              : ( замужем|женат )
        family:marriage   Married  ^           : ( вышла замуж )
        family:marriage   Married  ^           : ( женился )
        !family:marriage  Divorced  ^          : ( развелся|развелась )
        !family:marriage  Divorced             : мы ~adv* ( развелись )
        family:marriage   Married              : мы ~adv* ( женаты )
        !family:marriage  Divorced             : ( в разводе )
        !family:marriage  Divorced             : ( разведена|разведен )
        !family:partner   BrokeUp              : больше не встречаюсь|встречаемся [ с|со ( <person> ) ]
        !family:partner   BrokeUp  ^           : расстались|рассталась|расстался [ с|со ( <person> ) ]

        work:profession   WorksAs              : работаю|работаем|тружусь|подрабатываю ~adv* [ <profession> ]
        work:profession   WorksAs              : работаю|работаем .. в|во|на <org> [ <profession> ]
        work:profession   Trade                : я ~adv* [ <trade> ]
        work:profession   Trade                : по профессии|специальности|образованию ~adv* ,? [ <trade> ]
        work:profession   Trade                : ( на пенсии )
        work:profession   Teaches              : ( преподаю [ <thing> ] )
        work              WorksAt              : работаю|работаем|тружусь|служу .. [ в|во|на <org> ]
        work              WorksAt  after=работал|работала : сейчас|теперь [ в|во|на <org> ]
        work              NewJob  ^            : устроился|устроилась .. в|во|на <org>
        work              NewJob               : меня ~adv* взяли|приняли ~adv* на? работу? в|во <org>
        !work             Dismissed  ^         : уволился|уволилась [ из|с|со <org> ]
        !work             DismissedAnywhere  ^ : ( уволился|уволилась )
        !work             DismissedAnywhere    : меня ~adv* ( уволили|сократили )
        !work             Dismissed  ^         : ушел|ушла [ из <orgname> ]
        !work             NoLongerWorks        : больше не работаю .. [ в|во|на <org> ]
        !work             NoLongerWorks        : не работаю больше .. [ в|во|на <org> ]
        work:study        Studies              : учусь|обучаюсь .. [ в|во|на <study> ]
        work:study        Entered  ^           : поступил|поступила .. в|во|на <org>

        home              LivesIn              : живу|живем|проживаю|проживаем|обитаю .. [ в|во|на <place> ]
        home              Home  ^              : переехал|переехала|переехали|перебрался|перебралась|перебрались .. в|во|на <towards>
        home              LivesIn  after=жил|жила|жили|живет|живут : сейчас|теперь|я [ в|во|на <place> ]
        !home             NoLongerLives        : больше не живу .. [ в|во|на <place> ]
        !home             NoLongerLives        : не живу больше .. [ в|во|на <place> ]
        hometown          From                 : я ~adv* родом? [ из|с|со <place> ] .
        hometown          From                 : родом [ из|с|со <place> ]
        hometown          From                 : сам|сама родом? [ из|с|со <place> ]
        hometown          Hometown  ^          : родился|родилась .. в|во|на <place>
        hometown          Hometown  ^          : родился|родилась и вырос|выросла .. в|во|на <place>
        hometown          Hometown  ^          : вырос|выросла .. в|во|на <place>

        health:           Allergy              : у меня ~adv* сильная|жуткая|страшная? аллергия ~adv* на [ <things> ]
        health:           Allergy              : аллергия ~adv* у? меня? на [ <things> ]
        health:           Diagnosis            : у меня ~adv* [ <condition> ]
        health:           Diagnosis            : мне ~adv* врач|врачи? поставили|поставил|поставила|диагностировали диагноз? ,? [ <condition> ]
        health:           Suffers              : страдаю|мучаюсь ~adv* от? [ <condition> ]
        health:           Suffers              : болею ~adv* [ <condition> ]
        health:           Intolerant           : не переношу [ ( лактоза~|глютен~|молоко~|алкоголь~ ) ]
        health:           Intolerance          : у меня ~adv* непереносимость [ <thing> ]
        diet              Diet                 : я ~adv* ( веган|веганка|вегетарианец|вегетарианка|сыроед )
        diet              Diet                 : сижу ~adv* на ( <any> ) диете
        diet:             EatsNo               : больше? не ем ~adv* [ <things> ]
        diet:             EatsNo  ^            : перестал|перестала|бросил|бросила есть [ <things> ]
        diet:             DrinksNo             : больше? не пью ~adv* [ <things> ]

        like              Likes                : люблю|обожаю|любим|обожаем ~adv* [ <things> ]
        like              Likes                : больше люблю [ <thing> ]
        like              Appeals              : мне? ~adv* нравится|нравятся ~adv* [ <things> ]
        like              Fan                  : фанатею|тащусь от [ <things> ]
        like              Favourite            : ~мой любимый|любимая|любимое <any> ,? это? ,? [ <title> ] .
        like              Likes                : [ <thing> ] ~adv* люблю|обожаю .
        like              Likes  after=люблю   : а вот? [ <thing> ] , да
        dislike           Dislikes             : больше? не ~adv* люблю|любим ~adv* [ <things> ]
        dislike           Dislikes             : ненавижу|ненавидим ~adv* [ <things> ]
        dislike           Dislikes             : терпеть не могу [ <things> ]
        dislike           Dislikes             : не выношу [ <things> ]
        dislike           Repels               : мне? ~adv* не ~adv* нравится|нравятся [ <things> ]
        dislike           Dislikes             : [ <thing> ] ~adv* не люблю
        dislike           Dislikes             : [ <thing> ] ~adv* терпеть не могу
        dislike           Dislikes             : [ <thing> ] ~adv* ненавижу .
        dislike           Dislikes             : любил|любила [ <thing> ] ,? ~adv* терпеть|ненавижу|разлюбил|разлюбила

        habit:            Habit                : [ <habit> ]
        habit:            Habit  ^             : начал|начала|стал|стала ~adv* [ <activity> ]
        !habit:           HabitEnded  ^        : бросил|бросила|бросили|завязал|завязала|перестал|перестала ~adv* [ <stopped> ]
        !habit:           HabitEnded  ^        : [ <stopped> ] бросил|бросила|перестал|перестала
        !habit:           HabitEnded           : больше не [ <habit> ]
        !habit:           HabitEnded           : не [ <habit> ] больше
        !habit:smoke      DoesNotSmoke  else   : не ( курю ) .

        plan:             Wants                : хочу|хотим|мечтаю|мечтаем .. [ <doing> ]
        plan:             Wants                : хотел|хотела|хотели бы .. [ <doing> ]
        plan:             Wants                : мне? бы? хотелось бы? .. [ <doing> ]
        plan:             Wants                : моя цель ,? ~adv* [ <doing> ]
        plan:             Plans                : планирую|планируем|собираюсь|собираемся|намерен|намерена .. [ <doing> ]
        plan:             Trip  else           : собираюсь|собираемся .. ( [ в|во|на <towards> ] )
        plan:             Trip  else           : ( еду|едем|поеду|поедем|полечу|полетим|улетаю|улетаем|уезжаю|уезжаем|съезжу .. [ в|во|на <towards> ] )
        plan:             Trip  else           : ( лечу|летим ~adv* [ в|во|на <towards> ] )
        plan:             Moving  else         : ( переезжаю|переезжаем .. [ в|во|на <towards> ] )
        plan:             Trip  else           : ( поеду|поедем|полечу|еду|едем|съезжу .. [ к|ко <relation> ] )

        decision:         Decided  ^           : решил|решила|решили .. [ <doing> ]
        decision:         Decided  ^           : решил|решила|решили , что ~adv* ( [ буду|будем|не|больше|пора <rest> ] )
        """;
}
