using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aimi.Hosting.Resources;

/// <summary>
/// A member of a JSON merge patch (RFC 7396): absent leaves as it is, null takes away, a value sets.
/// </summary>
[JsonConverter(typeof(PatchedConverter))]
public readonly record struct Patched<T>(T? Value)
{
    /// <summary>The member is there, be it null.</summary>
    public bool IsGiven { get; private init; } = true;

    public T? Or(T? current) => IsGiven ? Value : current;
}

/// <summary>Reads <see cref="Patched{T}"/>; what is absent is its default and so not given.</summary>
internal sealed class PatchedConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Patched<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class Of<T> : JsonConverter<Patched<T>>
    {
        public override bool HandleNull => true;

        public override Patched<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(JsonSerializer.Deserialize<T>(ref reader, options));

        public override void Write(Utf8JsonWriter writer, Patched<T> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.Value, options);
    }
}
