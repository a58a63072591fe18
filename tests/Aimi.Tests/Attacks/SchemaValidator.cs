using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Aimi.Tests.Attacks;

/// <summary>JSON against a schema: so much of JSON Schema as the document uses, and a word that it does not know fails.</summary>
internal static class SchemaValidator
{
    /// <summary>Words that say nothing of a value.</summary>
    private static readonly string[] Silent =
        ["description", "title", "default", "example", "examples", "deprecated", "pattern", "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "readOnly"];

    /// <summary>Where the value is not as the schema says, and why; null where it is.</summary>
    public static string? Breach(ApiDocument document, JsonNode? value, JsonNode named, string path)
    {
        var schema = document.Resolve(named);
        foreach (var (word, what) in schema)
        {
            var breach = word switch
            {
                "type" => Is(value, (string)what!) ? null : $"{path} is not {what}",
                "format" => value is JsonValue text && text.GetValueKind() == JsonValueKind.String && !HasFormat((string)text!, (string)what!) ? $"{path} is not a {what}" : null,
                "enum" => what!.AsArray().Any(word => JsonNode.DeepEquals(word, value)) ? null : $"{path} is none of the words",
                "required" => value is JsonObject whole && what!.AsArray().FirstOrDefault(name => !whole.ContainsKey((string)name!)) is { } missing ? $"{path} lacks {missing}" : null,
                "properties" => value is JsonObject whole
                    ? whole.Select(member => what![member.Key] is { } schemaOf ? Breach(document, member.Value, schemaOf, $"{path}.{member.Key}") : null).FirstOrDefault(found => found is not null)
                    : null,
                "additionalProperties" => value is JsonObject whole
                    ? whole.Where(member => schema["properties"]?[member.Key] is null).Select(member => Additional(document, member.Value, what!, $"{path}.{member.Key}")).FirstOrDefault(found => found is not null)
                    : null,
                "items" => value is JsonArray array
                    ? array.Select((item, index) => Breach(document, item, what!, $"{path}[{index}]")).FirstOrDefault(found => found is not null)
                    : null,
                _ => Silent.Contains(word, StringComparer.Ordinal) || word.StartsWith("x-", StringComparison.Ordinal) ? null : $"{path}: the schema says {word}, which this test does not know",
            };
            if (breach is not null)
                return breach;
        }

        return null;
    }

    private static string? Additional(ApiDocument document, JsonNode? value, JsonNode schema, string path) =>
        schema is JsonValue allowed ? (bool)allowed ? null : $"{path} is not in the document" : Breach(document, value, schema, path);

    private static bool Is(JsonNode? value, string type) => (value?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        JsonValueKind.Object => type is "object",
        JsonValueKind.Array => type is "array",
        JsonValueKind.String => type is "string",
        JsonValueKind.Number => type is "number" || (type is "integer" && value!.AsValue().TryGetValue<long>(out _)),
        JsonValueKind.True or JsonValueKind.False => type is "boolean",
        _ => false,
    };

    private static bool HasFormat(string text, string format) => format switch
    {
        "uuid" => Guid.TryParseExact(text, "D", out _),
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "date-time" => DateTimeOffset.TryParseExact(text, "yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _),
        _ => true,
    };
}
