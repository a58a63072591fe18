using System.ComponentModel.DataAnnotations;

namespace Aimi.Assistant.Context;

/// <summary>How much a language model is told.</summary>
public sealed class PromptOptions
{
    /// <summary>
    /// Tokens of what is told with a message: the rules, what is known of the person, and what was said before. Default 6,000, 2,000 to 200,000. The tools and what they answer come on top.
    /// </summary>
    [Range(2_000, 200_000, ErrorMessage = "PromptTokens is a number from 2000 to 200000 (AIMI__PromptTokens).")]
    public int PromptTokens { get; set; } = 6_000;
}
