namespace Aimi.Sessions.Summaries;

/// <summary>How people say things of themselves in English. "I" may be missing where the clause before had it: "I live here and work there".</summary>
internal static class EnglishFacts
{
    public const string Rules = """
        name              Name                 : my name is|'s <name>
        name              Name                 : my name is not <name> , it is|'s <name>
        name              Name                 : i am ~adv* <given> .
        name              Name                 : i am called <name>
        name              Name                 : call me <given> .
        name              Name                 : you can|may call me <name>
        name              Name  after=hi|hey|hello : this is <given> .
        age               Age                  : i am ~adv* <age> .
        age               Age                  : i am ~adv* <age> years|yo
        birthday          Birthday             : my birthday is|'s ~adv* on|in? [ <date> ]
        birthday          Birthday             : i was born .. on|in [ <date> ]

        family:           FamilyName           : my|our ~kin? <relation> <person>
        family:           FamilyName           : my|our ~kin? <relation> 's name is|'s <name>
        family:           FamilyName           : my|our ~kin? <relation> is|'s called|named <name>
        family:           FamilyName           : i|we have got? ~some? ~kin? <relation> called|named <name>
        family:           FamilyName           : i|we have got? ~some? ~kin? <relation> ,? <person> .
        family:           FamilyName           : my|our ~kin? <pet> <name>
        family:           HasFamily            : i|we have got? ( [ <count> ~kin? <relation> ] )
        family:           HasFamily            : i|we have got? [ a|an|one ~kin? <relation> ]
        family:marriage   Married              : i|we am|are ~adv* ( married )
        family:marriage   Married              : i|we have been ( married )
        family:marriage   Married              : i|we ~adv* got ( married )
        !family:marriage  Divorced             : i|we am|are|got ~adv* ( divorced )
        !family:partner   BrokeUp              : i|we ~adv* broke up with [ ( <person> ) ]

        work:profession   WorksAs              : i work ~adv* as [ a|an|the? <profession> ]
        work:profession   Trade                : i am ~adv* [ a|an? <trade> ]
        work:profession   Teaches              : i ( teach [ <thing> ] )
        work:profession   Trade                : i ~adv* ( [ retired ] )
        work:profession   Freelances           : i ~adv* ( freelance )
        work:study        Studies              : i am ~adv* a|an? student at [ <orgname> ]
        work              WorksAt              : i|we work .. [ at|for <org> ]
        work              WorksAt              : i|we work .. [ in <workplace> ]
        work              WorksAt              : i teach .. [ at|in <org> ]
        work              WorksAt              : i am ~adv* a|an? <employee> [ at|for <org> ]
        work              WorksAt              : i am ~adv* working [ at|for <org> ]
        work              WorksAt              : i have ~adv* been working .. [ at|for <org> ]
        work              WorksAt              : i have ~adv* worked [ at|for <orgname> ] for|since
        work              WorksAt  after=worked|work : now|currently [ at|for <org> ]
        work              WorksAt              : i ~adv* got|landed|found|started a|an|my? new? job|position [ at|with <org> ]
        work              WorksAt              : i ~adv* started working [ at|for <org> ]
        work              NewJob               : i ~adv* joined <orgname>
        !work             Dismissed            : i ~adv* quit|left my job at|with [ <org> ]
        !work             DismissedAnywhere    : i ~adv* ( quit|left|lost my job )
        !work             DismissedAnywhere    : i ~adv* got|was ( fired|laid ) off? .
        !work             DismissedAnywhere    : i ~adv* got|was ( fired|laid ) off? from|last|yesterday|today|this|two
        !work             Dismissed            : i ~adv* left|quit [ <orgname> ]
        !work             NoLongerWorks        : i no longer work .. [ at|for <org> ]
        !work             NoLongerWorks        : i do not work [ at|for <org> ] anymore|now

        home              LivesIn              : i|we ~adv* live .. [ in <place> ]
        home              LivesIn              : i|we am|are? ~adv* living .. [ in <place> ]
        home              LivesIn              : i|we have ~adv* been living .. [ in <place> ]
        home              LivesIn              : i|we have ~adv* lived [ in <place> ] for|since|all
        home              LivesIn              : i|we am|are ~adv* based [ in <place> ]
        home              Home                 : i|we ~adv* have? ~adv* moved|relocated .. to <place>
        home              LivesIn  after=live|lived|living : now|currently|i|am* [ in <place> ]
        !home             NoLongerLives        : i|we no longer live .. [ in <place> ]
        !home             NoLongerLives        : i|we do not live [ in <place> ] anymore|now
        hometown          From                 : i am ~adv* originally? from [ <place> ]
        hometown          From                 : i come from [ <place> ]
        hometown          From                 : born and raised in [ <place> ]
        hometown          From                 : i was ~adv* born .. in [ <place> ]
        hometown          From                 : i grew up .. in [ <place> ]

        health:           Allergy              : i am ~adv* severely|highly? allergic to [ <things> ]
        health:           Allergy              : i have .. [ ( <any> ) ] allergy|allergies
        health:           Allergy              : i have a|an .. allergy to [ <things> ]
        health:           Diagnosis            : i have had? ~some? [ <condition> ]
        health:           Diagnosis            : i was|am|have|got been? ~adv* diagnosed with [ <condition> ]
        health:           Suffers              : i suffer .. from [ <condition> ]
        health:           IsIll                : i am ~adv* [ a|an? <condition> ] .
        health:           Intolerant           : i am ~adv* ( [ <any> ] ) intolerant
        diet              Diet                 : i am ~adv* a|an? strict? ( vegan|vegetarian|pescatarian )
        diet              Diet                 : i have been a|an? ~adv* ( vegan|vegetarian|pescatarian )
        diet              Diet                 : i am on a|an ( <any> ) diet
        diet:             EatsNo               : i|we do not ~adv* eat [ <things> ]
        diet:             EatsNo               : i can not eat [ <things> ]
        diet:             EatsNo               : i|we no longer|never eat [ <things> ]
        diet:             DrinksNo             : i|we do not ~adv* drink [ <things> ]
        diet:             DrinksNo             : i|we no longer|never drink [ <things> ]

        like              Likes                : i|we ~adv* love|like|enjoy|adore|prefer ~adv* [ <things> ]
        like              Fan                  : i am ~adv* obsessed with [ <things> ]
        like              Fan                  : i am ~adv* a? big|huge? fan of [ <things> ]
        like              Fan                  : i am ~adv* into [ <things> ]
        like              Favourite            : my favourite|favorite <any> is|'s ,? [ <title> ]
        dislike           Dislikes             : i|we do not ~adv* like|love|enjoy ~adv* [ <things> ]
        dislike           Dislikes             : i|we ~adv* hate|dislike|despise|detest|loathe [ <things> ]
        dislike           Dislikes             : i|we ~adv* can not stand|bear [ <things> ]
        dislike           Dislikes             : i am not ~adv* into [ <things> ]
        dislike           Dislikes             : i am not ~adv* a? big|huge? fan of [ <things> ]
        dislike           Dislikes             : i used to love|like|enjoy [ <thing> ] , ~adv* i? ~adv* hate|despise

        habit:            Habit                : i|we ~adv* [ <habit> ]
        habit:            Habit                : i|we have? ~adv* started|begun [ <activity> ]
        !habit:           HabitEnded           : i|we have? ~adv* quit|stopped [ <stopped> ]
        !habit:           HabitEnded           : i|we have? ~adv* gave|given up [ <stopped> ]
        !habit:           HabitEnded           : i no longer [ <habit> ]
        !habit:           HabitEnded           : i do not [ <habit> ] anymore|now
        !habit:smoke      DoesNotSmoke  else   : i do not ( smoke ) .
        work:study        Studies  else        : i am? study|studying at? [ <study> ]

        plan:             Wants                : i|we ~adv* want|wish|hope|aim to [ <doing> ]
        plan:             Plans                : i|we ~adv* plan|intend to [ <doing> ]
        plan:             Plans                : i|we am|are ~adv* planning|going|hoping|aiming to [ <doing> ]
        plan:             Wants                : i|we would ~adv* like|love to [ <doing> ]
        plan:             Wants                : my goal is to [ <doing> ]
        plan:             Dreams               : i dream of|about [ <doing> ]
        plan:             Trip  else           : i|we am|are ~adv* ( [ flying|moving|travelling|traveling|going .. to <place> ] )
        plan:             Trip  else           : i|we am|are ~adv* ( [ visiting my? <relation> ] )
        plan:             Trip  else           : i|we am|are ~adv* ( [ visiting <place> ] )

        decision:         Decided              : i|we have? ~adv* decided to [ <doing> ]
        decision:         DecidedNot           : i|we have? ~adv* decided not to [ <doing> ]
        decision:         Decided              : i|we have? ~adv* decided that? i|we will|would [ <rest> ]
        """;
}
