using System.ComponentModel;
using System.IO.Pipelines;
using Aimi.Data;
using Aimi.Hosting;
using Microsoft.Net.Http.Headers;

namespace Aimi.Planning.Calendar;

/// <summary>What calendars read that are subscribed.</summary>
internal static class CalendarDocumentEndpoint
{
    public const string Path = "/calendar.ics";

    private const string MediaType = "text/calendar";

    // So much is made before it is sent: a feed may be megabytes.
    private const int SendFrom = 64 * 1024;

    public static void MapCalendarDocument(this IEndpointRouteBuilder app) =>
        app.MapGet(Path, Read).AllowAnonymous().WithTags("Calendar").WithName("readCalendar").WithSummary("The calendar, as iCalendar.")
            .WithDescription("The token alone lets in. Answers `304` to `If-None-Match` where nothing changed. What was over a year ago and does not repeat is left out.")
            .Produces<string>(200, MediaType).Produces(304).ProducesProblem(404).ProducesProblem(503);

    private static async Task<IResult> Read(
        HttpContext http,
        CalendarFeeds feeds,
        AimiDbContext database,
        TimeProvider time,
        CancellationToken cancellationToken,
        [Description("The token of a feed.")] string? token = null)
    {
        if (await feeds.Open(token, cancellationToken) is not { } userId)
            return Problems.Of(404);

        using var acting = Acting.For(userId);
        var now = time.GetUtcNow();

        // Before the rows: what changes in between has them read again, not missed.
        var tag = new EntityTagHeaderValue($"\"{await FeedRows.Stamp(database, userId, now, cancellationToken)}\"");
        var headers = http.Response.GetTypedHeaders();
        headers.ETag = tag;
        headers.CacheControl = new CacheControlHeaderValue { Private = true, NoCache = true };
        if (http.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false)))
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);

        var rows = await FeedRows.Read(database, userId, now, cancellationToken);
        http.Response.ContentType = $"{MediaType}; charset=utf-8";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.ContentDisposition = "inline; filename=\"aimi.ics\"";
        await Write(rows, now, http.Response.BodyWriter, cancellationToken);
        return TypedResults.Empty;
    }

    private static async Task Write(FeedRows rows, DateTimeOffset now, PipeWriter body, CancellationToken cancellationToken)
    {
        var document = new FeedDocument(new CalendarWriter(body));
        document.Begin(rows, now);

        // By age, so that what is new comes last and the rest stays where it was.
        foreach (var planned in rows.Events.Where(FeedDocument.RoomFor(rows)).OrderBy(planned => planned.Id))
        {
            document.Write(planned, [.. rows.Occurrences[planned.Id]]);
            if (body.UnflushedBytes > SendFrom)
                await body.FlushAsync(cancellationToken);
        }

        document.End();
        await body.FlushAsync(cancellationToken);
    }
}
