using Aimi.Hosting.Resources;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aimi.Memory;

/// <summary>Something to remember.</summary>
/// <param name="Content">A sentence, 1 to 2,000 characters.</param>
/// <param name="EntityType"><c>fact</c> (the default) or <c>experience</c>: the others are made from what they are of.</param>
/// <param name="Subject">The slot that it fills, such as <c>home</c>: what was known of it gives way. At most 200 characters.</param>
/// <param name="Importance">0 to 1; absent: 0.8.</param>
/// <param name="Id">Made by the client, any UUID but the nil one. What is known in the same words already keeps the id that it has: the one of the answer counts.</param>
public sealed record RememberRequest(string Content, MemoryType? EntityType = null, string? Subject = null, double? Importance = null, Guid? Id = null)
{
    internal const int MaxContent = 2000;

    internal ProblemHttpResult? Refusal
    {
        get
        {
            var errors = new FieldErrors();
            errors.Title("content", Content, MaxContent);
            errors.Require(EntityType is null or MemoryType.Fact or MemoryType.Experience, "entity_type", "fact or experience.");
            errors.Text("subject", Subject, 200);
            errors.Require(Subject is null || !string.IsNullOrWhiteSpace(Subject), "subject", "Absent, or not only white space.");
            errors.Require(Importance is null or (>= 0 and <= 1), "importance", "A number from 0 to 1.");
            return ClientIds.Refusal(Id) ?? errors.Problem;
        }
    }
}

/// <summary>A correction, by merge patch.</summary>
/// <param name="Content">Other words make a new memory in its place.</param>
public sealed record MemoryPatch(Patched<string> Content, Patched<double?> Importance)
{
    internal ProblemHttpResult? Refusal
    {
        get
        {
            var errors = new FieldErrors();
            if (Content.IsGiven)
                errors.Title("content", Content.Value, RememberRequest.MaxContent);
            if (Importance.IsGiven)
                errors.Require(Importance.Value is >= 0 and <= 1, "importance", "A number from 0 to 1.");
            return errors.Problem;
        }
    }
}
