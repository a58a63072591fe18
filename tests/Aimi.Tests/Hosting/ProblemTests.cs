using Aimi.Tests.Infrastructure;

namespace Aimi.Tests.Hosting;

/// <summary>Problems are whole, whoever made them and whatever the client would rather have.</summary>
public sealed class ProblemTests(EmbeddedStack stack) : IClassFixture<EmbeddedStack>
{
    [Theory]
    [InlineData("text/event-stream")]
    [InlineData("text/event-stream;q=0")]
    [InlineData("text/html")]
    [InlineData("image/png")]
    [InlineData(";;")]
    public async Task A_problem_has_its_code_whatever_the_client_accepts(string accept)
    {
        var person = await stack.Aimi.Person();
        await TestPerson.Problem(await person.Call(HttpMethod.Post, "/chat/send", """{"text":" "}""", "Accept", accept), 400, "validation_failed");
        await TestPerson.Problem(await person.Call(HttpMethod.Post, "/chat/send", "{", "Accept", accept), 400, "validation_failed");
        await TestPerson.Problem(await person.Call(HttpMethod.Get, $"/goals/{Guid.CreateVersion7()}", null, "Accept", accept), 404, "not_found");
        await TestPerson.Problem(await person.Call(HttpMethod.Get, "/nothing", null, "Accept", accept), 404, "not_found");
        await TestPerson.Problem(await person.Call(HttpMethod.Put, "/goals", "{}", "Accept", accept), 405, "method_not_allowed");
    }
}
