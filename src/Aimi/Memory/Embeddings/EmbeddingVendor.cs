using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aimi.Memory.Embeddings;

/// <summary>
/// A vendor's dialect of the one protocol that they all speak: <c>POST …/embeddings</c> with the model's name and the texts, answered by vectors with the index of
/// their text.
/// </summary>
/// <param name="Name">For the operator.</param>
/// <param name="Prefix">Before the model's name in the setting.</param>
/// <param name="Address">Where the vendor itself is.</param>
/// <param name="Write">The body of a request.</param>
internal sealed record EmbeddingVendor(string Name, string Prefix, Uri Address, Func<EmbeddingRequest, object> Write)
{
    /// <summary>OpenAI, and whatever speaks like it: Ollama, vLLM, llama.cpp, TEI.</summary>
    public static readonly EmbeddingVendor OpenAi = new(
        "OpenAI", "openai:", new Uri("https://api.openai.com/v1"),
        request => new { request.Model, request.Input, EncodingFormat = "float", request.Dimensions });

    /// <summary>Voyage makes other vectors of a question than of what may answer it.</summary>
    public static readonly EmbeddingVendor Voyage = new(
        "Voyage", "voyage:", new Uri("https://api.voyageai.com/v1"),
        request => new { request.Model, request.Input, InputType = request.IsQuery ? "query" : "document", OutputDimension = request.Dimensions });

    public static readonly IReadOnlyList<EmbeddingVendor> All = [OpenAi, Voyage];

    /// <summary>What is not set is not sent; letters go as they are, not as six characters each.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}

/// <param name="Input">The texts.</param>
/// <param name="IsQuery">They are questions, not what may answer one.</param>
/// <param name="Dimensions">How many numbers a vector shall have; null: as the model gives them.</param>
internal sealed record EmbeddingRequest(string Model, IReadOnlyList<string> Input, bool IsQuery, int? Dimensions);
