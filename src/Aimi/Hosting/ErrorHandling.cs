using System.Data.Common;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace Aimi.Hosting;

/// <summary>The one place that turns what went wrong into problem details.</summary>
internal static partial class ErrorHandling
{
    // A server that is shut down says so on the connections that it closes; Npgsql does not count that as transient.
    private const string AdminShutdown = "57P01";
    private const string CrashShutdown = "57P02";

    public static IServiceCollection AddErrorHandling(this IServiceCollection services)
    {
        // Before the framework's own, which leaves out the code where a client does not say that it takes JSON.
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        services.AddProblemDetails();
        services.AddExceptionHandler<ExceptionToProblem>();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        return services;
    }

    public static IApplicationBuilder UseErrorHandling(this IApplicationBuilder app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions { SuppressDiagnosticsCallback = static _ => true });
        app.UseStatusCodePages();
        return app;
    }

    /// <summary>The database could not be asked, or did not answer: trying again may help.</summary>
    public static bool IsDatabaseAway(Exception exception) =>
        exception is TimeoutException or DbException { IsTransient: true } or DbException { SqlState: AdminShutdown or CrashShutdown }
        || (exception.InnerException is { } inner && IsDatabaseAway(inner));

    /// <summary>A problem is told as a problem, whatever the client would rather have: an event stream, a page.</summary>
    private sealed class ProblemWriter(IOptions<JsonOptions> json) : IProblemDetailsWriter
    {
        public bool CanWrite(ProblemDetailsContext context) => true;

        public ValueTask WriteAsync(ProblemDetailsContext context)
        {
            context.ProblemDetails.Status ??= context.HttpContext.Response.StatusCode;
            Problems.Complete(context);
            return new(context.HttpContext.Response.WriteAsJsonAsync(
                context.ProblemDetails, context.ProblemDetails.GetType(), json.Value.SerializerOptions, "application/problem+json", context.HttpContext.RequestAborted));
        }
    }

    private sealed partial class ExceptionToProblem(ILogger<ExceptionToProblem> log) : IExceptionHandler
    {
        public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
        {
            if (exception is OperationCanceledException && context.RequestAborted.IsCancellationRequested)
                return true;

            var result = exception switch
            {
                BadHttpRequestException bad => BadRequest(context, bad),
                _ when IsDatabaseAway(exception) => Problems.Of(503, "The database does not answer. Try again shortly."),
                _ => Problems.Of(500),
            };
            if (result.StatusCode >= 500)
                Failed(EndpointOf(context)?.DisplayName, exception);
            await result.ExecuteAsync(context);
            return true;
        }

        private static ProblemHttpResult BadRequest(HttpContext context, BadHttpRequestException bad)
        {
            if (bad.StatusCode == StatusCodes.Status413PayloadTooLarge)
                return Problems.Of(413, "A body is at most 256 KiB.");
            if (bad.StatusCode != StatusCodes.Status400BadRequest)
                return Problems.Of(bad.StatusCode);
            if (bad.InnerException is not JsonException json)
                return Problems.Of(400, "A parameter is missing, or not of its type.");

            var field = JsonField.Of(json.Path);
            if (field is null)
                return Problems.Of(400, "The body is not the JSON object that is expected here.");
            if (EndpointOf(context)?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType is { } type && !JsonField.Exists(type, field))
                return Problems.Of(400, "The body has a member that is not known here.", Problems.UnknownField, Errors(field, "Not known here."));
            return Problems.Invalid(field, "Missing, or not of its type.");
        }

        // The handler's middleware takes the endpoint off the context.
        private static Endpoint? EndpointOf(HttpContext context) => context.Features.Get<IExceptionHandlerFeature>()?.Endpoint;

        private static Dictionary<string, string[]> Errors(string field, string what) => new(StringComparer.Ordinal) { [field] = [what] };

        [LoggerMessage(1101, LogLevel.Error, "The request to {Endpoint} failed", EventName = "request_failed")]
        private partial void Failed(string? endpoint, Exception exception);
    }
}
