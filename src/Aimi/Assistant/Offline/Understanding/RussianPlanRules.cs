namespace Aimi.Assistant.Offline.Understanding;

/// <summary>How people say in Russian what they plan, and what of it is moved, cancelled or done.</summary>
internal static class RussianPlanRules
{
    public const string All = """

        Change strong before 0.9
          и? @add @me? туда|сюда|ему|ей|этому|к? этому|нему|ней? @reminder туда|к? этому|нему|ней?
          и? @remind @me? еще? до|перед <target>
          и? @remind @me? @about <target>
          и? @remind @me? !@inf об|про? этом|это|него|нее?
          @add @me? @reminder до|перед|о <target>
          @i? хочу|хотелось|нужно|надо|можно бы? @reminder до|перед|о <target>
        Change strong 0.9
          переименуй|переименуйте|переименовать <target> в|на <title>
          назови|назовите ее|его|это? теперь? по-другому? <title>
          @change название <target> на <title>
        Change strong lasting 0.85
          сделай|сделайте|пусть @it|будет? <target>?
        Change lasting told 0.6 ≤3
          &@event <target>
        Change strong often 0.85
          сделай|сделайте|пусть будет? @it .. 
          пусть @it? повторяется
          повторяй|повторяйте @it?

        Reschedule strong Reminder 0.95
          напомни|напомните @me? еще раз|разок|разочек
        PlanReminder strong 0.95
          @remind @me? о|об|про том|то что @me? @i? @must? @me? <title>
          не забудь|забудьте @remind @me? что|чтобы|@about? @must? <title>
          @remind @me? !тебе|вам об|про|о этом|это|нем|ней
          @remind @me? что|чтобы @i? @me? @must? @i? <title>
          @remind !тебе|вам @me? @about? @me? @must? !@me <title>
          @add @me? @new? @reminder @me? @about|что|чтобы|на|с? текстом? !@me <title>
          не дай|давай|дайте|позволь @me? забыть @about? <title>
          @me? нужно|нужна|надо @reminder @about|чтобы? <title>
          напоминание|напоминалка @about? , <title>
          напоминание|напоминалка @about|на <title>
          напоминание|напоминалка &&@inf <title>
        PlanReminder strong 0.6
          @remind @me?
          @add @me? @reminder @me?

        PlanTask strong 0.95
          @add @me? @new? @new? @task @me? @about|на? <title>
          @add @me? в|на? мои|мой|мою? список|списки|туду|тудушник дел|задач|покупок? <title>
          @add @me? в|во мои? @tasklist <title>
          @add @me? <title> в|во мои|мой|свой? @tasklist дел|задач|покупок?
        PlanHabit strong 0.95
          @add @me? @new? полезную? @habit @me? @about|на? <title>
          хочу|хотим|хотела|хотел бы? завести|выработать|внедрить|сформировать|приобрести @new? полезную? @habit @about? <title>
        PlanGoal strong 0.95
          @add @me? @new? @goal @about|на? <title>
        PlanEvent strong Event 0.95
          @add @me? @new? @happening @about? <title>
          @add @me? в|во|на мой|мое|свой? @calendar <title>
          @add @me? <title> в|во мой|мое|свой? @calendar
          @add меня|нас &к|ко|на|в|во <title>
          title[ к|ко|на .. ] запиши|запишите меня?
          @add @me? @new? &&@event <title>
          @add @me? title[ время на .. ]
        PlanEvent strong timed Event 0.85
          @plainadd @me? !@inf|что <title>
        PlanTask strong 0.85
          @plainadd @me? !что <title>
        PlanTask told 0.95
          @new? задача|дело|таск|тудушка @me? @about|это|такая? , <title>
          новая|новое|еще|очередная одна|одно? задача|дело <title>
          задача|дело &@inf <title>
        Complete told Goal 0.95
          @mine? цель по|про? <target> @donepart|достигнута|достигнуто|закрыта
          @i? достиг|достигла|выполнил|выполнила|закрыл|закрыла @mine? цель|цели по|про? <target>
        PlanTask told 0.9
          @mine? первый|первым|следующий|следующим шаг|шагом это|будет|такой|к|ней|цели? , <title>
          @mine? первый|первым|следующий|следующим шаг|шагом это|будет|такой? <title>
        PlanHabit told 0.95
          @new? полезная? привычка это? , <title>
          новая полезная? привычка <title>
          привычка &@inf !!бесит|надоела <title>
        PlanGoal told 0.95
          @mine? @new? главная? цель у? меня? это|такая|на|в? месяц|квартал|жизни? это? , <title>
          @mine? @new? главная? цель у? меня? это? &@inf <title>
          новая цель <title>
          у меня @goal это? <title>

        Reschedule strong 0.95
          @move|@change @me? @mine? время|дату|день @it? <target>
          @move|@change @me? @mine? время|дату|день? @it?
          @move @me? @it? на? позже|попозже|пораньше|потом
          @move @me? <target>
          напомни|напомните @me? попозже|позже|позднее ..
        Reschedule strong dated 0.8
          @change @me? <target>

        Confirm alone 0.9
          да|ага|угу|давай @cancel
        Cancel strong 0.95
          @cancel @me? из|с|со @calendar|@tasklist target[ все .. ]
          @cancel @me? все @calendar <target>
          @cancel @me? @it? из|с|со @calendar|@tasklist|списка|задач|дел <target>
          @cancel @me? <target> из|с|со моего|моих? @calendar|@tasklist|списка|задач|дел|привычек|целей дел|задач?
          @cancel @me? @it?
          @cancel @me? <target>
        Reschedule strong 0.85
          !@personal|@i|не <target> @move
        Cancel strong 0.85
          !@personal|@i|не <target> отмени|отменить|удали|удалить|отмените|удалите
        Cancel told 0.75
          @i? не получится|выйдет|получается @me? пойти|прийти|быть|приехать|попасть? в|во|на|к|ко|с <target>
          @i? не пойду|поеду|смогу|приду|иду|еду|успею|попаду|успеваю|идем|пойдем|едем @me? пойти|прийти|быть|приехать|попасть? в|во|на|к|ко|с? <target>
          <target> @cancelled
          <target> не состоится|будет
          @cancelled &@event <target>

        Complete strong 0.95
          отметь|отметьте|отмечай|пометь|пометьте @me? @it? как? @donepart
          отметь|отметьте|отмечай|пометь|пометьте @me? <target> как? @donepart
          <target> можно закрыть|закрывать|отметить|вычеркнуть
          отметь|отметьте|отмечай|пометь|пометьте &@task <target>
          закрой|закройте|закрыть|заверши|завершите|завершить <target>
          target[ &@task <thing> ] @donepart
        CheckIn strong 0.9
          отметь|отметьте|отмечай|засчитай|зачекай|чекни|зачти @me? что @i? @didit? <target>
          отметь|отметьте|отмечай|засчитай|зачекай|чекни|зачти @me? за? @habit? <target>
        CheckIn lately told 0.85
          @i? уже? @didit уже|свою|сегодняшнюю|всю? &&@activity <target>
          @i? уже? &@checkin <target>
          @i? уже? немного|чуть-чуть? &@checkin <target>
          @i? уже? target[ прочитал|прочитала|прочел|прочла|выучил|выучила|написал|написала &&&страниц|страницы|страницу|слов|главу|строк .. ]
          @i? уже? &@eaten &&@pills <target>
          @i? уже? target[ @visited в|на|во &&@activity .. ]
          &@activity|@pills <target> @donepart|@didit|выпил|выпила|принял|приняла
        CheckIn lately told 0.7
          @i? уже? &@habitpast <target>
          @i? уже? &@bedtime &&вовремя|рано <target>
        Complete 0.9 told
          @i? уже? все? @donepart все?
          @i? уже? все @donepart|@didit|@finished
          @i? уже? @didit|@finished|@done уже? все
          @i? уже? @didit|@finished @task? <target>
          @i? уже? @didit|@finished
          с|со <target> покончено|все|разобрался|разобралась|закончил|закончила|закончено|готово
          @i? разобрался|разобралась|покончил|покончила|справился|справилась с|со <target>
          !@personal|ничего !!не <target> @donepart
        Complete 0.65 told lately
          @i? уже? target[ сходил|сходила|съездил|съездила к|ко .. ]
        Complete 0.7 told
          @i? уже? наконец-то|наконец? &@done !!@hearsay <target>
          !@personal|не !!не target[ <what> @done ]

        # What is wished and must be done.
        PlanTask rarely told 0.9
          &@taskverb <title>
          @me? @must &@taskverb <title>
        PlanHabit often told 0.9
          @i? @want начать|снова|опять|чаще|больше? &&@inf <title>
          @i? буду|будем|начну|начинаю|начнем|стану @i? &&@inf <title>
          @i? теперь? буду|будем|начну @i? <title>
          &@inf !!@must <title>
          &@activity !!@over|@event <title>
          title[ рано|поздно|больше|меньше|регулярно @inf .. ]
        PlanHabit told 0.7
          @i? хочу|решил|решила|планирую|собираюсь начать !@goalverb &@inf <title>
        PlanHabit told 0.75
          @i? @want бы? начать? !@goalverb &@inf &&больше|меньше|чаще|реже|раньше|регулярно <title>
          @i? @want бы? начать? &больше|меньше|чаще|реже|раньше|регулярно &&@inf <title>
        PlanHabit lasting told 0.75
          @i? @want бы? начать? !@goalverb &@habitinf <title>
          @i? хочу|планирую|собираюсь|решил|решила бы? начать? &@habitinf !@trivial <title>
        PlanTask soon told 0.8
          @i? @want бы? &&@inf !@trivial <title>
        PlanGoal told 0.9
          @i? очень|давно|бы|всегда? @want бы|очень? title[ купить &&@bigthing .. ]
          @i? очень|давно|бы|всегда? @want бы|очень|наконец? &&@goalverb <title>
          моя? мечта это? <title>
          @i? мечтаю|мечтаем &&@inf <title>
        PlanTask told 0.8
          @i? @want бы? &&@taskverb <title>
        PlanGoal due told 0.75
          @i? @want бы|очень? &&@inf <title>
        PlanTask told 0.9
          @me? бы? @must !было @me? бы|будет|еще|срочно|обязательно|не? забыть|забыл|забыла? @me? &&@inf !@trivial <title>
          @i? @must !было @i? бы|будем? &&@inf !@trivial <title>
          @i? главное? не забыть|забудь бы? @about? <title>
          было? бы? неплохо|хорошо|здорово бы? &&@inf !@trivial <title>
          пора|пора-бы @me? бы? &&@inf !@trivial <title>
          @me? осталось|придется|предстоит &&@inf !@trivial <title>
        PlanTask alone told 0.75
          !@trivial &@inf !@trivial <title>
          !@trivial &@inf
          &@imperative <title>

        # What stands fast, with its time.
        PlanEvent ahead told Event 0.85
          у? меня|нас? тут|же|есть|будет|запланирован|запланирована|назначен|назначена? !!@over|рождения &@event <title>
          у? меня|нас? тут|же|есть|будет|запланирован|запланирована|назначен|назначена? !!@over|рождения !@personal|@stories|@lead|@command title[ @adj &@event .. ]
          title[ день рождения !!меня|мой|моего|моей .. ]
          title[ у !меня|нас|тебя|вас|него|нее|них <who> @event .. ]
          @i? иду|идем|еду|едем|пойду|поеду|схожу|пойдем|поедем|съезжу|записан|записана|записался|записалась &в|во|на|к|ко <title>
          @i? &@meets <title>
          ко|к? мне|нам? title[ приедет|придет|приедут|придут|привезут|доставят|приходит|приходят .. ]
        PlanEvent ahead timed told Event 0.8
          &на|к|ко|в &&@event !!@over <title>
        PlanEvent strong told Event 0.85
          @add туда|тогда <title>
        PlanEvent ahead moment told alone Event 0.45 ≤4
          и|еще|а? еще? !@number|@before-time|@personal|@stories|@lead|@command|@ask|@over|@no|@yes|@inf|@must|@it|@i|@me|@done|@didit|@checkin|@habitpast|@show|лучше|нет|нельзя|можно !!@over|@event|@ask|@i <title>
        PlanEvent alone told 0.45 Event ≤5
          !!@over title[ @event с|со|у|в|на|к|по|для .. ]
        """;
}
