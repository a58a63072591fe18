using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aimi.Cli.Contract;

/// <summary>The wire format: snake_case, unknown members ignored, a missing required one is an error.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ServerFrame))]
[JsonSerializable(typeof(ClientFrame))]
[JsonSerializable(typeof(MessagePage))]
[JsonSerializable(typeof(Reading))]
[JsonSerializable(typeof(Made))]
[JsonSerializable(typeof(Problem))]
internal sealed partial class ContractJson : JsonSerializerContext
{
    // Lazy, because the generated half has static fields of its own that must be there first.
    private static readonly Lazy<ContractJson> Wire = new(() => new ContractJson(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowOutOfOrderMetadataProperties = true,

        // \u0416 for each Cyrillic letter would make a frame three times as long, and a frame has a limit.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    }));

    public static byte[] Write(ClientFrame frame) => JsonSerializer.SerializeToUtf8Bytes(frame, Wire.Value.ClientFrame);

    /// <summary>Null for what is no frame of this contract: a newer server may say more than this client knows.</summary>
    public static ServerFrame? TryRead(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var frame = JsonSerializer.Deserialize(utf8, Wire.Value.ServerFrame);
            return frame?.GetType() == typeof(ServerFrame) ? null : frame;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Throws <see cref="JsonException"/> for anything but a reading.</summary>
    public static ValueTask<Reading?> ReadReading(Stream body, CancellationToken cancellation) =>
        JsonSerializer.DeserializeAsync(body, Wire.Value.Reading, cancellation);

    /// <summary>Throws <see cref="JsonException"/> for anything without an id.</summary>
    public static ValueTask<Made?> ReadMade(Stream body, CancellationToken cancellation) =>
        JsonSerializer.DeserializeAsync(body, Wire.Value.Made, cancellation);

    /// <summary>Throws <see cref="JsonException"/> for what is no JSON: whoever stands between here and the server may answer in words.</summary>
    public static ValueTask<Problem?> ReadProblem(Stream body, CancellationToken cancellation) =>
        JsonSerializer.DeserializeAsync(body, Wire.Value.Problem, cancellation);

    /// <summary>Throws <see cref="JsonException"/> for anything but a page of messages.</summary>
    public static ValueTask<MessagePage?> ReadPage(Stream body, CancellationToken cancellation) =>
        JsonSerializer.DeserializeAsync(body, Wire.Value.MessagePage, cancellation);
}
