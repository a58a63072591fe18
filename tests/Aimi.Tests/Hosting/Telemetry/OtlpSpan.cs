using System.Globalization;
using Google.Protobuf;

namespace Aimi.Tests.Hosting.Telemetry;

/// <summary>A span as it goes over the wire, as far as the tests look at it. Ids are hexadecimal.</summary>
/// <param name="ParentId">Empty for the root of a trace.</param>
/// <param name="Links">Spans of other traces: trace and span.</param>
/// <param name="IsError">Its status says so.</param>
internal sealed record OtlpSpan(
    string TraceId,
    string SpanId,
    string ParentId,
    string Name,
    IReadOnlyDictionary<string, string> Attributes,
    IReadOnlyList<(string TraceId, string SpanId)> Links,
    bool IsError)
{
    public string? this[string attribute] => Attributes.GetValueOrDefault(attribute);

    public bool LinksTo(OtlpSpan other) => Links.Contains((other.TraceId, other.SpanId));

    /// <summary>Of an <c>ExportTraceServiceRequest</c>: resource spans, in them scope spans, in them spans.</summary>
    public static IEnumerable<OtlpSpan> ReadAll(byte[] request) =>
        Fields(request).Where(Is(1)).SelectMany(resource => Fields(resource.Bytes)).Where(Is(2)).SelectMany(scope => Fields(scope.Bytes)).Where(Is(2)).Select(span => Read(span.Bytes));

    private static OtlpSpan Read(byte[] span)
    {
        var fields = Fields(span).ToLookup(field => field.Number);
        return new OtlpSpan(
            Id(fields[1]),
            Id(fields[2]),
            Id(fields[4]),
            Text(fields[5]),
            ReadAttributes(fields[9]),
            [.. fields[13].Select(link => Fields(link.Bytes).ToLookup(field => field.Number)).Select(link => (Id(link[1]), Id(link[2])))],
            fields[15].SelectMany(status => Fields(status.Bytes)).Any(field => field is { Number: 3, Value: 2 }));
    }

    private static Dictionary<string, string> ReadAttributes(IEnumerable<Field> attributes) =>
        attributes.Select(attribute => Fields(attribute.Bytes).ToLookup(field => field.Number))
            .ToDictionary(attribute => Text(attribute[1]), attribute => Value(attribute[2].Single().Bytes), StringComparer.Ordinal);

    // AnyValue: a text, a truth, a whole number, a fraction, a list.
    private static string Value(byte[] value) => string.Join(
        ",",
        Fields(value).Select(field => field.Number switch
        {
            1 => Text([field]),
            4 => BitConverter.UInt64BitsToDouble(field.Value).ToString(CultureInfo.InvariantCulture),
            5 => string.Join(",", Fields(field.Bytes).Select(item => Value(item.Bytes))),
            _ => ((long)field.Value).ToString(CultureInfo.InvariantCulture),
        }));

    private static string Id(IEnumerable<Field> fields) => string.Concat(fields.Select(field => Convert.ToHexStringLower(field.Bytes)));

    private static string Text(IEnumerable<Field> fields) => string.Concat(fields.Select(field => System.Text.Encoding.UTF8.GetString(field.Bytes)));

    private static Func<Field, bool> Is(int number) => field => field.Number == number;

    private static List<Field> Fields(byte[] message)
    {
        using var input = new CodedInputStream(message);
        var fields = new List<Field>();
        while (input.ReadTag() is var tag and not 0)
        {
            var number = WireFormat.GetTagFieldNumber(tag);
            fields.Add(WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.Varint => new Field(number, [], input.ReadUInt64()),
                WireFormat.WireType.Fixed64 => new Field(number, [], input.ReadFixed64()),
                WireFormat.WireType.Fixed32 => new Field(number, [], input.ReadFixed32()),
                _ => new Field(number, input.ReadBytes().ToByteArray(), 0),
            });
        }

        return fields;
    }

    private sealed record Field(int Number, byte[] Bytes, ulong Value);
}
