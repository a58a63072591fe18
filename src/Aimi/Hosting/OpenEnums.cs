using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Aimi.Hosting;

/// <summary>
/// The words of answers are open: one that is added later must not break a client that was generated before. They are plain text with the known words beside it
/// (<c>x-extensible-enum</c>), for generators read <c>enum</c> as closed, and make nothing good of a union. The words of requests are closed.
/// </summary>
internal sealed class OpenEnums
{
    private const string KnownWords = "x-extensible-enum";

    private readonly IDictionary<string, IOpenApiSchema> _named;
    private readonly HashSet<string> _opened = new(StringComparer.Ordinal);

    private OpenEnums(IDictionary<string, IOpenApiSchema> named) => _named = named;

    public static void Apply(OpenApiDocument document)
    {
        var enums = new OpenEnums(document.Components!.Schemas!);
        var asked = new HashSet<string>(StringComparer.Ordinal);
        foreach (var operation in document.Paths.Values.SelectMany(path => path.Operations?.Values.AsEnumerable() ?? []))
        {
            foreach (var content in operation.RequestBody?.Content?.Values ?? [])
                enums.Collect(((OpenApiMediaType)content).Schema, asked);
            foreach (var content in (operation.Responses ?? []).Values.SelectMany(response => response.Content?.Values ?? []).OfType<OpenApiMediaType>())
                content.Schema = enums.Open(content.Schema);
        }

        foreach (var (name, _) in enums._named.Where(schema => schema.Value.Enum is { Count: > 0 } && !asked.Contains(schema.Key)).ToList())
            enums._named.Remove(name);
    }

    private IOpenApiSchema? Open(IOpenApiSchema? schema)
    {
        if (schema is OpenApiSchemaReference { Reference.Id: { } name } reference)
        {
            if (_named[name] is { Enum.Count: > 0 } words)
                return Words(words, reference.Description);
            if (_opened.Add(name))
                Open(_named[name]);
        }
        else if (schema is OpenApiSchema { Enum.Count: > 0 })
        {
            return Words(schema, schema.Description);
        }
        else if (schema is OpenApiSchema own)
        {
            foreach (var (member, value) in own.Properties?.ToList() ?? [])
                own.Properties![member] = Open(value)!;
            own.Items = Open(own.Items);
            own.AdditionalProperties = Open(own.AdditionalProperties);
        }

        return schema;
    }

    private void Collect(IOpenApiSchema? schema, HashSet<string> names)
    {
        if (schema is OpenApiSchemaReference { Reference.Id: { } name } && !names.Add(name))
            return;
        if (schema is null)
            return;

        var own = schema is OpenApiSchemaReference { Reference.Id: { } id } ? _named[id] : schema;
        foreach (var member in (own.Properties?.Values.AsEnumerable() ?? []).Append(own.Items).Append(own.AdditionalProperties))
            Collect(member, names);
    }

    private static OpenApiSchema Words(IOpenApiSchema schema, string? description) => new()
    {
        Type = JsonSchemaType.String,
        Description = description ?? schema.Description,
        Extensions = new Dictionary<string, IOpenApiExtension>(StringComparer.Ordinal)
        {
            [KnownWords] = new JsonNodeExtension(new JsonArray([.. schema.Enum!.Select(word => word.DeepClone())])),
        },
    };
}
