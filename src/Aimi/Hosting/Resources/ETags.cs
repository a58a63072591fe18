using System.Globalization;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace Aimi.Hosting.Resources;

/// <summary>A resource's version as its entity tag: <c>"7"</c>.</summary>
public static class ETags
{
    /// <summary>Says in the contract of what may be answered with 412 how the version is asked for.</summary>
    public static TBuilder WithIfMatch<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            if (operation.Responses?.ContainsKey("412") == true)
                (operation.Parameters ??= []).Add(Parameter);
            return Task.CompletedTask;
        });

    private static OpenApiParameter Parameter => new()
    {
        Name = "If-Match",
        In = ParameterLocation.Header,
        Description = "The `version` that was read, in quotes: `\"7\"`. Where it changed since, nothing is done: 412 `version_conflict`.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    public static void SetVersion(this HttpResponse response, long version) =>
        response.Headers.ETag = $"\"{version.ToString(CultureInfo.InvariantCulture)}\"";

    /// <summary>
    /// The version that <c>If-Match</c> asks for; null where it asks for none (absent or <c>*</c>). A tag that was never given matches no version: -1.
    /// </summary>
    public static long? IfMatch(this HttpRequest request)
    {
        var tags = request.GetTypedHeaders().IfMatch;
        if (tags.Count == 0)
            return request.Headers.IfMatch.Count == 0 ? null : -1;
        if (tags.Contains(EntityTagHeaderValue.Any))
            return null;

        return tags is [{ IsWeak: false } only] && long.TryParse(only.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : -1;
    }
}
