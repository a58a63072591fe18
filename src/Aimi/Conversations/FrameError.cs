using System.Text.Json;
using Aimi.Hosting;

namespace Aimi.Conversations;

/// <summary>Says what is wrong with a frame that could not be read, and to which message it belongs where that can be told.</summary>
internal static class FrameError
{
    public static ErrorFrame Of(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            if (document.RootElement is not { ValueKind: JsonValueKind.Object } root)
                return new ErrorFrame(Problems.ValidationFailed, "A frame is a JSON object.");

            Guid? clientMessageId = root.TryGetProperty("client_message_id", out var id) && id.ValueKind == JsonValueKind.String && id.TryGetGuid(out var known) ? known : null;
            var type = TypeOf(root);
            if (type is null)
                return new ErrorFrame(Problems.ValidationFailed, "The frame's type is missing or not known.", clientMessageId);

            var unknown = root.EnumerateObject().Any(member => !member.NameEquals("type") && !JsonField.Exists(type, member.Name));
            return unknown
                ? new ErrorFrame(Problems.UnknownField, "The frame has a member that is not known here.", clientMessageId)
                : new ErrorFrame(Problems.ValidationFailed, "A member of the frame is missing, or not of its type.", clientMessageId);
        }
        catch (Exception bad) when (bad is JsonException or InvalidOperationException)
        {
            return new ErrorFrame(Problems.ValidationFailed, "A frame is a JSON object.");
        }
    }

    private static Type? TypeOf(JsonElement root) =>
        root.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
            ? WireJson.Options.GetTypeInfo(typeof(ClientFrame)).PolymorphismOptions!.DerivedTypes
                .FirstOrDefault(derived => type.ValueEquals((string)derived.TypeDiscriminator!)).DerivedType
            : null;
}
