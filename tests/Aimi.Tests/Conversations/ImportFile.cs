using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aimi.Tests.Infrastructure;

namespace Aimi.Tests.Conversations;

/// <summary>Writes files in the format of the import, and sends them.</summary>
internal static class ImportFile
{
    public static readonly DateTimeOffset Start = new(2021, 5, 1, 9, 0, 0, TimeSpan.Zero);

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Line(string role, string text, DateTimeOffset at, string? id = null, string? conversation = null)
    {
        var line = new JsonObject { ["role"] = role, ["text"] = text, ["occurred_at"] = at.ToString("O", CultureInfo.InvariantCulture) };
        if (id is not null)
            line["external_id"] = id;
        if (conversation is not null)
            line["conversation"] = conversation;
        return line.ToJsonString(Readable);
    }

    /// <summary>A chat in which the two speak by turns, a minute after each other.</summary>
    public static IEnumerable<string> Talk(int messages, DateTimeOffset? start = null, string? conversation = null, string prefix = "m") =>
        Enumerable.Range(0, messages).Select(number => Line(
            number % 2 == 0 ? "user" : "assistant",
            number % 2 == 0 ? $"Вопрос {number} о жизни" : $"Answer {number} 🌿",
            (start ?? Start).AddMinutes(number),
            $"{prefix}{number}",
            conversation));

    public static HttpContent Content(IEnumerable<string> lines) => Content(string.Join('\n', lines));

    public static HttpContent Content(string text)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = new("application/x-ndjson");
        return content;
    }

    public static Task<HttpResponseMessage> Import(this TestPerson person, IEnumerable<string> lines) =>
        person.Http.PostAsync("/chat/import", Content(lines), TestContext.Current.CancellationToken);

    public static async Task<JsonNode> Imported(this TestPerson person, params IEnumerable<string> lines) => await TestPerson.Json(await person.Import(lines));

    /// <summary>Received, imported, duplicates and sessions of an answer.</summary>
    public static (int Received, int Imported, int Duplicates, int Sessions) Counts(JsonNode answer) =>
        ((int)answer["received"]!, (int)answer["imported"]!, (int)answer["duplicates"]!, (int)answer["sessions"]!);

    /// <summary>Until that many messages are there: each answer is awaited, and asked for again.</summary>
    public static Task Until(this TestPerson person, int messages) =>
        Patience.Until(async () => (int)(await person.Get("/chat/import"))["messages"]! >= messages);
}

/// <summary>A file of which the second part is sent when the test says so.</summary>
internal sealed class PausedFile : HttpContent
{
    private readonly IReadOnlyList<string> _first;
    private readonly IReadOnlyList<string> _second;
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PausedFile(IEnumerable<string> first, IEnumerable<string> second)
    {
        (_first, _second) = ([.. first], [.. second]);
        Headers.ContentType = new("application/x-ndjson");
    }

    public void GoOn() => _goOn.TrySetResult();

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await Write(stream, _first);
        await _goOn.Task;
        await Write(stream, _second);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    private static async Task Write(Stream stream, IEnumerable<string> lines)
    {
        foreach (var line in lines)
            await stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\r\n"));
        await stream.FlushAsync();
    }
}
