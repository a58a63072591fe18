using Aimi.Accounts;
using Aimi.Assistant.Offline.Understanding;
using Aimi.Hosting;
using Aimi.Language;
using Aimi.Planning.DatesInWords;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aimi.Assistant.Parsing;

/// <summary>How a sentence would be understood, over HTTP: quick add with a preview. It changes nothing.</summary>
public static class ParseEndpoints
{
    public static IEndpointRouteBuilder MapParse(this IEndpointRouteBuilder app)
    {
        app.MapPost("/parse", Parse).WithTags("Parse").RequireAuthorization()
            .WithName("parseText").WithSummary("Says how a sentence would be understood, and changes nothing.")
            .WithDescription("""
                Dates, times, spans and recurrences in Russian or English, and what the person wants. Where the words can be read in two ways there is a `question`,
                and its candidates in place of `dates`.
                """.ReplaceLineEndings(" "))
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(413).ProducesProblem(415).ProducesProblem(503);
        return app;
    }

    private static async Task<Results<Ok<ParseResponse>, ProblemHttpResult>> Parse(
        ParseRequest request, CurrentUser user, People people, TimeProvider time, CancellationToken cancellationToken)
    {
        if (request.Refusal is { } refusal)
            return refusal;
        if (await people.Find(user.Id, cancellationToken) is not { } person)
            return Problems.Of(404);

        var clock = ParseClock.At(request.Now ?? time.GetUtcNow(), request.Timezone ?? person.Timezone);
        var language = SpokenLanguage.Of(request.Text, request.Locale ?? person.Locale);
        var (reading, intents) = (
            DateReader.Read(request.Text, clock.Wall, language, clock.Zone), IntentReader.Read(request.Text, clock.Wall, language, clock.Zone));
        return TypedResults.Ok(ParseResponse.Of(reading, intents, clock, language));
    }
}
