using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Aimi.Conversations;
using Aimi.Realtime;
using Aimi.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Aimi.Tests.Conversations;

/// <summary>contracts/asyncapi.yaml says of the socket what the socket does.</summary>
public sealed class SocketContractTests(EmbeddedStack stack) : IClassFixture<EmbeddedStack>
{
    private static readonly JsonNode Document = Read("contracts/asyncapi.yaml");
    private static readonly JsonObject Frames = Document["components"]!["messages"]!.AsObject();

    [Fact]
    public void Every_frame_of_the_program_is_described_and_no_other()
    {
        Assert.StartsWith("3.0.", (string)Document["asyncapi"]!, StringComparison.Ordinal);
        Assert.Equal("/ws/chat", (string?)Document["channels"]!["chat"]!["address"]);
        Assert.Equal(Words<ClientFrame>(), Of("fromClient"));
        Assert.Equal(Words<ServerFrame>().Append("notification").Order(StringComparer.Ordinal), Of("fromServer"));
        Assert.Equal(Of("fromClient").Concat(Of("fromServer")).Order(StringComparer.Ordinal), Frames.Select(frame => frame.Key).Order(StringComparer.Ordinal));

        static IEnumerable<string> Of(string operation) =>
            Document["operations"]![operation]!["messages"]!.AsArray().Select(message => ((string)message!["$ref"]!).Split('/')[^1]).Order(StringComparer.Ordinal);

        static IEnumerable<string> Words<TFrame>() =>
            typeof(TFrame).GetCustomAttributes<JsonDerivedTypeAttribute>().Select(derived => (string)derived.TypeDiscriminator!).Order(StringComparer.Ordinal);
    }

    [Fact]
    public void Every_example_is_as_it_is_described() => Assert.All(Frames, frame =>
    {
        var examples = frame.Value!["examples"]!.AsArray();
        Assert.NotEmpty(examples);
        Assert.All(examples, example => Fits(frame.Key, example!["payload"]!));
    });

    [Fact]
    public async Task What_the_examples_send_is_understood_and_every_frame_that_comes_is_as_it_is_described()
    {
        var person = await stack.Aimi.Person();
        await using var socket = await person.Connect();
        Fits("hello", socket.Hello!);
        var heard = new HashSet<string>(StringComparer.Ordinal) { "hello" };

        foreach (var example in Document["operations"]!["fromClient"]!["messages"]!.AsArray().SelectMany(message => Frames[((string)message!["$ref"]!).Split('/')[^1]]!["examples"]!.AsArray()))
        {
            var sent = example!["payload"]!;
            await socket.SendText(sent.ToJsonString());
            if ((string)sent["type"]! == "send")
            {
                await Until("accepted");
                await Until("message");
            }
        }

        await Until("pong");
        await socket.SendText("""{"type":"end_session"}""");
        if (!heard.Contains("session_ended"))
            await Until("session_ended");
        Assert.DoesNotContain("error", heard);
        await socket.SendText("""{"type":"send","text":" ","client_message_id":"0195a3c4-0000-7000-8000-000000000009"}""");
        await Until("error");
        var notification = A.Notification(person.Row());
        stack.Aimi.Services.GetRequiredService<RealtimeHub>().Publish(person.Id, NotificationFrame.Of(notification).ToUtf8());
        await Until("notification");

        Assert.Equal(Document["operations"]!["fromServer"]!["messages"]!.AsArray().Select(message => ((string)message!["$ref"]!).Split('/')[^1]).Order(StringComparer.Ordinal), heard.Order(StringComparer.Ordinal));

        async Task Until(string type)
        {
            for (var came = ""; came != type;)
            {
                var frame = await socket.Next() ?? throw new InvalidOperationException($"Closed before {type}.");
                came = (string)frame["type"]!;
                Fits(came, frame);
                heard.Add(came);
            }
        }
    }

    [Theory]
    [InlineData("send", """{"type":"send"}""")]
    [InlineData("send", """{"type":"send","text":"a","extra":1}""")]
    [InlineData("hello", """{"type":"hello","protocol":1,"user_id":"no uuid","last_seq":0}""")]
    [InlineData("session_ended", """{"type":"session_ended","session_id":"0195a3c4-0000-7000-8000-000000000003","reason":"whim"}""")]
    [InlineData("pong", """{"type":"ping"}""")]
    public void What_is_not_as_it_is_described_is_noticed(string type, string frame) => Assert.NotEmpty(Faults(type, JsonNode.Parse(frame)!));

    private static void Fits(string type, JsonNode frame) => Assert.Empty(Faults(type, frame));

    private static List<string> Faults(string type, JsonNode frame) => [.. Check(Frames[type]!["payload"]!, frame, type)];

    /// <summary>As much of JSON Schema as the document uses; of a word that is not here nothing would be checked, and so it is a fault. What is not described is one too: the document is whole.</summary>
    private static IEnumerable<string> Check(JsonNode schema, JsonNode? value, string place)
    {
        if (schema["$ref"] is { } reference)
            return Check(((string)reference!).Split('/').Skip(1).Aggregate(Document, (node, name) => node[name]!), value, place);

        return schema.AsObject().SelectMany(word => word.Key switch
        {
            "description" or "examples" => [],
            "type" => Unless(value is not null && Type(value) == (string)word.Value!, "type"),
            "const" => Unless(JsonNode.DeepEquals(value, word.Value), "const"),
            "x-extensible-enum" => Unless(word.Value!.AsArray().Any(known => JsonNode.DeepEquals(known, value)), "word"),
            "minimum" => Unless((long)value! >= (long)word.Value!, "minimum"),
            "minLength" => Unless(((string)value!).Length >= (long)word.Value!, "length"),
            "maxLength" => Unless(((string)value!).Length <= (long)word.Value!, "length"),
            "format" => Unless(HasFormat((string)word.Value!, (string?)value), "format"),
            "required" => word.Value!.AsArray().SelectMany(name => Unless((value as JsonObject)?.ContainsKey((string)name!) == true, (string)name!)),
            "properties" => (value as JsonObject ?? []).SelectMany(member =>
                word.Value![member.Key] is { } known ? Check(known, member.Value, $"{place}.{member.Key}") : [$"{place}.{member.Key} is not described"]),
            "additionalProperties" => [],
            "items" => (value as JsonArray ?? []).SelectMany((item, index) => Check(word.Value!, item, $"{place}[{index}]")),
            _ => [$"{place}: {word.Key} is not checked"],
        }).ToList();

        IEnumerable<string> Unless(bool holds, string what) => holds ? [] : [$"{place}: {what}"];
    }

    private static string Type(JsonNode value) => value.GetValueKind() switch
    {
        System.Text.Json.JsonValueKind.String => "string",
        System.Text.Json.JsonValueKind.Number => "integer",
        System.Text.Json.JsonValueKind.Array => "array",
        System.Text.Json.JsonValueKind.Object => "object",
        _ => "boolean",
    };

    private static bool HasFormat(string format, string? text) => format switch
    {
        "uuid" => Guid.TryParseExact(text, "D", out _),
        "date-time" => DateTime.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        _ => false,
    };

    private static JsonNode Read(string path)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(Checkout.Read(path)));
        return Json(yaml.Documents[0].RootNode)!;
    }

    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(member => KeyValuePair.Create(((YamlScalarNode)member.Key).Value!, Json(member.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Select(Json)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "false" } flag => JsonValue.Create(flag.Value == "true"),
        YamlScalarNode { Style: ScalarStyle.Plain } number when long.TryParse(number.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) => JsonValue.Create(parsed),
        YamlScalarNode text => JsonValue.Create(text.Value),
        _ => null,
    };
}
