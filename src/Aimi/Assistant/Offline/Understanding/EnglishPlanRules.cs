namespace Aimi.Assistant.Offline.Understanding;

/// <summary>How people say in English what they plan, and what of it is moved, cancelled or done.</summary>
internal static class EnglishPlanRules
{
    public const string All = """

        Change strong before 0.9
          @remind @me? before|beforehand|ahead|prior of|to? it|that|then?
          @add|give|send|set|get? @me? @my? @reminder|heads-up|warning before|ahead|prior of|to? <target>
          @add|give|set @me? @my? @reminder before|beforehand|ahead? there|it|that?
          @remind @me? before|ahead|prior of|to? <target>
          @remind @me? @about <target> before|beforehand|ahead of? time?
          warn|alert|tell @me? before <target>
        Change strong 0.9
          rename <target> to|as|into <title>
          call it <title>
          @change @my? name|title of <target> to <title>
        Change strong lasting 0.85
          make|set @it long?
          make|set <target> long?
        Change strong often 0.85
          make|set it|that|this|@target? ..
          repeat it|that|this? ..
          have it repeat ..

        Reschedule strong Reminder 0.95
          remind @me? again|once more?
        PlanReminder strong 0.95
          do not forget to? remind @me? to|about|that? <title>
          @remind @me? about|of it|that|this
          @remind @me? that i? @must|to? to? !before <title>
          @remind @me? i @must to? <title>
          @remind @me? to|about|of|for|on <title>
          @add|give|send|get @me? @new? @reminder to|about|for|that|on|saying? <title>
          i need|want|would like? @new? @reminder to|about|for|that? <title>
          do not let @me forget @about|to|that? <title>
          make sure @i|@me? do? not? forget? to? <title>
          wake @me? up
          give @me? a nudge|shout|heads-up to|about? <title>
          @new? reminder|alarm to|about|for <title>
          @new? reminder|alarm , <title>
          remind|nudge|ping !you @me? !@me <title>
        PlanReminder strong 0.6
          remind|nudge|ping @me?
          @add @me? @new? @reminder

        PlanTask strong 0.95
          @add|give @me? @new? new? @task @me? to|about|called|named|for|that? <title>
          @add @me? to|on|in @my? to? do? @tasklist list? <title>
          @add @me? <title> to|on|in|onto|as @my? to? do? @tasklist|task list?
          @add <title> to @my? shopping|grocery list
        PlanHabit strong 0.95
          @add|begin|build|form|track tracking? @me? @new? new? daily? @habit to|of|called|for? <title>
          i? want|would|need to? like? to? start|build|form|add|get|make @new? new? @habit of|to? <title>
        PlanGoal strong 0.95
          @add @me? @new? new? @goal to|of|for|called? <title>
        PlanTask strong 0.85
          note|write|jot down <title>
        PlanHabit often told 0.9
          title[ put|set away|aside .. ]
        PlanEvent strong Event 0.95
          @add @me? @new? new? @happening for|called|named|on? <title>
          @add @me? <title> to|on|in|into|onto @my? @calendar
          @add @me? to|on|in @my? @calendar <title>
          block off|out? @me? some? time? @about|to? <title>
          @add up? @me? @new? &&&@event !!as|done <title>
          set up @new? <title>
        PlanEvent strong timed Event 0.85
          @plainadd @me? !to|it <title>
        PlanTask strong 0.85
          add @me? !to <title>
        PlanTask told 0.95
          @new? new? task|todo|to-do for|to|is? , <title>
          @new? new task|todo|to-do to? <title>
          task|todo|to-do to|is <title>
          to do , <title>
        PlanHabit told 0.95
          @new? new? habit|routine to|is? , <title>
          @new? new habit|routine to|of|is? <title>
          habit to|of <title>
        Complete told Goal 0.95
          @my? goal of|to? <target> is|are|has|was? been? done|reached|achieved|completed|complete|finished
          @my? <target> goal is|has|was? been? done|reached|achieved|completed|complete|finished
          @i? have? reached|achieved|completed|met @my goal of|to? <target>
        PlanTask told 0.9
          @my? first|next step is|would|will? be? to? <title>
          @my? first|next step , <title>
        PlanGoal told 0.95
          my|our|new|a|the? new|main|big|personal? goal|aim|target for|this? , to? <title>
          my|our|the new|main|big|personal? goal|aim|target for|this? year|month? is !not|too|far|so to? <title>
          new goal to? <title>
          goal to|of <title>
          i have|set a|the|my? @goal to|of <title>

        Reschedule strong 0.95
          move|reschedule|push|shift|postpone|delay|bring|snooze|change back|up|forward|off? @it a? bit|little? back|up|forward|out|off|a|bit|little? later|earlier? a? bit?
          snooze|postpone|reschedule @it?
          move|push @it till|until|to later|tomorrow
          @change|change @my? time|date|day of|for <target>
          bump|slide <target>
          move|reschedule|push|shift|postpone|delay|bring|snooze|put back|up|forward|off? <target> back|up|forward|off|out|over
          move|reschedule|push|shift|postpone|delay|bring|snooze back|up|forward|off? <target>
          remind me later|again ..
          can|could|shall|should we do|have|make <target> instead
        Reschedule strong dated 0.8
          change !me|my <target> time|date
          change my <target> time|date
          change !me|my <target>
          change my !mind <target>

        Cancel strong 0.95
          @cancel|call off? @it from|off? @my? @calendar|@tasklist|list?
          @cancel
          call @it off
          call off <target>
          call <target> off
          @cancel|take <target> from|off @my? to? do? @calendar|@tasklist|list|tasks|habits|goals list?
          @cancel <target>
          get rid of <target>
        Cancel strong 0.95
          turn|switch @it off
          turn|switch off @it
        Cancel soon told 0.75 ≤4
          no &@event|@activity <target>
          there is no <target>
        Cancel soon told 0.45 ≤3
          no !more|need|problem|way|worries|thanks|thank|idea|one|time|is|not|wait|maybe|it|i|that|this|lets|let|make|better|at|actually|sorry|later <target>
        Cancel told 0.75
          @i can|will not|never !!myself be? able? to? make|come|go|attend it? to? to? &@i|@my|@event|@any <target>
          @i am|are not going to make? it? to? @my? <target>
          @i am|are not going to !@deed|@habitverb|@trivial|be <target>
          @i can not do !!myself <target>
          @i am|are skipping|missing <target>
          not going to @my? &@event|@activity <target>
          !!@stories <target> is|are|has|got|was been? off|cancelled|canceled
          <target> is not happening

        Complete strong 0.95
          mark|set|check|tick|flag @it? as done|complete|completed|finished
          mark|set|check|tick|flag off? <target> as|is|off|done|complete|completed|finished done|complete|completed|finished?
          mark|check|tick off? @task <target>
          close|complete|resolve @my? <target>
          <target> can be closed|completed
        CheckIn strong 0.9
          log|record|track @my|that|a? i? did? @my? <target>
          check in @my|for|on|to? <target>
          check-in|checkin @my|for|on? <target>
          mark|check|tick off? @my? &&@activity <target>
          check|tick|mark off <target>
          count|mark @my? <target> for
        CheckIn lately told 0.85
          @i? have? already|just? did|done|completed|finished !not @my? &&@activity <target>
          @i? have? already|just? target[ hit|went to|for? @my? &&@activity|gym|pool|run|walk|swim|jog .. ]
          &@activity <target> done|completed|finished|logged
        CheckIn lately told 0.75
          @i? have? already|just? &@habitdone !!home|into|away|late|out-of|over <target>
          @i? already|just? target[ read !this|that|it .. ]
          @i? have? already|just? target[ took @my? &&@activity .. ]
        Complete 0.9 told
          @i? am|have|it|that|is? is|'s? all? @doneword all? it|that|already|now?
          @i? am? all done|finished|set
          @i? have|did? just|already? did|done|finished|completed it|that|all|everything|this already?
          @i? am? all? done|finished|through with <target>
          @i? have? just|finally|already? finished|completed|did !last|first|second|third|up @task? <target>
          @i? have? just|finally|already? wrapped|finished up <target>
          !@personal|how !!not|almost|hardly|is|are|was|has|got|been <target> submitted|paid|sent|ready
          everything|all is? done|finished|ready
          !@personal|how !!not|almost|hardly <target> is|are|was|has|got been? all? finally|now|already|been? @doneword already|now?
          !@personal|how|not|never|being|almost|@must !!not|hardly|barely <target> done|finished|completed
        Complete 0.45 told ≤5
          @i? have? just|already? got|grabbed the <target>
        Complete 0.7 told
          @i? have? just|finally|already? &@done !!@hearsay <target>
          @i? have|got? taken|took <target>

        # What is wished and must be done.
        PlanTask rarely told 0.9
          &pay|submit|send|renew|call|transfer|order|file|book|return|deposit|invoice <title>
          @i? must|need|have to? &pay|submit|send|renew|call|transfer|order|file|book|return|deposit|invoice <title>
        PlanHabit often told 0.9
          @i have? would|want|plan|decided|intend|am|like|need|hope to|like|planning|going|trying? to? to? start? &&@habitverb|@deed|@goalverb|going|being|doing <title>
          @i will|shall|'ll start|begin|try? to? <title>
          @i? am? going|starting|gonna|planning to|with? <title>
          title[ put|set away|aside .. ]
          &@activity !!@over|@event <title>
          @i start|starting <title>
          &@habitverb !!@over <title>
          &@deed !!@over <title>
          i @must to? start? <title>
        PlanHabit told 0.7
          @i want|would like? to? like? to? start|begin &&doing|running|going|meditating|reading|journaling|exercising|swimming|walking|eating|waking|stretching <title>
        PlanTask told 0.8
          @i want|would like? to &@deed !write|get|make|visit|build|sell !!@bigthing <title>
        PlanHabit told 0.75
          @i want|would|need like? to &&@habitverb|@deed &&&more|less|regularly|earlier|often <title>
          @i want|would like? to &more|less|regularly <title>
        PlanTask soon told 0.8
          @i am? want|would|planning|plan|going|hoping|intend like? to !@trivial|be &@deed|@goalverb|@habitverb|go|have <title>
        PlanHabit told 0.75
          @i want|would|am|like like|going|planning? to? title[ @habitverb .. &&&minutes|mins|min|pages|hour|bed .. ]
        PlanHabit lasting told 0.75
          @i want|would|plan|like|am like|going|planning? to? &@habitverb <title>
        PlanGoal strong 0.9
          make <title> my|a goal
        PlanGoal told 0.9
          @i have? would|want|plan|hope|intend|decided|aim|really|always|wanted really|always? want|like|wanted? to? like? to? one? day? finally? &@goalverb !!asleep|sleep|home|up|out|there|away <title>
          @i dream of|about|to <title>
          my dream is to? <title>
          i am|have? determined|resolved|aiming|saving to|for <title>
        PlanGoal due told 0.75
          @i would|want|plan|hope|intend|aim like? to like? to? <title>
        PlanTask told 0.9
          @i? have|need|must|should|gotta|got|also? gotta|to? to? title[ go to .. ]
          @i? must|should|gotta|shall also|really|still|just? !not|be|have|probably|think|feel|i !@trivial <title>
          @i? have? still|also|really|just? need|have|has|ought|got|supposed still|also? to also|still|remember? to? !@trivial|be <title>
          @i? will|would? have|need to !@trivial|be <title>
          do not forget to|about? <title>
          remember to <title>
          must|gotta not? forget? to? !@trivial <title>
          it would be nice|good|great to !@trivial|be <title>
          i am supposed|meant to !@trivial|be <title>
          it|it's is? time to !@trivial <title>
          time to !@trivial <title>
          not forget to? <title>
        PlanEvent ahead told Event 0.85
          title[ call|coffee|review|practice|workout|book|walk|run|visit with|club|session|from .. ]
          title[ @my? <who> is|are coming|arriving|visiting .. ]
        PlanTask alone told 0.75
          &@deed !find !!not|me|it|laugh <title>
          find !a|an|any|me <title>

        # A fact, and no plan.
        Tell told 0.5
          my birthday ..
        # What stands fast, with its time.
        PlanEvent ahead told Event 0.85
          @i? have|got|have got|have? got|a? @my? !!@over|@must !@stories &&@event <title>
          there is @my? !!@over &&@event <title>
          @my? !!@over|i|he|she|they !@stories|@deed|@lead|@command|@ask|is|are|do|can|could|will|we|you|going &&@event <title>
          @my? !!@over|i|he|she|they|do|does|did !@stories|@deed|@lead|@command|@ask|is|are|can|could|will|should|would|we|you|they|going &&&@event <title>
          @i am|are|will? be? having|attending|seeing|hosting @my? !!@over <title>
          @i am|are|will? be? title[ meeting|flying|visiting|leaving|picking|presenting|playing|driving .. ]
          @i? am|are? going|off|heading to @my? !@inf|be <title>
        PlanEvent ahead moment told alone Event 0.45 ≤4
          and|also|plus? also? !@my !@number|@before-time|@stories|@ask|@deed|@lead|@command|@over|@no|@yes|@it|@i|@me|@must|@be|@done|@habitverb|@habitdone|@personal|no|not|is|are|do|can|will|you|let|better|rather !!@over|@event|@ask|@i|is|are <title>
        PlanEvent alone told 0.45 Event ≤5
          @my? !@stories|@ask|@deed|@lead|@command|i &&@event !!@over|is|are|did|was &&&with|at <title>
        """;
}
