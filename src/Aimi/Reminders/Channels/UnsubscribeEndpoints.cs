using Aimi.Accounts;
using Aimi.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aimi.Reminders.Channels;

/// <summary>
/// The way out of mails, from the mail itself: a page with a button for a person (programs follow links, too, so that looking changes nothing), and
/// the same by one POST for a mail program (RFC 8058). Who comes is not signed in, and may come from any page: the token is all there is.
/// </summary>
internal static class UnsubscribeEndpoints
{
    private const string Html = "text/html";

    public static IEndpointRouteBuilder MapUnsubscribe(this IEndpointRouteBuilder app)
    {
        var unsubscribe = app.MapGroup(UnsubscribeLinks.Path).WithTags("Reminders").AllowAnonymous().OutsideLocalGuard();
        unsubscribe.MapGet("", Ask)
            .WithName("askToUnsubscribe")
            .WithSummary("A page that asks whether to end reminders by mail.")
            .Produces<string>(StatusCodes.Status200OK, Html)
            .ProducesProblem(StatusCodes.Status404NotFound);
        unsubscribe.MapPost("", End)
            .WithName("unsubscribe")
            .WithSummary("Ends reminders by mail (RFC 8058, one click). Again changes nothing.")
            .Produces<string>(StatusCodes.Status200OK, Html)
            .ProducesProblem(StatusCodes.Status404NotFound);
        return app;
    }

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> Ask(
        Unsubscriptions unsubscriptions, HttpResponse response, CancellationToken cancellationToken, string? token = null) =>
        await unsubscriptions.Holder(token, cancellationToken) is { } person
            ? Page(response, person, "Page.Ask", withButton: true)
            : Problems.Of(404);

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> End(
        Unsubscriptions unsubscriptions, HttpResponse response, CancellationToken cancellationToken, string? token = null)
    {
        if (await unsubscriptions.Holder(token, cancellationToken) is not { } person)
            return Problems.Of(404);

        await unsubscriptions.End(person.Id, cancellationToken);
        return Page(response, person, "Page.Done", withButton: false);
    }

    private static ContentHttpResult Page(HttpResponse response, User person, string text, bool withButton)
    {
        var headers = response.Headers;
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
        headers["X-Robots-Tag"] = "noindex";
        return TypedResults.Content(MailTexts.Of(person).Page(text, withButton), $"{Html}; charset=utf-8");
    }
}
