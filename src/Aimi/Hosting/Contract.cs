using System.Text.Json.Serialization.Metadata;
using Aimi.Hosting.Resources;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Aimi.Hosting;

/// <summary>The contract with clients: OpenAPI 3.1 at <c>/openapi/v1.json</c>, browsable at <c>/docs</c>.</summary>
internal static class Contract
{
    private const string ProblemType = "application/problem+json";

    public static IServiceCollection AddContract(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.CreateSchemaReferenceId = json => PatchedType(json.Type) is null ? OpenApiOptions.CreateDefaultSchemaReferenceId(json) : null;
        options.AddSchemaTransformer(async (schema, context, cancellationToken) =>
        {
            if (PatchedType(context.JsonTypeInfo.Type) is { } patched)
                DescribePatched(schema, await context.GetOrCreateSchemaAsync(patched, parameterDescription: null, cancellationToken));
            else
                Describe(schema, context.JsonTypeInfo);
        });
        options.AddDocumentTransformer((document, _, _) =>
        {
            Complete(document);
            OpenEnums.Apply(document);
            return Task.CompletedTask;
        });
    });

    public static IEndpointRouteBuilder MapContract(this IEndpointRouteBuilder app)
    {
        app.MapOpenApi();

        // The reference and nothing else: none of the page's offers to send the document, or what is typed, to its maker. The nonce lets its scripts run.
        app.MapScalarApiReference("/docs", options => options.WithTitle("Aimi").WithNonce().AddHeadContent("<script src=\"../docs.js\"></script>")
            .DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp().HideDeveloperTools().HideClientButton());
        return app;
    }

    /// <summary>Says of a type what <see cref="WireJson"/> makes of it: nothing is null, what is not there is absent.</summary>
    private static void Describe(OpenApiSchema schema, JsonTypeInfo json)
    {
        var type = Nullable.GetUnderlyingType(json.Type) ?? json.Type;
        schema.Type &= ~JsonSchemaType.Null;
        foreach (var absent in json.Properties.Where(member => member.IsGetNullable))
            schema.Required?.Remove(absent.Name);

        if (type == typeof(ProblemDetails))
            DescribeProblem(schema);
        else if (type == typeof(DateTimeOffset))
            (schema.Type, schema.Format) = (JsonSchemaType.String, "date-time");
        else if (type.IsEnum)
            (schema.Type, schema.Enum) = (JsonSchemaType.String, schema.Enum?.Where(word => word is not null).ToList());

        // Unknown members of a request are refused; those of a response are for clients to ignore, so that some can be added.
        if (schema.AdditionalProperties is null && !type.Name.EndsWith("Request", StringComparison.Ordinal))
            schema.AdditionalPropertiesAllowed = true;
    }

    private static Type? PatchedType(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Patched<>) ? type.GetGenericArguments()[0] : null;

    /// <summary>
    /// A member of a merge patch is described as its value, where it is used: that null takes it away stands in words, for generators make nothing good of
    /// a type that may be null.
    /// </summary>
    private static void DescribePatched(OpenApiSchema schema, OpenApiSchema value)
    {
        schema.Type = value.Type & ~JsonSchemaType.Null;
        schema.Description = "Absent leaves it as it is, null takes it away.";
        (schema.Format, schema.Pattern, schema.Items, schema.Enum) = (value.Format, value.Pattern, value.Items, value.Enum);
        (schema.Properties, schema.Required, schema.AdditionalPropertiesAllowed) = (value.Properties, value.Required, value.AdditionalPropertiesAllowed);
    }

    /// <summary>What <see cref="Problems.Complete"/> makes of a problem.</summary>
    private static void DescribeProblem(OpenApiSchema schema)
    {
        static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };

        schema.Description = "What went wrong, by RFC 9457. Never holds a word of what a person wrote.";
        schema.Required = new HashSet<string>(StringComparer.Ordinal) { "type", "title", "status", "code", "trace_id" };
        schema.Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["type"] = Text("A URN that ends with the code."),
            ["title"] = Text("The same for every problem of this code."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" },
            ["detail"] = Text("What to do about this one."),
            ["code"] = Text("Stable: what programs go by."),
            ["trace_id"] = Text("Finds the request in the operator's logs."),
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "By member or parameter: what is wrong with it.",
                AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
            },
        };
    }

    private static void Complete(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Aimi",
            Version = "1",
            Description = "The backend of a personal AI coach. Errors are RFC 9457 problem details with a stable `code`.",
        };

        // The document is the same wherever it is served.
        document.Servers?.Clear();
        foreach (var schema in document.Components?.Schemas?.Values.OfType<OpenApiSchema>() ?? [])
        {
            foreach (var (name, member) in schema.Properties?.ToList() ?? [])
            {
                // The generator's word for a member of a named type that may be absent.
                if (member is OpenApiSchema { OneOf: [{ Type: JsonSchemaType.Null }, OpenApiSchemaReference named] })
                    schema.Properties![name] = named;
            }
        }

        foreach (var operation in document.Paths.Values.SelectMany(path => path.Operations?.Values.AsEnumerable() ?? []))
        {
            CompleteBody(operation);
            CompleteResponses(operation, document);
        }
    }

    /// <summary>The generator's word for a body that may be absent.</summary>
    private static void CompleteBody(OpenApiOperation operation)
    {
        foreach (var body in operation.RequestBody?.Content?.Values ?? [])
        {
            if (body is OpenApiMediaType { Schema: OpenApiSchema { OneOf: [{ Type: JsonSchemaType.Null }, OpenApiSchemaReference named] } } absent)
                absent.Schema = named;
        }
    }

    /// <summary>Every operation may fail in more ways than are worth a line each; who may try again is told when.</summary>
    private static void CompleteResponses(OpenApiOperation operation, OpenApiDocument document)
    {
        var responses = operation.Responses ?? [];
        responses["default"] = new OpenApiResponse
        {
            Description = "Any other problem.",
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                [ProblemType] = new() { Schema = new OpenApiSchemaReference(nameof(ProblemDetails), document) },
            },
        };
        operation.Responses = [];
        foreach (var (status, response) in responses.OrderBy(response => response.Key, StringComparer.Ordinal))
        {
            operation.Responses[status] = response;
            if (status is "429" or "503" && response is OpenApiResponse { Content: { } content } late && content.ContainsKey(ProblemType))
                late.Headers = new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal) { ["Retry-After"] = RetryAfter };
        }
    }

    private static OpenApiHeader RetryAfter => new()
    {
        Description = "After so many seconds it is worth trying again.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" },
    };
}
