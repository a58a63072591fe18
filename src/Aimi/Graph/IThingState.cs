using Aimi.Language;

namespace Aimi.Graph;

/// <summary>What a goal or a habit means to the person now: the two are spoken of alike.</summary>
internal interface IThingState
{
    double Weight { get; set; }

    double Momentum { get; set; }

    DateTimeOffset? LastMentionedAt { get; set; }

    int Mentions { get; set; }

    string? StatusNote { get; set; }
}

internal static class ThingStates
{
    /// <summary>What one message adds to the weight.</summary>
    private const double PerMessage = 0.2;

    /// <summary>In UTF-16 units; the rest is cut.</summary>
    private const int MaxNote = 500;

    /// <summary>A session spoke of it.</summary>
    public static void Hear(this IThingState state, ThingMention mention, DateTimeOffset at)
    {
        state.Weight = Decay.Grown(state.Weight, state.LastMentionedAt, Decay.Gain(PerMessage, mention.Seqs.Count), at);
        state.Momentum = Decay.Moved(state.Momentum, state.LastMentionedAt, mention.Valence, at);
        state.Mentions += mention.Seqs.Count;

        // What was said later stands.
        if (!string.IsNullOrWhiteSpace(mention.Note) && !(state.LastMentionedAt > at))
            state.StatusNote = Excerpt.Of(mention.Note.Trim(), MaxNote);

        state.LastMentionedAt = Decay.Later(state.LastMentionedAt, at);
    }
}
