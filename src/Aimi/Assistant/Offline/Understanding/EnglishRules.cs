namespace Aimi.Assistant.Offline.Understanding;

/// <summary>How people say in English what they want; the notation is <see cref="Pattern"/>'s, the words beside an intent are <see cref="Rule.Of"/>'s. The first rule that fits decides.</summary>
internal static class EnglishRules
{
    public const string All = """
        # What stands before the point.
        Lead
          i need|want|would? like? you to <rest>
          can|could|would|will you|we|i not? <rest>
          let us|me <rest>
          if you can|could|do not? mind? <rest>
          i was wondering if you could|can <rest>
          it would be great|nice if you could? <rest>
          note|write|jot|put this|that down? , <rest>
          by the way <rest>
          do you mind|think? you? could? <rest>

        # Not to be disturbed, before what is not to be reminded of.
        SetQuietHours strong hours 0.95
          do not|never disturb|bother|message|text|write|contact|ping|notify|wake|buzz|interrupt @me? ..
          no messages|notifications|pings|texts ..
          @add? @me? my|the? quiet hours|time ..
          turn on? do not disturb ..
          quiet|silent|night mode ..
          be quiet|silent ..
          leave me alone ..
          do-not-disturb ..

        Cancel strong Reminder 0.9
          do not|never remind|nudge|ping @me? !@me @about|to? <target> anymore|again?
          do not|never|stop remind|reminding @me? @about? it|that|this? anymore|again?
          stop reminding|nudging|pinging @me? @about|to? <target> anymore?
          i do not need|want to? be? reminded|reminding @about <target> anymore?
          no more reminders @about <target>
          no need to remind|remind @me? @about|to? <target>
          i do not need|want a|the|any? reminder|reminders @about|to <target> anymore?
        Restore strong 0.9
          @no? @no? wait|actually|please? do not cancel|delete|remove @it?
          @no? @no? wait|actually|please? keep|leave it|that|them in|there|on?
          @no? wait|actually? bring|put|get @it back
          undo|restore|bring|put|get that|it|back back?
          undo
          restore|resume|reinstate|restart|uncancel @my? <target>
          bring|put|get back @my? <target>
          bring|put|get @my? <target> back
        Profile 0.95
          what is my name
          who am i
          do you know|remember my name
          what do you call me
          what|which timezone am|is|are|do? ..
          what|which time zone am|is|are|do? ..
          what is my time? timezone|zone
        Privacy 0.95
          who else? can|does|could|has|will see|read|access|sees|reads access? to? my|our data|messages|conversations|this ..
          where is|are|do|does you? my|our|it? data|messages|store|keep|stored|conversations ..
          do|will you remember|store|save|record|keep everything|all ..
          is|are my|this|our data|conversation|messages? safe|private|secure|confidential ..
        Sorry told 0.95
          i? am? so|really|very? sorry|apologies|apologize about|for? that|it|this?
          my bad
        Scolding told ≤6 0.9
          you|u are|r|is? so|really|a|such|just? a? stupid|dumb|useless|idiot|annoying|terrible|awful|bad ..
          you do not understand|get|listen|know anything|me|it|a? ..
          useless|stupid bot|thing|machine?

        UndoCheckIn strong 0.9
          undo|remove|delete|uncheck|take @my? last|that? check-in|checkin|check|tick|mark in|off|back? @about|from|on|for? <target>?
          uncheck @my? <target>
        UndoCheckIn lately told 0.65
          @i? did not|never actually? do @my? <target>
          @i? did not actually? &@habitverb <target>
          @i have not done @my? <target> yet?
          @i skipped @my? &&@activity <target>

        # The memory.
        WhereFrom 0.95
          how|where do|did you know|learn|hear|find out? that|this|it|about? that|this|me? from?
          where did|do you get|have|got that|this|it from?
          who told you that|this|about? that?
          where is that|this|it from
          where does that|this information|info|data? come from
        AboutMe 0.95
          tell? me? what do? you already? know|remember|learned|have of|about|on me so? far?
          tell? me? what have? you have? learned|remembered about me so? far?
          what can you tell me about myself|me
          tell me about myself
        Forget strong 0.95
          forget the fact that <content>
          forget everything|all|anything|what? you|i? know|said|told? you? that|about <content>
          forget !it|that|this <content>
          erase|delete|remove|wipe|drop everything|all|what? you know about <content>
          erase|delete|remove|wipe <content> from your? memory
          erase|delete|remove from your? memory <content>
          forget it|that|this from your? memory
          delete|erase|forget|wipe content[ everything|all about? me? ]
          forget
        Remember strong 0.95
          remember|memorize|memorise !to|when|how|what|where|who that? <content>
          do not forget that? &i|my <content>
          do not forget that <content>
          keep|bear in mind that? <content>
          for the record <content>
          note|notice that? !down|this|it <content>
          make a? note of? that? <content>
          for your information <content>
          fyi <content>
          save|store this|that? in|to your|memory? memory? that? <content>
          you should know that? <content>
          remember that|this|it?
        Correct strong 0.85
          that|this|it is not right|true|correct|so|quite? <content>
          that|this|it is wrong|incorrect|false <content>
          you are wrong|mistaken <content>
          you got that|it wrong <content>
          @no @no? content[ not <was> it|but .. ]
          correct|fix that|this|it <content>
          correction <content>
          @no @no? actually|sorry? !thanks|thank &i|my|our|the &&&@fact <content>
          actually &i|my|our &&&not &&&@fact <content>
        Correct 0.8 told
          &my|our &&&not &&&it &&&is <content>
          &i &&live|work &&&not <content>
        Recall 0.85
          tell|remind me? what do? you know|remember about <content>
          what do|did you know|remember|have about|of|on <content>
          what did|have i tell|say|told|said you? about <content>
          do|did|can you still? remember|recall|know !me|us &&&@own <content>
          remind|tell me &who|what|where|when|which|how|whose !!plans|tasks|meetings|goals|habits|schedule &&&@own <content>

        # Who they are.
        SetName strong 0.95
          call|name me !later|back|when|if|on|in|at|at|a|an|crazy|tomorrow|maybe <name>
          my name is now? !not|now <name>
          you can|may|should? call me <name>
          i go by <name>
          people|friends|everyone call|calls me <name>
          @change|set|update my name to|as <name>
          address me as <name>
        SetTimezone strong 0.9
          @i am|have? now|currently|just? moved|live|back|here|arrived|landed|relocated? back|here? in|to <city> now|currently|so|and|please? please? @change|set|switch|update|use|adjust my|the? time|timezone|zone|clock zone? ..
          @change|set|switch|update|adjust @me? my|the? timezone|clock|clocks|time zone? to|for|as <city>
          my timezone|time zone? is now? <city>
          my timezone <city>
          switch|change|put me to|on|onto <city> time
          @i am on <city> time
          use <city> time|timezone zone? from? now? on?
          timezone <city>
        SetTimezone told ≤8 0.45
          @i am now|currently|already in <city>
          @i am in <city> now|currently
        """ + EnglishPlanRules.All + EnglishTalkRules.All;
}
