using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Aimi.Tests.Infrastructure;

namespace Aimi.Tests.Hosting;

/// <summary>The clock that those who try Aimi out set forward, and that production does not have.</summary>
public sealed class TestClockTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("aimi-clock-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task It_moves_forward_for_the_whole_program_and_warns_loudly()
    {
        await using var aimi = Serve("P6DT22H");
        using var http = new HttpClient { BaseAddress = await aimi.Listening() };
        var start = await Now(http);
        var said = await SaidAt(http, "Привет");
        Assert.InRange(said - start, TimeSpan.FromSeconds(-1), TimeSpan.FromHours(1));

        var answer = await http.PostAsJsonAsync("/test/clock", new { advance = "P400D" }, Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.StartsWith("P406DT22H", (string)(await TestPerson.Json(answer))["ahead"]!, StringComparison.Ordinal);
        Assert.InRange(await Now(http) - start, TimeSpan.FromDays(400), TimeSpan.FromDays(401));
        Assert.InRange(await SaidAt(http, "Снова привет") - said, TimeSpan.FromDays(399.9), TimeSpan.FromDays(401));
        Assert.DoesNotContain("/test", await http.GetStringAsync("/openapi/v1.json", Cancel), StringComparison.Ordinal);

        aimi.Signal("TERM");
        await aimi.Ended();
        Assert.Contains("CAREFUL, TEST CLOCK", aimi.Said, StringComparison.Ordinal);
        Assert.Contains("The clock is a TEST CLOCK", aimi.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_does_not_go_back_nor_out_of_the_calendar()
    {
        await using var aimi = Serve("PT0S");
        using var http = new HttpClient { BaseAddress = await aimi.Listening() };
        foreach (var refused in (string[])["-PT1S", "P2900000D"])
            await TestPerson.Problem(await http.PostAsJsonAsync("/test/clock", new { advance = refused }, Cancel), 422, "unprocessable");
        foreach (var wrong in (string[])["tomorrow", "", "P99999999999D"])
            await TestPerson.Problem(await http.PostAsJsonAsync("/test/clock", new { advance = wrong }, Cancel), 400, "validation_failed");
        Assert.StartsWith("PT0S", (string)(await TestPerson.Json(await http.GetAsync("/test/clock", Cancel)))["ahead"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_setting_there_is_none()
    {
        await using var aimi = Serve(ahead: null);
        using var http = new HttpClient { BaseAddress = await aimi.Listening() };
        await TestPerson.Problem(await http.GetAsync("/test/clock", Cancel), 404, "not_found");
        await TestPerson.Problem(await http.PostAsJsonAsync("/test/clock", new { advance = "PT1H" }, Cancel), 404, "not_found");
        Assert.DoesNotContain("TEST CLOCK", aimi.Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a week")]
    [InlineData("-PT1H")]
    [InlineData("P3651D")]
    public async Task A_setting_that_is_no_way_ahead_is_named(string ahead)
    {
        await using var aimi = Serve(ahead);
        Assert.Equal(1, await aimi.Ended());
        Assert.Contains("TestClock is ", aimi.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", aimi.Said, StringComparison.Ordinal);
    }

    private static async Task<DateTimeOffset> Now(HttpClient http) => (DateTimeOffset)(await TestPerson.Json(await http.GetAsync("/test/clock", Cancel)))["now"]!;

    private static async Task<DateTimeOffset> SaidAt(HttpClient http, string text)
    {
        JsonNode answer = await TestPerson.Json(await http.PostAsJsonAsync("/chat/send", new { text }, Cancel));
        return (DateTimeOffset)answer["user_message"]!["occurred_at"]!;
    }

    private AimiProgram Serve(string? ahead)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["AIMI__Port"] = "0" };
        if (ahead is not null)
            settings["AIMI__TestClock"] = ahead;
        return AimiProgram.Run(settings, "serve", "--data", _data.FullName);
    }
}
