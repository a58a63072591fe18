using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Aimi.Data;

/// <summary>Columns that hold a JSON document: <c>jsonb</c> on PostgreSQL, text on SQLite. Members are snake_case, absent where null.</summary>
public static class DocumentColumns
{
    /// <summary>Marks a property as a document; the PostgreSQL context gives such columns their type.</summary>
    internal const string Annotation = "Aimi:Document";

    public static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,

        // Readable in the database, in every script. It is never written into a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    public static PropertyBuilder<T> IsDocument<T>(this PropertyBuilder<T> property)
    {
        property.HasConversion(new DocumentConverter<T>(), new DocumentComparer<T>());
        property.HasAnnotation(Annotation, true);
        return property;
    }

    private sealed class DocumentConverter<T>() : ValueConverter<T, string>(
        value => JsonSerializer.Serialize(value, Json),
        text => JsonSerializer.Deserialize<T>(text, Json)!);

    // Documents are compared as they are stored: a list inside a record has no equality of its own.
    private sealed class DocumentComparer<T>() : ValueComparer<T>(
        (left, right) => JsonSerializer.Serialize(left, Json) == JsonSerializer.Serialize(right, Json),
        value => JsonSerializer.Serialize(value, Json).GetHashCode(StringComparison.Ordinal),
        value => JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(value, Json), Json)!);
}
