using Aimi.Accounts;
using Aimi.Hosting;
using Aimi.Hosting.Limits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Aimi.Planning.Calendar;

/// <summary>Takes an iCalendar file.</summary>
internal static class CalendarImportEndpoint
{
    public const string NotACalendar = "not_a_calendar";
    public const string TooMany = "too_many";

    private const int MaxFile = 2 * 1024 * 1024;

    public static void MapCalendarImport(this IEndpointRouteBuilder app) =>
        app.MapPost("/calendar/import", Import).RequireAuthorization().RequireBulkLimit().WithIdempotencyKey().WithTags("Calendar").WithName("importCalendar")
            .WithSummary("Imports an iCalendar file.")
            .WithDescription("""
                UTF-8, at most 2 MiB and 5,000 events and tasks. The same UID again updates, and what is the same is not touched. What can not be understood is skipped and listed; the rest is imported.
                """)
            .WithMetadata(new RequestSizeLimitAttribute(MaxFile))
            .Accepts<string>("text/calendar")
            .ProducesProblem(401).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422).ProducesProblem(503);

    private static async Task<Results<Ok<CalendarImportResponse>, ProblemHttpResult>> Import(
        HttpRequest http, CurrentUser user, CalendarImport import, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        try
        {
            await http.Body.CopyToAsync(bytes, cancellationToken);
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return Problems.Of(413, "A calendar file is at most 2 MiB.");
        }

        var file = CalendarFile.Read(bytes.GetBuffer().AsMemory(0, (int)bytes.Length), out var refusal);
        return refusal switch
        {
            ImportRefusal.NotACalendar => Problems.Of(422, "That is not an iCalendar file, or not a whole one.", NotACalendar),
            ImportRefusal.TooMany => Problems.Of(422, $"A file holds at most {CalendarFile.MaxEntries} events and tasks. Import it in parts.", TooMany),
            _ => TypedResults.Ok(await import.Import(user.Id, file!, cancellationToken)),
        };
    }
}
