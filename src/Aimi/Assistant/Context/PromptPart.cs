namespace Aimi.Assistant.Context;

/// <summary>
/// What of a prompt can give way, in the order in which it does where the budget is spent. Of lines the last goes first, of messages the oldest exchange. What is not here
/// never gives way: the rules, the person's name and time, what they are asked to agree to or about, their message, and what tools answered to it.
/// </summary>
internal enum PromptPart
{
    /// <summary>The end of the session before.</summary>
    LastSession,
    Said,
    Neighbours,
    Understood,
    Summary,

    /// <summary>Plans after tomorrow.</summary>
    Later,

    /// <summary>This session, but for its last exchanges.</summary>
    EarlierTalk,
    Mood,
    Traits,
    Habits,
    Goals,
    Overdue,

    /// <summary>Plans of today and tomorrow.</summary>
    Soon,
    Open,

    /// <summary>The last exchanges of this session.</summary>
    Talk,
}

/// <summary>A line of what is known.</summary>
internal readonly record struct PromptLine(PromptPart Part, string Text);
