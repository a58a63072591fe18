using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Aimi.Accounts;
using Aimi.Hosting.Resources;
using Aimi.Planning;
using Aimi.Planning.DatesInWords;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aimi.Assistant.Parsing;

/// <summary>A sentence, and for whom it is read.</summary>
/// <param name="Text">1 to 2,000 UTF-16 units, not only white space.</param>
/// <param name="Now">What counts as now; the server's clock where it is absent.</param>
/// <param name="Timezone">IANA name; the person's own where it is absent.</param>
/// <param name="Locale">BCP 47, Russian or English: the language of what has no letters of its own; the person's where it is absent.</param>
public sealed record ParseRequest(
    [property: Description("1 to 2,000 UTF-16 units."), MinLength(1), MaxLength(DateReader.MaxText)] string Text,
    DateTimeOffset? Now = null,
    string? Timezone = null,
    string? Locale = null)
{
    internal ProblemHttpResult? Refusal
    {
        get
        {
            var errors = new FieldErrors();
            var what = Text.Length > DateReader.MaxText ? "The text is longer than 2,000 characters." : PlainText.Refusal(Text, DateReader.MaxText);
            errors.Require(what is null, "text", what ?? "");
            var when = EventRules.Time("now", Now)?.Detail;
            errors.Require(when is null, "now", when ?? "");
            errors.Require(Timezone is null || LocalTime.IsZone(Timezone), "timezone", "The IANA name of a zone, such as Europe/Moscow.");
            errors.Require(Locale is null || ChangeMeRequest.IsLocale(Locale), "locale", "ru or en, or such as en-GB.");
            return errors.Problem;
        }
    }
}
