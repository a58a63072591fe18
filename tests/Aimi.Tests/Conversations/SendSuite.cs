using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Aimi.Tests.Infrastructure;

namespace Aimi.Tests.Conversations;

public sealed class SendOnSqliteTests(EmbeddedStack stack) : SendSuite(stack), IClassFixture<EmbeddedStack>;

public sealed class SendOnServersTests(ServerStack stack) : SendSuite(stack), IClassFixture<ServerStack>;

/// <summary>The chat over HTTP.</summary>
public abstract class SendSuite(TestStack stack)
{
    private AimiProcess Aimi => stack.Aimi;

    [Theory]
    [InlineData("Привет!", "ru")]
    [InlineData("Hello!", "en")]
    public async Task A_message_is_answered_in_the_language_it_was_written_in(string text, string language)
    {
        var person = await Aimi.Person(locale: language == "ru" ? "en" : "ru");

        var answer = await person.Say(text);

        var (said, reply) = (answer["user_message"]!, answer["assistant_message"]!);
        Assert.Equal((1, "user", text, true), ((int)said["seq"]!, (string)said["role"]!, (string)said["text"]!, (bool)said["read"]!));
        Assert.Equal((2, "assistant", false), ((int)reply["seq"]!, (string)reply["role"]!, (bool)reply["read"]!));
        Assert.Equal((string)said["message_id"]!, (string)reply["reply_to"]!);
        Assert.Contains(language == "ru" ? "О чём" : "What is on your mind", (string)reply["text"]!, StringComparison.Ordinal);
        Assert.Equal((string)answer["session_id"]!, (string)said["session_id"]!);
        Assert.Equal((string)answer["session_id"]!, (string)reply["session_id"]!);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", (string)said["occurred_at"]!);
        Assert.Equal("{}", said["metadata"]!.ToJsonString());
        Assert.Empty(answer["actions"]!.AsArray());
    }

    [Fact]
    public async Task A_retried_send_returns_the_first_answer()
    {
        var person = await Aimi.Person();
        var id = Guid.CreateVersion7();

        var first = await person.Say("Как дела?", id);
        var second = await person.Say("Как дела?", id);

        Assert.Equal(first.ToJsonString(), second.ToJsonString());
        Assert.Equal(2, (await person.History()).Count);
    }

    [Fact]
    public async Task A_retry_with_another_text_is_a_conflict_and_changes_nothing()
    {
        var person = await Aimi.Person();
        var id = Guid.CreateVersion7();
        await person.Say("Одно", id);

        await TestPerson.Problem(await person.Send("Другое", id), 409, "idempotency_conflict");

        Assert.Equal(2, (await person.History()).Count);
    }

    [Fact]
    public async Task The_same_send_at_once_from_many_places_is_one_message_with_one_reply()
    {
        var person = await Aimi.Person();
        var id = Guid.CreateVersion7();

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => person.Say("Раз", id)));

        Assert.Single(answers.Select(answer => (string)answer["assistant_message"]!["message_id"]!).Distinct());
        Assert.Equal(2, (await person.History()).Count);
    }

    [Fact]
    public async Task The_same_client_id_of_two_people_is_two_messages()
    {
        var (anna, boris) = (await Aimi.Person(), await Aimi.Person());
        var id = Guid.CreateVersion7();

        await anna.Say("Я Анна", id);
        await boris.Say("Я Борис", id);

        Assert.Equal("Я Анна", (string)(await anna.History())[0]["text"]!);
        Assert.Equal("Я Борис", (string)(await boris.History())[0]["text"]!);
    }

    [Fact]
    public async Task Two_people_side_by_side_never_see_each_other()
    {
        var people = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Aimi.Person()));

        await Task.WhenAll(people.SelectMany((person, who) => Enumerable.Range(0, 10).Select(_ => person.Say($"Я {who}"))));

        foreach (var (who, person) in people.Index())
        {
            var history = await person.History();
            Assert.Equal(Enumerable.Range(1, 20), history.Select(message => (int)message["seq"]!));
            Assert.All(history.Where(message => (string)message["role"]! == "user"), message => Assert.Equal($"Я {who}", (string)message["text"]!));
        }
    }

    [Fact]
    public async Task Fifty_concurrent_senders_of_one_person_lose_and_double_nothing()
    {
        var person = await Aimi.Person();
        var texts = Enumerable.Range(0, 50).Select(number => $"Сообщение {number}").ToList();

        var answers = await Task.WhenAll(texts.Select(text => person.Say(text, Guid.CreateVersion7())));

        var history = await person.History();
        Assert.Equal(Enumerable.Range(1, 100), history.Select(message => (int)message["seq"]!));
        Assert.Equal(texts.Order(), history.Where(IsUsers).Select(message => (string)message["text"]!).Order());
        var replies = history.Where(message => !IsUsers(message)).ToDictionary(message => (string)message["reply_to"]!);
        Assert.Equal(50, replies.Count);
        Assert.All(answers, answer => Assert.Equal(
            (string)answer["assistant_message"]!["message_id"]!,
            (string)replies[(string)answer["user_message"]!["message_id"]!]["message_id"]!));
        Assert.All(history.GroupBy(message => (string)message["session_id"]!), session => Assert.True(session.Count() <= 30));
    }

    [Theory]
    [InlineData("NUL \\u0000 inside")]
    [InlineData("\\ud800")]
    [InlineData("tail \\udc00")]
    [InlineData("")]
    [InlineData("  \\n\\t ")]
    public async Task A_text_that_cannot_be_kept_as_it_came_is_refused(string json)
    {
        var person = await Aimi.Person();

        var problem = await TestPerson.Problem(await person.Post("/chat/send", $$"""{"text":"{{json}}"}"""), 400, "validation_failed");

        Assert.NotNull(problem["errors"]!["text"]);
        Assert.Empty(await person.History());
    }

    [Theory]
    [InlineData("Привет 👋🏽 семья 👨‍👩‍👧‍👦")]
    [InlineData("bidi \u202Eabc\u202C and \u200Fיום\u200E")]
    [InlineData("𝒜𝓁𝒾𝒸ℯ — \"quotes\" \\ back\\slash </script> 'x'; DROP TABLE users; --")]
    [InlineData("\u0001\u001F\u007F tab\tnew\nline")]
    public async Task A_text_comes_back_as_it_was_sent(string text)
    {
        var person = await Aimi.Person();

        var answer = await person.Say(text);

        Assert.Equal(text, (string)answer["user_message"]!["text"]!);
        Assert.Equal(text, (string)(await person.History())[0]["text"]!);
    }

    [Fact]
    public async Task Eight_thousand_characters_are_taken_and_one_more_is_not()
    {
        var person = await Aimi.Person();

        await person.Say(string.Concat(Enumerable.Repeat("👋", 8_000)));
        await TestPerson.Problem(await person.Send(new string('я', 8_001)), 400, "validation_failed");

        Assert.Equal(2, (await person.History()).Count);
    }

    [Fact]
    public async Task A_body_beyond_its_bound_is_too_large()
    {
        var person = await Aimi.Person();

        var answer = await person.Post("/chat/send", $$"""{"text":"{{string.Concat(Enumerable.Repeat("👋", 256 * 1024))}}"}""");

        await TestPerson.Problem(answer, 413, "too_large");
        Assert.Empty(await person.History());
    }

    [Theory]
    [InlineData("""{"text":"a","texts":"b"}""", "unknown_field", "texts")]
    [InlineData("""{"text":5}""", "validation_failed", "text")]
    [InlineData("""{"text":"a","client_message_id":"no uuid"}""", "validation_failed", "client_message_id")]
    [InlineData("""{"text":null}""", "validation_failed", null)]
    [InlineData("""{}""", "validation_failed", null)]
    [InlineData("""[]""", "validation_failed", null)]
    [InlineData("""{"text":"a","text":"b"}""", "validation_failed", null)]
    [InlineData("""{"text":""", "validation_failed", null)]
    [InlineData("", "validation_failed", null)]
    public async Task Json_that_is_not_a_send_is_refused(string json, string code, string? field)
    {
        var person = await Aimi.Person();

        var problem = await TestPerson.Problem(await person.Post("/chat/send", json), 400, code);

        if (field is not null)
            Assert.NotNull(problem["errors"]![field]);
        Assert.Empty(await person.History());
    }

    [Fact]
    public async Task Another_media_type_method_or_path_is_a_problem_of_the_contract()
    {
        var person = await Aimi.Person();

        var form = new StringContent("text=a", Encoding.UTF8, "application/x-www-form-urlencoded");
        await TestPerson.Problem(await person.Http.PostAsync("/chat/send", form, TestContext.Current.CancellationToken), 415, "unsupported_media_type");
        await TestPerson.Problem(await person.Http.DeleteAsync("/chat/send", TestContext.Current.CancellationToken), 405, "method_not_allowed");
        await TestPerson.Problem(await person.Http.GetAsync("/chat/nothing", TestContext.Current.CancellationToken), 404, "not_found");
        await TestPerson.Problem(await person.Http.GetAsync("/ws/chat", TestContext.Current.CancellationToken), 400, "validation_failed");
    }

    [Fact]
    public async Task Nobody_and_a_person_that_is_gone_are_unauthenticated()
    {
        using var nobody = new HttpClient { BaseAddress = Aimi.Address };

        await TestPerson.Problem(await nobody.GetAsync("/chat/messages", TestContext.Current.CancellationToken), 401, "unauthenticated");
        await TestPerson.Problem(await Aimi.At(Guid.CreateVersion7()).Send("Есть кто?"), 401, "unauthenticated");
    }

    [Fact]
    public async Task A_reply_streams_as_events()
    {
        var person = await Aimi.Person();
        var text = Unique("Расскажи");
        var gate = Aimi.Assistant.Gated(text, "Жили. ", "Были. ", "Кот и пёс.");
        var id = Guid.CreateVersion7();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/chat/send")
        {
            Content = new StringContent(new JsonObject { ["text"] = text, ["client_message_id"] = id }.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));

        using var answer = await person.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        await using var events = Events(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken)).GetAsyncEnumerator(TestContext.Current.CancellationToken);

        Assert.True(await events.MoveNextAsync());
        Assert.Equal("accepted", events.Current.Type);
        Assert.Equal(id.ToString(), (string)events.Current.Data["client_message_id"]!);
        Assert.Equal(text, (string)events.Current.Data["message"]!["text"]!);
        var said = new StringBuilder();
        for (var piece = 0; piece < 3; piece++)
        {
            gate.Let();
            Assert.True(await events.MoveNextAsync());
            Assert.Equal("delta", events.Current.Type);
            said.Append((string)events.Current.Data["text"]!);
        }

        var replyId = (string)events.Current.Data["reply_id"]!;
        Assert.True(await events.MoveNextAsync());
        Assert.Equal("message", events.Current.Type);
        Assert.Equal("Жили. Были. Кот и пёс.", said.ToString());
        Assert.Equal(said.ToString(), (string)events.Current.Data["assistant_message"]!["text"]!);
        Assert.Equal(replyId, (string)events.Current.Data["assistant_message"]!["message_id"]!);
        Assert.False(await events.MoveNextAsync());
    }

    [Fact]
    public async Task History_pages_both_ways_and_its_bounds_are_checked()
    {
        var person = await Aimi.Person();
        for (var i = 0; i < 4; i++)
            await person.Say($"Раз {i}");

        Assert.Equal("7, 8 true", Page(await person.Get("/chat/messages?limit=2")));
        Assert.Equal("5, 6 true", Page(await person.Get("/chat/messages?limit=2&before=7")));
        Assert.Equal("1, 2 false", Page(await person.Get("/chat/messages?limit=2&before=3")));
        Assert.Equal("1, 2, 3 true", Page(await person.Get("/chat/messages?limit=3&after=0")));
        Assert.Equal("8 false", Page(await person.Get("/chat/messages?limit=3&after=7")));
        Assert.Equal("4, 5 false", Page(await person.Get("/chat/messages?after=3&before=6")));
        foreach (var query in new[] { "limit=0", "limit=201", "before=0", "after=-1", "limit=many" })
            await TestPerson.Problem(await person.Http.GetAsync($"/chat/messages?{query}", TestContext.Current.CancellationToken), 400, "validation_failed");

        static string Page(JsonNode page) =>
            $"{string.Join(", ", page["items"]!.AsArray().Select(message => (int)message!["seq"]!))} {page["has_more"]!.ToJsonString()}";
    }

    [Fact]
    public async Task Answering_and_reading_mark_the_assistants_messages()
    {
        var person = await Aimi.Person();
        await person.Say("Раз");
        await person.Say("Два");
        Assert.Equal([true, true, true, false], (await person.History()).Select(message => (bool)message["read"]!));

        Assert.Equal(4, (int)(await TestPerson.Json(await person.Post("/chat/read", """{"up_to_seq":999}""")))["up_to_seq"]!);
        Assert.Equal(4, (int)(await TestPerson.Json(await person.Post("/chat/read", """{"up_to_seq":1}""")))["up_to_seq"]!);

        Assert.All(await person.History(), message => Assert.True((bool)message["read"]!));
        await TestPerson.Problem(await person.Post("/chat/read", """{"up_to_seq":-1}"""), 400, "validation_failed");
    }

    private static bool IsUsers(JsonNode message) => (string)message["role"]! == "user";

    private static string Unique(string text) => $"{text} {Guid.CreateVersion7():N}";

    private static async IAsyncEnumerable<(string Type, JsonNode Data)> Events(Stream stream)
    {
        await foreach (var item in System.Net.ServerSentEvents.SseParser.Create(stream).EnumerateAsync(TestContext.Current.CancellationToken))
            yield return (item.EventType, JsonNode.Parse(item.Data)!);
    }
}
