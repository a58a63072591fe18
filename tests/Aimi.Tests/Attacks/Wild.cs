using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace Aimi.Tests.Attacks;

/// <summary>A request as bytes and words: nothing that a client library would keep anybody from sending.</summary>
internal sealed record WildRequest(ApiOperation Operation, string Address, IReadOnlyList<(string Name, string Value)> Headers, string? MediaType, byte[]? Body)
{
    public override string ToString() =>
        $"{Operation.Method} {Address} {string.Join(' ', Headers)} {MediaType} {(Body is null ? "" : Body.Length > 2_000 ? $"[{Body.Length} bytes]" : Encoding.Latin1.GetString(Body))}";
}

/// <summary>Requests built from the document: right ones, nearly right ones, and what nobody would think of.</summary>
internal sealed class Wild(IReadOnlyList<Guid> ids)
{
    private const int Wildness = 12;

    /// <summary>What people write, in the forms that the members of requests have.</summary>
    private static readonly string[] Words =
    [
        "x", "Купить молоко", "Созвон завтра в 15 на полчаса", "every day at 9", "пока", "🧘‍♀️", "Europe/Moscow", "America/Sao_Paulo", "ru", "en-GB", "PT15M", "P1D", "PT0S",
        "FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,WE;COUNT=5", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "09:00", "2026-03", "2026-03-15", "2026-03-15T18:30:00Z", "2026-03-15T18:30:00+03:00",
        "anna@example.org", "https://example.org/hook", "chat", "email", "goal:x", "user", "assistant",
    ];

    private static readonly string[] WildWords =
    [
        "", " ", "\t\r\n", "\0", "a\0b", "\\", "\"", "'; DROP TABLE users; --", "%", "%%", "../../etc/passwd", "<script>alert(1)</script>", "{{7*7}}", "${jndi:ldap://x}", "\u202e", "\ufeff", "\uffff",
        "\u0001", "e\u0301", "ﷺ", "\U0001F9D8", "0", "-1", "NaN", "null", "true", "1e400", "99999999999999999999", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "0000-00-00", "2026-02-30", "2026-13",
        "24:00", "P99999999999D", "-PT1H", "PT1H1H", "FREQ=SECONDLY", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;COUNT=999999999999", "FREQ=DAILY;UNTIL=00010101", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "RRULE:FREQ=DAILY", "Europe/Nowhere", "UTC+25", "xx-YY-zz", "00000000-0000-0000-0000-000000000000", "http://169.254.169.254/", "file:///etc/passwd", "*", "W/\"1\"", "\"1\"",
    ];

    private static readonly Gen<string> Long = Gen.Select(Gen.OneOf("x", "я", "👩‍👩‍👧‍👦", " ", "FREQ=", "["), Gen.OneOf(101, 300, 8_001, 40_000)).Select((piece, count) => new StringBuilder().Insert(0, piece, count).ToString());

    private static readonly Gen<string> Word = Gen.Frequency((8, Gen.OneOf(Words)), (1, Gen.String[0, 40]));

    private static readonly Gen<string> WildWord = Gen.Frequency((8, Gen.OneOf(WildWords)), (2, Gen.String[0, 200]), (1, Long));

    /// <summary>Tokens that are JSON, and some that are not.</summary>
    private static readonly Gen<string> WildJson = Gen.OneOf(
        Gen.OneOf(
            "null", "true", "0", "-0", "-1", "1.5", "1e400", "-1e-400", "2147483648", "9223372036854775808", "1" + new string('0', 400), "[]", "{}", "[null]", "[[]]", "{\"\":0}", "\"\"",
            "\"\\u0000\"", "\"\\ud83d\"", "\"\\udc00x\"", "\"\\ud800\\ud800\"", "\"\\q\"", "NaN", "'x'", "undefined", "01", "+1", ".5", "tru", "{\"a\":1,\"a\":2}", "/* c */ 1"),
        WildWord.Select(word => Quote(word)),
        Gen.Int[1, 200].Select(depth => new string('[', depth) + new string(']', depth)));

    private static readonly Gen<byte[]> WildBody = Gen.OneOf(
        WildJson.Select(Encoding.UTF8.GetBytes),
        Gen.Byte.Array[0, 64],
        Gen.OneOf<byte[]>([], [0xFF, 0xFE], [0xEF, 0xBB, 0xBF], [0xC3, 0x28], [0xED, 0xA0, 0x80], "{"u8.ToArray(), "{\"text\":\"\xC3"u8.ToArray(), [.. "{\"text\":\""u8, 0xC3, 0x28, .. "\"}"u8], [0]),
        Gen.OneOf(10_000, 300_000).Select(size => Encoding.ASCII.GetBytes(new string('[', size))),
        Gen.OneOf(255 * 1024, 257 * 1024).Select(size => Encoding.ASCII.GetBytes($"{{\"text\":\"{new string('x', size)}\"}}")));

    public Gen<WildRequest> Request(ApiOperation operation) => Gen.Select(
        Address(operation),
        Headers(operation),
        operation.Body is null && operation.Method is "GET" or "DELETE" ? Gen.Const((byte[]?)null) : Body(operation),
        Gen.Frequency((12, Gen.Const(operation.Body?.Type)), (1, Gen.OneOf("text/plain", "application/xml", "application/json; charset=utf-16", "multipart/form-data", "application/x-www-form-urlencoded"))),
        (address, headers, body, type) => new WildRequest(operation, address, headers, body is null ? null : type, body));

    private Gen<string> Address(ApiOperation operation)
    {
        var path = operation.Parameters.Where(parameter => parameter.In == "path").Aggregate(
            Gen.Const(operation.Path),
            (address, parameter) => Gen.Select(address, Value(parameter.Schema), (text, value) => text.Replace($"{{{parameter.Name}}}", Escape(value.Length == 0 || value.Contains('\0', StringComparison.Ordinal) ? "x" : value), StringComparison.Ordinal)));
        var query = operation.Parameters.Where(parameter => parameter.In == "query").Aggregate(
            Gen.Const(""),
            (text, parameter) => Gen.Select(text, parameter.Required ? Gen.Frequency((9, Gen.Const(true)), (1, Gen.Const(false))) : Gen.Bool, Value(parameter.Schema), Gen.Int[0, 20], (before, given, value, twice) =>
                given ? $"{before}{(before.Length == 0 ? "?" : "&")}{parameter.Name}={Escape(value)}{(twice == 0 ? $"&{parameter.Name}=%ED%A0%80" : "")}" : before));
        return Gen.Select(path, query, (a, b) => a + b);
    }

    private static Gen<IReadOnlyList<(string, string)>> Headers(ApiOperation operation) => Gen.Select(
        Gen.Frequency((6, Gen.Const("")), (1, Gen.OneOf("\"1\"", "\"0\"", "W/\"1\"", "*", "1", "\"", "\"99999999999999999999\"", "\"1\", \"2\""))),
        Gen.Frequency((4, Gen.Const("")), (1, Gen.Int[0, 40].Select(key => $"key-{key}")), (1, Gen.OneOf(new string('k', 300), "\"k\"", "k\tk"))),
        Gen.Frequency((6, Gen.Const("")), (1, Gen.OneOf("text/event-stream", "application/json", "*/*", "x", "text/event-stream;q=0", ";;"))),
        (match, key, accept) => (IReadOnlyList<(string, string)>)
        [
            .. match.Length > 0 ? [("If-Match", match)] : Array.Empty<(string, string)>(),
            .. key.Length > 0 && operation.Method == "POST" ? [("Idempotency-Key", key)] : Array.Empty<(string, string)>(),
            .. accept.Length > 0 ? [("Accept", accept)] : Array.Empty<(string, string)>(),
        ]);

    private Gen<byte[]?> Body(ApiOperation operation)
    {
        var right = operation.Body is { } body && body.Type.EndsWith("/json", StringComparison.Ordinal)
            ? Json(operation.Document, body.Schema, depth: 0).Select(Encoding.UTF8.GetBytes)
            : Lines.Select(Encoding.UTF8.GetBytes);
        return Gen.Frequency((8, right), (1, WildBody), (1, Gen.Select(right, Gen.Int[0, 1 << 16], Cut))).Select(bytes => (byte[]?)bytes);
    }

    /// <summary>Imports: lines of a chat, and of a calendar.</summary>
    private static Gen<string> Lines => Gen.OneOf(
        Gen.Select(Gen.OneOf(Word, WildWord), Gen.OneOf(Word, WildWord), Gen.OneOf("2026-03-15T18:30:00Z", "2026-03-15", "x"), (role, text, at) => $$"""{"role":{{Quote(role)}},"text":{{Quote(text)}},"occurred_at":"{{at}}"}""").Array[0, 5].Select(lines => string.Join('\n', lines)),
        Gen.Select(Gen.OneOf(Word, WildWord), Gen.OneOf(Word, WildWord), (title, rule) =>
            $"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260315T090000Z\r\nDTSTART:20260315T090000Z\r\nSUMMARY:{title}\r\nRRULE:{rule}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"));

    /// <summary>JSON as the schema has it; here and there something else.</summary>
    private Gen<string> Json(ApiDocument document, JsonNode named, int depth)
    {
        var schema = document.Resolve(named);
        var right = (string?)schema["type"] switch
        {
            "object" when depth < 4 => Object(document, schema, depth),
            "array" when depth < 4 => Json(document, schema["items"] ?? new JsonObject { ["type"] = "string" }, depth + 1).Array[0, 3].Select(items => $"[{string.Join(',', items)}]"),
            "integer" or "number" or "boolean" => Value(schema),
            "object" or "array" => Gen.Const("null"),
            _ => Value(schema).Select(word => Quote(word)),
        };
        return Gen.Frequency((Wildness * (depth + 1), right), (1, WildJson));
    }

    private Gen<string> Object(ApiDocument document, JsonObject schema, int depth)
    {
        var required = (schema["required"]?.AsArray() ?? []).Select(name => (string)name!).ToHashSet(StringComparer.Ordinal);
        var members = (schema["properties"]?.AsObject() ?? []).Aggregate(Gen.Const(""), (text, member) => Gen.Select(
            text, Gen.Int[0, 99], Json(document, member.Value!, depth + 1), (before, chance, value) =>
                chance < (required.Contains(member.Key) ? 96 : 30) ? $"{before},{Quote(member.Key)}:{value}{(chance == 0 ? $",{Quote(member.Key)}:{value}" : "")}" : before));
        return Gen.Select(members, Gen.Int[0, 40], Word, (text, chance, name) => $"{{{(chance == 0 ? $"{text},{Quote(name)}:1" : text).TrimStart(',')}}}");
    }

    /// <summary>A value as text; one in some is wild.</summary>
    private Gen<string> Value(JsonObject schema)
    {
        var right = ((string?)schema["type"], (string?)schema["format"]) switch
        {
            _ when schema["enum"] is JsonArray words => Gen.OneOf(words.Select(word => (string)word!).ToArray()),
            (_, "uuid") => Gen.Frequency((6, Gen.OneOf(ids.Select(id => id.ToString()).ToArray())), (1, Gen.Guid.Select(id => id.ToString()))),
            (_, "date") => Gen.Int[-400, 400].Select(day => new DateOnly(2026, 3, 15).AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            (_, "date-time") => Gen.Int[-10_000, 10_000].Select(hour => A.Now.AddHours(hour).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)),
            ("integer", _) => Gen.Frequency((6, Gen.Int[0, 10].Select(number => $"{number}")), (2, Gen.Int[-1, 1_000].Select(number => $"{number}")), (1, Gen.Long.Select(number => $"{number}"))),
            ("number", _) => Gen.Double[-0.5, 1.5].Select(number => number.ToString("R", CultureInfo.InvariantCulture)),
            ("boolean", _) => Gen.OneOf("true", "false"),
            _ => Word,
        };
        return (string?)schema["type"] is "string" or "array" or null ? Gen.Frequency((Wildness, right), (1, WildWord)) : right;
    }

    private static byte[] Cut(byte[] bytes, int at)
    {
        if (bytes.Length == 0)
            return bytes;
        bytes = [.. bytes];
        bytes[at % bytes.Length] ^= (byte)(1 + at / 7);
        return at % 2 == 0 ? bytes : bytes[..(at % bytes.Length)];
    }

    private static string Escape(string value)
    {
        // As bytes, a lone surrogate stays one; a line of a request has its bounds.
        var escaped = new StringBuilder();
        foreach (var rune in value.Take(200))
            escaped.Append(char.IsAsciiLetterOrDigit(rune) || rune is '-' or '.' or ':' or '_' ? rune.ToString() : char.IsSurrogate(rune) ? "%ED%A0%80" : Uri.EscapeDataString(rune.ToString()));
        return escaped.ToString() is "." or ".." ? "x" : escaped.ToString();
    }

    private static string Quote(string text) => JsonSerializer.Serialize(text);
}
