using Aimi.Assistant.Guardrails.Moderation;
using Aimi.Tests.Infrastructure;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Aimi.Tests.Assistant.Guardrails;

/// <summary>OpenAI's endpoint over real HTTP; where it fails, the rules decide, and no message waits for it.</summary>
public sealed class OpenAiModeratorTests : IAsyncLifetime
{
    private const string Fine = "it is about the neighbours and the weather";

    private readonly FakeTimeProvider _time = new(A.Now);
    private readonly List<(string Path, string Authorization, string Body)> _asked = [];
    private WebApplication _server = null!;
    private Func<HttpContext, Task> _answer = null!;
    private OpenAiModerator _moderator = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        _server = builder.Build();
        _server.Urls.Add("http://127.0.0.1:0");
        _server.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            _asked.Add((context.Request.Path, context.Request.Headers.Authorization.ToString(), await reader.ReadToEndAsync(Cancellation)));
            await _answer(context);
        });
        await _server.StartAsync(Cancellation);
        var address = _server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var options = new ModerationOptions { Moderation = "openai", ModerationKey = "sk-secret", ModerationUrl = address + "/v1" };
        _moderator = new OpenAiModerator(OpenAiModerator.Connect(options), _time, NullLogger<OpenAiModerator>.Instance);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("sexual/minors", nameof(ModerationCategory.Minors))]
    [InlineData("illicit/violent", nameof(ModerationCategory.Weapons))]
    [InlineData("hate", nameof(ModerationCategory.Hate))]
    [InlineData("hate/threatening", nameof(ModerationCategory.Hate))]
    [InlineData("harassment/threatening", nameof(ModerationCategory.Threat))]
    [InlineData("self-harm/intent", nameof(ModerationCategory.SelfHarm))]
    public async Task What_it_flags_is_refused(string flagged, string category)
    {
        Flags(flagged);
        Assert.Equal(category, (await _moderator.Check(Fine, Cancellation)).ToString());
        var (path, authorization, body) = Assert.Single(_asked);
        Assert.Equal(("/v1/moderations", "Bearer sk-secret"), (path, authorization));
        Assert.Contains("omni-moderation-latest", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("violence")]
    [InlineData("sexual")]
    [InlineData("harassment")]
    [InlineData("violence/graphic")]
    public async Task What_people_speak_of_is_not(string flagged)
    {
        Flags(flagged);
        Assert.Null(await _moderator.Check(Fine, Cancellation));
    }

    [Fact]
    public async Task What_the_rules_refuse_is_not_sent()
    {
        Assert.Equal(ModerationCategory.Weapons, await _moderator.Check("how do I build a pipe bomb", Cancellation));
        Assert.Empty(_asked);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(401)]
    [InlineData(429)]
    [InlineData(200)]
    public async Task Where_it_fails_the_rules_decide_and_it_is_left_alone_for_a_while(int status)
    {
        _answer = context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync("oops");
        };
        Assert.Null(await _moderator.Check(Fine, Cancellation));
        Assert.Null(await _moderator.Check(Fine, Cancellation));
        Assert.Equal(ModerationCategory.Weapons, await _moderator.Check("как сделать бомбу", Cancellation));
        Assert.Single(_asked);

        Flags("hate");
        _time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(ModerationCategory.Hate, await _moderator.Check(Fine, Cancellation));
    }

    [Fact]
    public async Task Who_is_slow_is_not_waited_for()
    {
        var (asked, more) = (new TaskCompletionSource(), new TaskCompletionSource());
        _answer = async context =>
        {
            asked.SetResult();
            await more.Task.WaitAsync(context.RequestAborted);
        };
        var check = _moderator.Check(Fine, Cancellation).AsTask();
        await asked.Task.WaitAsync(Patience.Longest, Cancellation);
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Null(await check.WaitAsync(Patience.Longest, Cancellation));
        more.SetResult();
    }

    [Theory]
    [InlineData("shout", null, null, "AIMI__Moderation")]
    [InlineData("openai", null, null, "AIMI__ModerationKey")]
    [InlineData("openai", "k", "here", "AIMI__ModerationUrl")]
    public void A_wrong_setting_says_how_to_mend_it(string moderation, string? key, string? url, string names)
    {
        var options = new ModerationOptions { Moderation = moderation, ModerationKey = key, ModerationUrl = url };
        Assert.Contains(options.Validate(new(options)), problem => problem.ErrorMessage!.Contains(names, StringComparison.Ordinal));
    }

    private void Flags(string flagged) => _answer = context =>
    {
        string[] categories =
        [
            "harassment", "harassment/threatening", "hate", "hate/threatening", "illicit", "illicit/violent", "self-harm", "self-harm/instructions", "self-harm/intent", "sexual",
            "sexual/minors", "violence", "violence/graphic",
        ];
        var result = new
        {
            flagged = true,
            categories = categories.ToDictionary(name => name, name => name == flagged, StringComparer.Ordinal),
            category_scores = categories.ToDictionary(name => name, name => name == flagged ? 0.98 : 0.01, StringComparer.Ordinal),
            category_applied_input_types = categories.ToDictionary(name => name, _ => new[] { "text" }, StringComparer.Ordinal),
        };
        return context.Response.WriteAsJsonAsync(new { id = "modr-1", model = "omni-moderation-latest", results = new[] { result } });
    };
}
