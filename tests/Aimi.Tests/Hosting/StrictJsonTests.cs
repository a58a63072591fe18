using System.Text.Json;
using Aimi.Hosting;
using Aimi.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Aimi.Tests.Hosting;

/// <summary>What is read from requests and frames is read by the rules of <see cref="JsonSerializerOptions.Strict"/>.</summary>
public sealed class StrictJsonTests(EmbeddedStack stack) : IClassFixture<EmbeddedStack>
{
    public static TheoryData<string, string> Refused => new()
    {
        { """{"title":"a","title":"b"}""", "validation_failed" },
        { """{"title":"a","priority":1,"priority":2}""", "validation_failed" },
        { """{"title":"a","nonsense":1}""", "unknown_field" },
        { """{"Title":"a"}""", "unknown_field" },
        { """{"title":null}""", "validation_failed" },
        { """{}""", "validation_failed" },
        { """{"title":"a","priority":"1"}""", "validation_failed" },
        { """{"title":"a",}""", "validation_failed" },
        { """{"title":"a"} {}""", "validation_failed" },
        { """{"title":"a","refusal":{}}""", "unknown_field" },
        { """// {"title":"a"}""", "validation_failed" },
        { "{\"title\":\"\\ud83d\"}", "validation_failed" },
        { "{\"title\":\"a\",\"metadata\":" + new string('[', 40) + new string(']', 40) + "}", "validation_failed" },
    };

    [Theory, MemberData(nameof(Refused))]
    public async Task A_body_is_refused_with_the_contracts_code(string body, string code)
    {
        var person = await stack.Aimi.Person();
        await TestPerson.Problem(await person.Post("/goals", body), 400, code);
        Assert.Empty(((await person.Get("/goals"))["items"]!).AsArray());
    }

    [Theory]
    [InlineData("""{"type":"send","text":"a","text":"b"}""", "validation_failed")]
    [InlineData("""{"type":"send","type":"send","text":"b"}""", "validation_failed")]
    [InlineData("""{"type":"send","type":"ping","text":"b"}""", "unknown_field")]
    [InlineData("""{"type":"send","text":"a","nonsense":1}""", "unknown_field")]
    [InlineData("""{"type":"send","Text":"a"}""", "unknown_field")]
    [InlineData("""{"type":"send","text":null}""", "validation_failed")]
    [InlineData("""{"type":"read","up_to_seq":"1"}""", "validation_failed")]
    public async Task A_frame_is_refused_with_the_contracts_code(string frame, string code)
    {
        var person = await stack.Aimi.Person();
        await using var socket = await person.Connect();
        await socket.SendText(frame);
        Assert.Equal(code, (string?)(await socket.Next("error"))["code"]);
        Assert.Empty(await person.History());
    }

    [Fact]
    public void Both_sets_of_options_have_every_rule_of_Strict()
    {
        var strict = Rules(JsonSerializerOptions.Strict);
        Assert.Equal(strict, Rules(WireJson.Options));
        Assert.Equal(strict, Rules(stack.Aimi.Services.GetRequiredService<IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions>>().Value.SerializerOptions));
    }

    private static object Rules(JsonSerializerOptions options) => (
        options.UnmappedMemberHandling, options.AllowDuplicateProperties, options.PropertyNameCaseInsensitive,
        options.RespectNullableAnnotations, options.RespectRequiredConstructorParameters, options.NumberHandling, options.AllowTrailingCommas, options.ReadCommentHandling);
}
