using System.Text.Json.Nodes;
using Aimi.Tests.Infrastructure;

namespace Aimi.Tests.Attacks;

/// <summary>The OpenAPI document as the running program tells it, as far as a test that calls all of it must understand it.</summary>
internal sealed class ApiDocument
{
    private readonly JsonNode _document;

    private ApiDocument(JsonNode document)
    {
        _document = document;
        Operations =
        [
            .. from path in document["paths"]!.AsObject()
               from operation in path.Value!.AsObject()
               select new ApiOperation(this, operation.Key.ToUpperInvariant(), path.Key, operation.Value!.AsObject()),
        ];
    }

    public IReadOnlyList<ApiOperation> Operations { get; }

    public static async Task<ApiDocument> Of(AimiProcess aimi)
    {
        using var http = new HttpClient { BaseAddress = aimi.Address };
        return new ApiDocument(JsonNode.Parse(await http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), TestContext.Current.CancellationToken))!);
    }

    /// <summary>The schema itself, where this one only names it.</summary>
    public JsonObject Resolve(JsonNode schema)
    {
        var resolved = schema.AsObject();
        while ((string?)resolved["$ref"] is { } reference)
            resolved = reference[2..].Split('/').Aggregate(_document, (node, name) => node[name]!).AsObject();
        return resolved;
    }
}

internal sealed record ApiParameter(string Name, string In, bool Required, JsonObject Schema);

/// <summary>One thing that can be asked of the program.</summary>
internal sealed class ApiOperation(ApiDocument document, string method, string path, JsonObject description)
{
    public ApiDocument Document => document;

    public string Method => method;

    public string Path => path;

    public string Name => $"{method} {path}";

    public IReadOnlyList<ApiParameter> Parameters { get; } =
    [
        .. (description["parameters"]?.AsArray() ?? []).Select(parameter => new ApiParameter(
            (string)parameter!["name"]!, (string)parameter["in"]!, (bool?)parameter["required"] ?? false, document.Resolve(parameter["schema"]!))),
    ];

    /// <summary>Media type and schema of the body; null where there is none.</summary>
    public (string Type, JsonObject Schema)? Body { get; } =
        description["requestBody"]?["content"]?.AsObject().Select(content => ((string, JsonObject)?)(content.Key, document.Resolve(content.Value!["schema"]!))).First();

    public bool BodyIsRequired { get; } = (bool?)description["requestBody"]?["required"] ?? false;

    /// <summary>What is wrong with an answer, by the document; null where it is as described.</summary>
    public string? Breach(int status, string? mediaType, string body)
    {
        var responses = description["responses"]!.AsObject();
        var (named, response) = responses[$"{status}"] is { } own ? (true, own) : (false, responses["default"]);
        if (response is null || (!named && status < 400))
            return $"{status} is not in the document";
        if (response["content"]?.AsObject() is not { Count: > 0 } content)
            return body.Length == 0 ? null : $"{status} has a body";
        if (mediaType is null || content[mediaType] is not { } described)
            return $"{status} as {mediaType ?? "nothing"} is not in the document";
        if (!mediaType.EndsWith("json", StringComparison.Ordinal))
            return null;

        return SchemaValidator.Breach(document, JsonNode.Parse(body), described["schema"]!, "$") is { } breach ? $"{status}: {breach}" : null;
    }
}
