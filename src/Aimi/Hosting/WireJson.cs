using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aimi.Hosting;

/// <summary>
/// How JSON looks on the wire: snake_case, instants in whole UTC seconds, nothing for null. It is read by the rules of <see cref="JsonSerializerOptions.Strict"/>: unknown
/// members, members twice, other case, null where none may be and members left out are refused.
/// </summary>
public static class WireJson
{
    private const string InstantFormat = "yyyy-MM-ddTHH:mm:ssZ";

    public static readonly JsonSerializerOptions Options = Create();

    public static void Apply(JsonSerializerOptions options)
    {
        // What the framework hands over is made by other rules: those of Strict, one by one.
        var strict = JsonSerializerOptions.Strict;
        options.PropertyNameCaseInsensitive = strict.PropertyNameCaseInsensitive;
        options.NumberHandling = strict.NumberHandling;
        options.UnmappedMemberHandling = strict.UnmappedMemberHandling;
        options.AllowDuplicateProperties = strict.AllowDuplicateProperties;
        options.RespectNullableAnnotations = strict.RespectNullableAnnotations;
        options.RespectRequiredConstructorParameters = strict.RespectRequiredConstructorParameters;

        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.DictionaryKeyPolicy = null;
        options.AllowOutOfOrderMetadataProperties = true;
        options.MaxDepth = 16;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;

        // Never inside HTML: Cyrillic and emoji go as they are, at half the bytes.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        options.Converters.Add(new UtcSecondsConverter());
    }

    /// <summary>An instant as it stands in JSON.</summary>
    public static string Instant(DateTimeOffset value) => value.UtcDateTime.ToString(InstantFormat, CultureInfo.InvariantCulture);

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Strict);
        Apply(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    /// <summary><c>2026-03-15T18:30:00Z</c>, always; fractions are cut on the way out and accepted on the way in.</summary>
    private sealed class UtcSecondsConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TryGetDateTimeOffset(out var instant) ? instant.ToUniversalTime() : throw new JsonException("Not an RFC 3339 time.");

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
        {
            Span<byte> text = stackalloc byte[20];
            value.UtcDateTime.TryFormat(text, out var written, InstantFormat, CultureInfo.InvariantCulture);
            writer.WriteStringValue(text[..written]);
        }
    }
}
