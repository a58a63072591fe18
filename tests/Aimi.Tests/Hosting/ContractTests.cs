using System.Text.Json.Nodes;
using Aimi.Tests.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Aimi.Tests.Hosting;

/// <summary>contracts/openapi.json is what the program says of itself, and that is worth reading.</summary>
public sealed class ContractTests(EmbeddedStack stack) : IClassFixture<EmbeddedStack>
{
    private static readonly string[] NotHere = ["/ws/chat", "/docs", "/openapi"];

    [Fact]
    public async Task The_committed_contract_is_that_of_the_program()
    {
        var said = await Document();
        Assert.True(
            Checkout.Read("contracts/openapi.json").TrimEnd() == said.TrimEnd(),
            "contracts/openapi.json is not what the program says. Run eng/contract, look at the difference, and commit it if clients can live with it.");
    }

    [Fact]
    public async Task Every_route_is_in_the_contract()
    {
        var paths = JsonNode.Parse(await Document())!["paths"]!.AsObject();
        var described = paths.SelectMany(path => path.Value!.AsObject().Select(operation => $"{operation.Key.ToUpperInvariant()} {path.Key}"));
        var mapped = stack.Aimi.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => !NotHere.Any(prefix => $"/{route.RoutePattern.RawText!.TrimStart('/')}".StartsWith(prefix, StringComparison.Ordinal)))
            .SelectMany(route => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
                .Select(method => $"{method} /{System.Text.RegularExpressions.Regex.Replace(route.RoutePattern.RawText!.Trim('/'), ":[a-z]+}", "}", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1))}"));
        Assert.Equal(mapped.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_operation_has_a_name_a_summary_and_typed_answers()
    {
        var document = JsonNode.Parse(await Document())!;
        Assert.StartsWith("3.1.", (string)document["openapi"]!, StringComparison.Ordinal);
        var operations = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(operation => operation.Value!).ToList();
        Assert.Equal(operations.Count, operations.Select(operation => (string?)operation["operationId"]).OfType<string>().Distinct().Count());
        Assert.All(operations, operation =>
        {
            Assert.NotEmpty((string)operation["summary"]!);
            var responses = operation["responses"]!.AsObject();
            Assert.Contains("default", responses.Select(response => response.Key));
            Assert.All(responses, response =>
            {
                // What has no body.
                if (response.Key is "204" || response.Key[0] == '3')
                    return;

                var content = response.Value!["content"]!.AsObject();
                Assert.All(content, type => Assert.NotNull(type.Value!["schema"]));

                // The health of the process is an answer even where it is bad.
                if (response.Key[0] is '4' or '5' or 'd' && (string?)operation["tags"]![0] != "Health")
                    Assert.Equal("#/components/schemas/ProblemDetails", (string?)content["application/problem+json"]!["schema"]!["$ref"]);
            });
        });
    }

    [Fact]
    public void No_two_types_bear_one_name_for_the_document_would_describe_one_by_the_other() =>
        Assert.Empty(typeof(Program).Assembly.GetTypes()
            .Where(type => type is { IsNested: false } && (type.Name.EndsWith("Response", StringComparison.Ordinal) || type.Name.EndsWith("Request", StringComparison.Ordinal)))
            .GroupBy(type => type.Name, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key));

    [Fact]
    public async Task Schemas_are_plain_enough_for_every_generator()
    {
        var schemas = Schemas(JsonNode.Parse(await Document())!).ToList();
        Assert.NotEmpty(schemas);
        Assert.All(schemas, schema =>
        {
            Assert.Null(schema["oneOf"]);
            if (schema["$ref"] is not null)
                return;

            // One type: nothing is null on the wire, and a number is no text.
            Assert.Equal(System.Text.Json.JsonValueKind.String, schema["type"]?.GetValueKind());
            Assert.Null(schema["pattern"]);
            Assert.DoesNotContain(schema["enum"]?.AsArray() ?? [], word => word is null);
        });
    }

    [Fact]
    public async Task A_problem_is_described_as_it_comes()
    {
        var described = JsonNode.Parse(await Document())!["components"]!["schemas"]!["ProblemDetails"]!;
        var person = await stack.Aimi.Person();
        var problem = await TestPerson.Problem(await person.Post("/chat/send", """{"text":" "}"""), 400, "validation_failed");

        Assert.All(problem.AsObject(), member => Assert.NotNull(described["properties"]![member.Key]));
        Assert.Equal(["type", "title", "status", "code", "trace_id"], described["required"]!.AsArray().Select(name => (string)name!));
        Assert.All(described["required"]!.AsArray(), name => Assert.NotNull(problem[(string)name!]));
    }

    [Fact]
    public async Task A_send_is_described_in_both_of_its_forms()
    {
        var content = JsonNode.Parse(await Document())!["paths"]!["/chat/send"]!["post"]!["responses"]!["200"]!["content"]!;
        Assert.Equal("#/components/schemas/SendResponse", (string?)content["application/json"]!["schema"]!["$ref"]);
        Assert.Equal("string", (string?)content["text/event-stream"]!["schema"]!["type"]);
    }

    private async Task<string> Document()
    {
        using var http = new HttpClient { BaseAddress = stack.Aimi.Address };
        return await http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), TestContext.Current.CancellationToken);
    }

    private static IEnumerable<JsonObject> Schemas(JsonNode? node, string? name = null) => node switch
    {
        JsonObject schema when name is "schema" or "items" or "additionalProperties" => [schema, .. Inside(schema)],
        JsonObject named when name is "schemas" or "properties" => named.SelectMany(entry => Schemas(entry.Value, "schema")),
        JsonObject other => Inside(other),
        JsonArray array => array.SelectMany(item => Schemas(item)),
        _ => [],
    };

    private static IEnumerable<JsonObject> Inside(JsonObject node) => node.SelectMany(member => Schemas(member.Value, member.Key));
}
