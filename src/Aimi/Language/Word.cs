namespace Aimi.Language;

/// <summary>A word of a text.</summary>
/// <param name="Text">In lower case, ё as е: what is compared.</param>
/// <param name="Start">Where it stands in the text, in UTF-16 units.</param>
/// <param name="Length">In UTF-16 units of the text.</param>
public readonly record struct Word(string Text, int Start, int Length)
{
    /// <summary>What its forms have in common: <c>позвонить</c> and <c>позвонил</c> are one.</summary>
    public string Stem => Stems.Of(Text);

    /// <summary>The word without which a text says the same: и, на, the, is.</summary>
    public bool IsStopWord => StopWords.Contains(Text);
}
