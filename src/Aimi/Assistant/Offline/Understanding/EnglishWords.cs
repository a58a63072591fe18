namespace Aimi.Assistant.Offline.Understanding;

/// <summary>Sets of English words for <see cref="EnglishRules"/>: folded, <c>word~</c> in any form, <c>word*</c> with any ending. Contractions are two words.</summary>
internal static class EnglishWords
{
    public const string Sets = """
        me: me us myself
        i: i we
        my: my our the a an some
        be: am are is 'm 're
        about: about of for regarding on to called named
        please: please pls plz aimi kindly
        thanks: thanks thx ty cheers
        lead: crap damn oops shit lets and but so well hey oh hi hello ok okay alright right also then plus please just aimi great now maybe actually btw first next listen finally already yes yeah too um uh anyway morning
        joint: and but also then plus or too
        before-time: at on in by for to from until till before after this next every each around about of starting
        not: not
        same: too also
        towards: to for until till at into onto
        from: from
        rename: rename
        day: none
        birth: none
        time: @number today tomorrow tonight yesterday morning mornings afternoon evening evenings night noon midnight am pm monday tuesday wednesday thursday friday saturday sunday mondays
            tuesdays wednesdays thursdays fridays saturdays sundays mon tue wed thu fri sat sun weekday weekdays weekend weekends week weeks day days month months year hour hours minute
            minutes min mins half every each next this january february march april may june july august september october november december summer winter spring autumn fall daily weekly
            monthly one two three four five six seven eight nine ten eleven twelve twice once times o'clock an a couple of the 1st 2nd 3rd
        rather: is works would be prefer actually sorry wait better rather let us make it how about say perhaps no not no, rather i'd would prefer at
        clock: @number at by am pm o'clock noon tonight until in the morning evening afternoon half past quarter one two three four five six seven eight nine ten eleven twelve
        often: every each daily weekly monthly times twice mondays tuesdays wednesdays thursdays fridays saturdays sundays weekdays weekends mornings evenings 3x 2x 4x weekday a
        ahead: before beforehand ahead prior
        feminine: none
        hearsay: said says told tell think thinks asked asks wrote claims promised if wish when suppose guess why hope says heard used

        remind: remind reminds reminding nudge ping reminder alert notify poke
        add: add create make set schedule put book plan arrange organize organise block log enter include start note write jot pencil reserve
        plainadd: add schedule book plan arrange organize organise put pencil reserve
        new: a an new the another one my
        task: task tasks todo to-do to-dos todos
        habit: habit habits routine
        goal: goal goals aim target objective
        reminder: reminder reminders alarm alert
        happening: event events
        task-last: task todo to-do
        habit-last: habit routine
        goal-last: goal
        reminder-last: reminder
        happening-last: event
        calendar: calendar schedule agenda diary planner
        tasklist: tasks todos to-dos list todo to-do
        event: meeting~ call~ appointment~ dinner~ lunch~ breakfast~ brunch~ interview~ concert~ exam~ class~ lesson~ lecture~ seminar~ webinar~ conference~ party~ birthday~ wedding~ flight~ train~
            date~ haircut~ manicure~ pedicure~ massage~ yoga pilates gym workout~ training~ session~ standup~ stand-up~ sync~ demo~ retro~ review~ presentation~ movie~ theatre~ theater~ game~ match~ dentist~
            doctor~ therapist~ vet~ physio~ checkup~ check-up~ surgery~ coffee drinks picnic~ barbecue~ bbq~ rehearsal~ recital~ trip~ tour~ visit~ exhibition~ museum~ opera~ ballet~
            race~ tournament~ practice~ one-on-one~ 1:1 ceremony~ graduation~ anniversary~ delivery~ conference~ workshop~ meetup~ catch-up~ catchup~ reunion~ tennis football rehearsal~ defense~
            hearing~ inspection~ viewing~ viewing~ closing~ festival~ happy-hour gym~ vacation~ holiday~
        must: need have got must should ought gotta has
        trivial: think rest sleep relax live know understand admit say talk speak be believe endure cry confess tell ask hold accept rejoice fear wait vent go calm breathe stop stay leave work
            survive cope die escape love feel try be get-better accept grow learn you
        deed: buy call email text pay pick clean wash fix order book renew send submit prepare print sign return drop take get water feed walk cook bake schedule write reply respond check
            update review cancel-sub collect mail post fill file vacuum mow repair replace install download upload backup back iron sew pack unpack organize organise sort hand make visit
            register apply research find contact message ring invite congratulate wish charge refill top tidy paint hang build assemble refund deliver confirm revise
            transfer withdraw deposit invoice proofread edit draft dust defrost marinate declutter sell donate wrap
        habitverb: run jog swim meditate read journal exercise stretch walk train workout work practice practise study drink eat sleep wake write draw floss brush lift cycle bike do go take play learn
            dance pray box climb row hike cook
        bigthing: house flat apartment car home motorcycle land
        goalverb: learn lose gain save quit run finish write read become get build launch start buy move pass master reach earn improve climb travel visit publish graduate complete stop own speak
            pay retire win grow cut
        habitdone: learned drew sang danced played studied painted ran jogged swam meditated journaled journalled exercised stretched walked trained worked practiced practised lifted cycled biked hiked danced prayed flossed rowed
        activity: yoga meditation stretching stretches exercise exercises workout workouts cardio plank planks pushups push-ups squats reading journaling journal walk run running guitar piano spanish
            french german english practice pilates swim swimming gym vitamins pills meds medication breathing abs training warmup warm-up lesson duolingo pages page
        done: bought paid sent submitted called emailed texted picked cleaned washed fixed ordered booked renewed finished prepared printed signed returned dropped watered fed wrote replied responded
            checked updated reviewed collected mailed posted filled filed vacuumed mowed repaired replaced installed uploaded ironed packed unpacked organized organised sorted handed registered
            applied found contacted messaged invited congratulated wished charged refilled tidied painted assembled delivered confirmed transferred cancelled-sub
        doneword: done finished completed complete ready paid sorted submitted sent cleared fixed ordered booked
        finished: finished completed finish complete wrapped
        personal: nothing none i he she they we you it mom mum dad husband wife brother sister friend boss colleague son daughter kids everyone everything nobody someone who this that these dinner work life
            what there all today parents
        change: change update edit modify alter correct fix
        move: move reschedule push shift postpone delay bring snooze change put
        defer: postpone delay snooze push shift move bring
        it: it that this them one last those these
        cancel: cancel delete remove scrap drop erase clear scratch
        article: the a an my our some that this
        dangling: there to at on in by for from of and or the a an with until till before after about is every

        command: @add @move @change @remind @cancel show tell list give find call mark close log remember note rename check track undo forget keep what when how why let
        hello: there again aimi everyone you all and dear friend everybody mate
        bye: then for now tomorrow later soon you see bye aimi take care all everyone talk to ya around good have a great nice one
        thx: you're are the best awesome amazing star lifesaver you so much a lot very for your help aimi that all the everything many again ton kindly
        yes: yes yeah yep yup sure ok okay right correct exactly absolutely definitely fine good perfect great agreed confirm confirmed aye y indeed totally alright sounds course of go ahead please
            do it that's that is works works-for-me me for
        no: no nooo noo nope nah not
        tell: tell show list give read display see view pull open check
        person: mom mum dad husband wife brother sister son daughter friend boss
        own: i my me mine our we
        any: @anyword
        target: meeting event task
        tasks: tasks todos to-dos todo to-do
        ask: who what where when which how whose whom
        over: was were went got had been cancelled canceled postponed ended missed not if never used last
        stories: nervous hate love excited worried afraid scared dreading looking thinking hope was like miss enjoy if when why how because about what think said says told feel feeling after before
            always never had during still kids
        fact: live work name called born allergic years old birthday favourite favorite married sister brother wife husband am likes like lives is
        """;
}
