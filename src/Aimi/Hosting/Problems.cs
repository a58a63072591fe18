using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Aimi.Hosting;

/// <summary>The errors of the contract: each has a stable code, a status and a sentence that says what to do. Never a word of what a person wrote.</summary>
public static class Problems
{
    public const string ValidationFailed = "validation_failed";
    public const string UnknownField = "unknown_field";
    public const string Unauthenticated = "unauthenticated";
    public const string Forbidden = "forbidden";
    public const string NotFound = "not_found";
    public const string MethodNotAllowed = "method_not_allowed";
    public const string IdempotencyConflict = "idempotency_conflict";
    public const string CursorExpired = "cursor_expired";
    public const string VersionConflict = "version_conflict";
    public const string Unprocessable = "unprocessable";
    public const string TooLarge = "too_large";
    public const string UnsupportedMediaType = "unsupported_media_type";
    public const string RateLimited = "rate_limited";
    public const string InternalError = "internal_error";
    public const string Unavailable = "unavailable";

    private static readonly Dictionary<int, (string Code, string Title)> ByStatus = new()
    {
        [400] = (ValidationFailed, "The request is not valid."),
        [401] = (Unauthenticated, "Who is calling is not known."),
        [403] = (Forbidden, "That is not allowed."),
        [404] = (NotFound, "There is nothing here."),
        [405] = (MethodNotAllowed, "That method does not exist here."),
        [409] = (IdempotencyConflict, "That id was used for something else."),
        [410] = (CursorExpired, "It is too old by now."),
        [412] = (VersionConflict, "It changed since it was read."),
        [413] = (TooLarge, "The request is too large."),
        [415] = (UnsupportedMediaType, "The body's type is not supported."),
        [422] = (Unprocessable, "That cannot be done."),
        [429] = (RateLimited, "Too many at once."),
        [500] = (InternalError, "Something went wrong here."),
        [503] = (Unavailable, "Not available at the moment."),
    };

    /// <summary>A problem of the contract.</summary>
    /// <param name="errors">Per field, for <c>validation_failed</c> and <c>unknown_field</c>.</param>
    public static ProblemHttpResult Of(int status, string? detail = null, string? code = null, IDictionary<string, string[]>? errors = null)
    {
        var problem = new ProblemDetails { Status = status, Detail = detail };
        if (code is not null)
            problem.Extensions["code"] = code;
        if (errors is not null)
            problem.Extensions["errors"] = errors;
        return TypedResults.Problem(problem);
    }

    public static ProblemHttpResult Invalid(string field, string what) =>
        Of(400, what, ValidationFailed, new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [what] });

    /// <summary>Fills in what every problem has. Runs for all of them, whoever made them.</summary>
    internal static void Complete(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        var (code, title) = ByStatus.TryGetValue(problem.Status ?? 500, out var known) ? known : (InternalError, "The request failed.");
        if (problem.Extensions.TryGetValue("code", out var given) && given is string special)
            code = special;

        problem.Type = $"urn:aimi:problem:{code}";
        problem.Title = title;
        problem.Extensions["code"] = code;
        problem.Extensions["trace_id"] = Activity.Current?.TraceId.ToHexString() ?? context.HttpContext.TraceIdentifier;
        if (problem.Status is 503 or 429 && context.HttpContext.Response.Headers.RetryAfter.Count == 0)
            context.HttpContext.Response.Headers.RetryAfter = "1";
    }
}
