using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Aimi.Messages;

namespace Aimi.Sessions;

/// <summary>A cached message as UTF-8 JSON, and back.</summary>
internal static class CachedMessageJson
{
    // Cyrillic as it is, at two bytes a letter instead of six. Redis is no HTML page.
    private static readonly JsonTypeInfo<CachedMessage> Type =
        new CachedMessageContext(new JsonSerializerOptions(CachedMessageContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
            .CachedMessage;

    public static byte[] Write(CachedMessage message) => JsonSerializer.SerializeToUtf8Bytes(message, Type);

    /// <summary>Null for what is no message.</summary>
    public static CachedMessage? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, Type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(MessageRoleConverter)])]
[JsonSerializable(typeof(CachedMessage))]
internal sealed partial class CachedMessageContext : JsonSerializerContext;

internal sealed class MessageRoleConverter() : JsonStringEnumConverter<MessageRole>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);
