namespace Aimi.Assistant.Offline.Understanding;

/// <summary>How people ask in English about what is planned and known, and how they greet, agree and thank.</summary>
internal static class EnglishTalkRules
{
    public const string All = """

        FreeTime 0.9
          when am|are|will|is @i be? free|available ..
          when is my next? free|available ..
          what times? am|are @i free|available ..
          when do @i have time|free|a|an|some|any|gaps? time|slot|gap|free|opening? ..
          am|are|will @i be? free|available ..
          do|will @i have any|some|a|free|an? free|spare|available|open? time|slot|slots|gap|gaps|room|opening ..
          find|show|give @me? a|some|my|an? free|open|available ..
          any|some|a free|open|available|spare time|slot|slots|gap|gaps|hour|hours? ..
          find|show|give @me? a|some|my|an? free|open|available ..
          is there any|a|some? free? time|slot|gap ..
          how much free|spare time ..
        Progress 0.9
          how am|are @i doing|going|progressing|getting with|on|at|in|along|against? with? @my? <target>
          how is|are|goes !it|everything|life @my? <target> going|coming|progressing|looking along?
          how is @my? progress|streak going|on|with|in|for|at? on|with|in|at|for? <target>?
          show|tell|what @me? is? @my? current? progress|stats|streak|statistics on|with|for|in|of|at? @my? <target>?
          show|tell|what @me? is? @my? <target> progress|streak|stats
          how often did|have|do @i? <target>
          how many times|days|sessions|workouts in? a? row? did|have|do? @i? been? <target>
          how long is @my? <target>? streak
          how far|close have|am|along @i|am? @i? come|gotten|got? with|on|in|to|from? <target>
          am @i on track with|for|to? <target>?
          how am|are @i doing|going|progressing overall|so|in? far|general?
          @tell? @me? @my? goal|goals|habit|habits progress|stats|streaks
        Tell 0.5
          how many @my? @tasks did|have @i ..
        List Task 0.9
          what is|are? still? left|remaining|undone|outstanding|pending ..
          what do @i still? have left ..
          what do @i still have|need to do ..
          what else? @i? have|do|is|are? @i? not? have? done|finished|completed|left yet?
          @tell? @me? all? of? @my? open|current|active|pending? @tasks list?
          what|which is|are? is|are|do|s? @my? on|open|current|pending? my? @tasks do|are|have|is? @i? have? left|open|there? ..
          what do @i have on my|the to? do? @tasklist list?
          how many @my? open? @tasks do|have|are? @i? ..
          what is on my|the to? do? @tasklist list?
          my to-do|todo|task list
        List Habit 0.9
          how many @my? habits ..
          @tell? @me? all? of? @my? current|active? habits list?
          what|which are? @my? habits am|do|are|have? @i? ..
        List Goal 0.9
          how many @my? goals ..
          what|which goals ..
          @tell? @me? all? of? @my? current|active? goals list?
          what|which is|are? @my? current? goals|goal do|have|are? @i? ..
        List Reminder 0.9
          when|what will|are|do you going? to? remind|reminding @me? ..
          @tell? @me? all? of? @my? current|active|upcoming? reminders list?
          what|which are? @my? reminders do|have|are? @i? ..
        List Event 0.85
          @tell? @me? all? of? @my? upcoming|next? events|meetings|appointments
          what|which are? @my? upcoming? meetings|events|appointments do|have|are|will? @i? ..
        Agenda 0.9
          @tell? @me? what is|do? on|happening|up|planned|scheduled|next|coming|in|there? @i|for|my|the? have? next|up|planned|calendar|schedule|agenda|scheduled|on? for|coming? up? me|us? on|the|today|up|next?
          what do|does @i have? got? on|planned|scheduled|going|coming|up? my|the|on|up|next? calendar|schedule|agenda|plate|next?
          what have @i got on|planned|scheduled|coming|up? up? next?
          what do|should @i have|need|got to|on do|get done? done?
          what am @i doing|up supposed? to? do?
          what does my|the day|week|schedule|calendar|month|agenda look like ..
          @tell? @me? what @my? plans|agenda|schedule is|are for?
          what is|are @my? plans|plan|agenda|schedule|day|calendar look|like? like?
          @tell @me? everything|all planned|scheduled|on? for?
          what|which @my? deadlines|deadline ..
          what is|are due ..
        Agenda dated 0.9
          what is|does looking|look like?
          how is|does looking|look|shaping? up? like?
          what should|can|could|must @i do|get|work done|on? next|now?
        Agenda dated asked 0.8
          and|so|or what? about?
        Agenda dated 0.85
          what about|is? on?
          anything|what
          on|for
        Agenda 0.9
          @tell? @me? @my? plans|plan|agenda|schedule|calendar|day for|look|on|like|of? the? day|week?
          do|have @i have|got any|some|a|an? anything|something|plans|meetings|events|appointments|meeting going|planned|scheduled|on|up? ..
          is|are there anything|something|any on|events|meetings|scheduled|planned|in|my? ..
          anything|something planned|on|scheduled|happening|for|up|going? ..
          until|till when am @i busy|booked
          how long am @i busy|booked
          am @i busy|booked ..
          how does|is @my? day|week|schedule look|looking like?
          my|the? @calendar|day
          today's|tomorrow's|week's @calendar|plan|plans
          plans|agenda|schedule for|on?
        Agenda 0.8
          how long is|are|will|does @my? &&@event <target>
          when|what !!date is|are|do|time|does|at? is|does|are|do? is|are|do? @i? have? @my? next? !!birthday|anniversary &&@event <target>
          when am|are @i target[ meeting|seeing|flying .. ]

        Time 0.95
          what time is it now|there|right|please? now?
          what is the time|date|day now|today?
          what is today's date
          what day|date is it|today today|now?
          time
          do you have|know the|what time is? it?
        Help 0.95
          help @me? out?
          i need help
          how can|could|do you help @me? ..
          what can|do|could you do|help for? with? me?
          how do you work
          how does this|it work
          how can|do i use|talk you|this|to? you?
          show|give @me? some|an? examples|commands|example
          what are the|your commands|features|abilities
        WhoAreYou 0.95
          who|what are|r you|u exactly?
          what is your name
          do you have a|an|any? body|feelings|emotions|soul|voice|face|name|brain
          are you alive|conscious|sentient
          are you a|an|real|human? bot|robot|human|ai|person|real|machine?
          tell me about yourself
          introduce yourself
        HowAreYou 0.95
          how are|r you|u|things|ya doing|today|feeling|this|going|been? morning|today|evening?
          how is it|everything|life going|today?
          how have you been
          how do you do
          what is up|new with? you?
          how is your day going?
          sup
        Greeting alone 0.95
          hi|hello|hey|hiya|howdy|yo|greetings|heya|hallo @hello? @hello?
          good|gd morning|afternoon|evening|day @hello? @hello?
          morning|evening|afternoon @hello?
        Farewell alone 0.95
          ok|okay|well|thanks|alright thanks|thank? you? bye|goodbye @bye? @bye?
          bye|goodbye|bye-bye|farewell|ciao|cya|cheerio @bye? @bye? @bye? @bye?
          ok|well? good bye|night @bye? @bye?
          see|c|talk|catch to? you|ya|u @bye? @bye? @bye?
          have a good|great|nice day|evening|night|one|weekend
          take care @bye? @bye?
          i? am|have|got got|off? to? off|go|leave|bed|sleep now?
          i? am? off to? bed|sleep|work|now?
          got|gotta to? go|run now?
          night|goodnight @bye? @bye?
          until tomorrow|next time?
          signing off
        Thanks alone 0.95
          many|ok|great|oh|wow? thanks|thank|thx|ty|tysm|cheers @thx? @thx? @thx? @thx? @thx? @thx?
          much? appreciated
          good|great|nice|well|excellent job|work|done|one @thx?
          i? really? appreciate it|that
          you are|the|a? a|the? best|great|awesome|amazing|lifesaver|star
        Confirm alone 0.9
          @yes @yes? @yes? @yes? @yes?
          do it|that|so please?
          go ahead|for it?
          sounds|looks good|great|right|perfect to? me?
          that|this|it is|works|looks right|correct|fine|good|perfect|it|great for? me?
          you got|bet it?
          i agree|confirm|do
          make it so
          why not
        Reject alone 0.9
          @no @no? that is not it|that|what|right right?
          @no @no? do|thanks|thank|way|that|it|you|i|need|not|please|wait|stop|later? not|is|you|need? it|that|do|wrong|want|right? so|much|that|it?
          do not it|that|do? that|it?
          never mind|that
          nevermind
          forget it|that|about? it|that?
          stop|wait that|it?
          i? changed my mind
          i? rather|better not
          @no maybe|later|not|another|some later|now|time|today?
          not really|yet|necessary|needed
          maybe|some|not other|later|now|another|today|yet? time|day?
          leave it
          hold on
          that|this|it is not it|that|what ..

        Recall 0.75
          &how &&old|tall &&&@own <content>
          &what &&time &&&i &&&usually|normally <content>
          &what|which &&is|are|was &&&my|our|mine <content>
          &what|which &&&my|our &&&name|birthday|address|number|size|favorite|favourite|password|job|age|phone|called <content>
          &where do|did|am|was|is? &&i|my|we <content>
          &who &&is|are|was &&my|our <content>
          &when|what &&is|was|did|were &&my|our|i &&&birthday|anniversary|born|move|wedding|meet|start|graduate <content>
          &what|which|who &&do|did|am|are|have &&i &&&like|love|allergic|say|tell|told|said|eat|drink|hate|enjoy|live|work|prefer|speak|study|promise <content>
          &whose &&&@own <content>
        """;
}
