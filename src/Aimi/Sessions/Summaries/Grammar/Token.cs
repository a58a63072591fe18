using System.Runtime.InteropServices;

namespace Aimi.Sessions.Summaries;

/// <summary>A word as the rules see it. A contraction is two of them ("don't" is <c>do not</c>), which share their place in the text.</summary>
/// <param name="Text">Folded.</param>
/// <param name="Start">In UTF-16 units of the message.</param>
/// <param name="Capital">It begins with a capital letter.</param>
/// <param name="Quoted">It stands in quotation marks.</param>
/// <param name="Apart">A comma, a dash, a bracket or a sign stands before it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Token(string Text, string Stem, int Start, int Length, bool Capital, bool Quoted, bool Apart)
{
    public int End => Start + Length;
}

/// <summary>Tokens of a sentence, from one up to but not with another.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Span(int Start, int End)
{
    public int Length => End - Start;
}
