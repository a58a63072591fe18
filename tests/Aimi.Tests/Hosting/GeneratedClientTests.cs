using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Aimi.Hosting;

namespace Aimi.Tests.Hosting;

/// <summary>
/// What a generator of clients makes good of, Swift's above all (its "Supported OpenAPI features"): the committed contract keeps to it.
/// </summary>
public sealed partial class GeneratedClientTests
{
    private static readonly JsonNode Document = JsonNode.Parse(Checkout.Read("contracts/openapi.json"))!;
    private static readonly JsonObject Named = Document["components"]!["schemas"]!.AsObject();

    private static IEnumerable<(string Path, string Method, JsonNode Operation)> Operations =>
        Document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation => (path.Key, operation.Key, operation.Value!)));

    private static IEnumerable<JsonObject> Answered => Reached(Operations.SelectMany(one => one.Operation["responses"]!.AsObject().Select(response => response.Value)));

    private static IEnumerable<JsonObject> Asked =>
        Reached(Operations.SelectMany(one => new[] { one.Operation["requestBody"] }.Concat(one.Operation["parameters"]?.AsArray() ?? [])));

    [Fact]
    public void Nothing_is_one_of_several()
    {
        string[] unions = ["oneOf", "anyOf", "allOf", "not", "discriminator", "nullable", "const", "if", "prefixItems", "patternProperties", "unevaluatedProperties", "contains"];
        Assert.Empty(Answered.Concat(Asked).SelectMany(schema => schema.Select(word => word.Key)).Intersect(unions));
    }

    [Fact]
    public void A_type_is_one_of_json_and_a_number_says_how_wide_it_is() => Assert.All(Answered.Concat(Asked).Where(schema => schema["$ref"] is null), schema =>
    {
        var type = (string)schema["type"]!;
        Assert.Contains(type, new[] { "string", "integer", "number", "boolean", "array", "object" });
        if (type == "integer")
            Assert.Contains((string?)schema["format"], new[] { "int32", "int64" });
        if (type == "number")
            Assert.Equal("double", (string?)schema["format"]);
        if (type == "array")
            Assert.NotNull(schema["items"]);
    });

    [Fact]
    public void Words_of_answers_are_open_and_those_of_requests_closed()
    {
        Assert.DoesNotContain(Answered, schema => schema["enum"] is not null);
        Assert.Contains(Answered, schema => schema["x-extensible-enum"] is JsonArray { Count: > 1 } && (string?)schema["type"] == "string");
        Assert.Contains(Asked, schema => schema["enum"] is JsonArray { Count: > 1 } && (string?)schema["type"] == "string");
        Assert.Empty(Named.Select(schema => schema.Key).Except(Answered.Concat(Asked).Select(schema => (string?)schema["$ref"]).OfType<string>().Select(NameOf)));
    }

    [Fact]
    public void A_time_is_a_date_time_and_a_day_a_date()
    {
        var members = Answered.Concat(Asked).SelectMany(schema => schema["properties"]?.AsObject() ?? []).ToList();
        Assert.All(members.Where(member => member.Key.EndsWith("_at", StringComparison.Ordinal)), member => Assert.Equal(("date-time", member.Key), ((string?)member.Value!["format"], member.Key)));
        Assert.All(members.Where(member => member.Key is "day" || member.Key.EndsWith("_on", StringComparison.Ordinal) || member.Key.EndsWith("_date", StringComparison.Ordinal)),
            member => Assert.Equal(("date", member.Key), ((string?)member.Value!["format"], member.Key)));
        Assert.All(members.Where(member => member.Key == "id" || member.Key.EndsWith("_id", StringComparison.Ordinal)),
            member => Assert.True((string?)member.Value!["format"] == "uuid" || member.Key is "trace_id" or "external_id" or "key_id" or "client_id" or "credential_id", member.Key));
    }

    [Theory]
    [InlineData("2026-03-15T18:30:00.9999999+00:00")]
    [InlineData("2026-03-15T21:30:00.1+03:00")]
    [InlineData("2026-03-15T18:30:00+00:00")]
    public void A_time_on_the_wire_is_whole_seconds_of_utc(string time) =>
        Assert.Equal("\"2026-03-15T18:30:00Z\"", JsonSerializer.Serialize(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture), WireJson.Options));

    [Fact]
    public void No_answer_has_a_time_that_is_written_in_another_way() =>
        Assert.Empty(typeof(Program).Assembly.GetTypes()
            .Where(type => type.Name.EndsWith("Response", StringComparison.Ordinal) || type.Name.EndsWith("Frame", StringComparison.Ordinal))
            .SelectMany(type => type.GetProperties())
            .Where(property => (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) is var type && (type == typeof(DateTime) || type == typeof(TimeSpan)))
            .Select(property => $"{property.DeclaringType!.Name}.{property.Name}"));

    [Fact]
    public void Names_are_identifiers_and_differ_by_more_than_case()
    {
        var operations = Operations.Select(one => (string)one.Operation["operationId"]!).ToList();
        Assert.All(operations, name => Assert.Matches(Identifier(), name));
        Assert.All(Named, schema => Assert.Matches(Identifier(), schema.Key));
        Assert.Equal(operations.Count, operations.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(Named.Count, Named.Select(schema => schema.Key).Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void A_success_has_a_body_that_is_described_or_none() => Assert.All(
        Operations.SelectMany(one => one.Operation["responses"]!.AsObject().Where(response => response.Key[0] == '2').Select(response => (one.Path, response.Key, Body: response.Value!["content"]?.AsObject()))),
        answer => Assert.True(answer.Key is "204" == (answer.Body is null) && (answer.Body is null || answer.Body.All(content => content.Value!["schema"] is not null)), $"{answer.Path} {answer.Key}"));

    [Fact]
    public void A_parameter_is_plain() => Assert.All(Operations.SelectMany(one => one.Operation["parameters"]?.AsArray() ?? []), parameter =>
    {
        Assert.Contains((string)parameter!["in"]!, new[] { "path", "query", "header" });
        Assert.Null(parameter["content"]);
        Assert.Null(parameter["style"]);
        Assert.NotNull(parameter["schema"]);
    });

    [Fact]
    public void Who_may_be_told_that_a_version_is_old_can_say_which_one_they_have() => Assert.All(
        Operations.Where(one => one.Operation["responses"]!["412"] is not null && !one.Path.StartsWith("/reminders", StringComparison.Ordinal)),
        one => Assert.Contains(one.Operation["parameters"]!.AsArray(), parameter => (string)parameter!["name"]! == "If-Match"));

    /// <summary>All schemas that these lead to, those of a name once.</summary>
    private static List<JsonObject> Reached(IEnumerable<JsonNode?> from)
    {
        var (all, seen) = (new List<JsonObject>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var node in from)
            Find(node);
        return all;

        void Find(JsonNode? node)
        {
            switch (node)
            {
                case JsonObject { } holder when holder["schema"] is JsonObject schema && !holder.ContainsKey("type"):
                    Schema(schema);
                    break;
                case JsonObject other:
                    foreach (var member in other)
                        Find(member.Value);
                    break;
            }
        }

        void Schema(JsonObject schema)
        {
            all.Add(schema);
            if (schema["$ref"] is { } reference && seen.Add((string)reference!))
                Schema(Named[NameOf((string)reference!)]!.AsObject());
            foreach (var member in schema["properties"]?.AsObject() ?? [])
                Schema(member.Value!.AsObject());
            if (schema["items"] is JsonObject items)
                Schema(items);
            if (schema["additionalProperties"] is JsonObject values)
                Schema(values);
        }
    }

    private static string NameOf(string reference) => reference["#/components/schemas/".Length..];

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]*$", RegexOptions.NonBacktracking)]
    private static partial Regex Identifier();
}
