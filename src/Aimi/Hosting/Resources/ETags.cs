using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace Aimi.Hosting.Resources;

/// <summary>A resource's version as its entity tag: <c>"7"</c>.</summary>
public static class ETags
{
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
