using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using Aimi.Accounts;
using Aimi.Accounts.SignIn;
using Aimi.Planning;
using Aimi.Reminders;
using Aimi.Sessions;
using Aimi.Tests.Assistant;
using Aimi.Tests.Infrastructure;
using Aimi.Tests.Providers;
using Aimi.Tests.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Aimi.Tests.Hosting.Telemetry;

/// <summary>The real program with accounts, models and both servers, and people who do everything with it, what it is not made for too.</summary>
public sealed class MetricsRun : IAsyncLifetime
{
    private const string Key = "due";

    private readonly PostgresDatabase _database = new();
    private readonly int _port = FreePort.Find();
    private readonly HttpClient _scraper = new();
    private StubLlm _model = null!;
    private AimiProgram _aimi = null!;
    private Uri _address = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>What is told after three people.</summary>
    internal MetricsPage OfFew { get; private set; } = null!;

    /// <summary>And after sixty.</summary>
    internal MetricsPage OfMany { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        _model = await StubLlm.Start();
        _model.To("запиши", StubReply.Calls("create_task", new { title = "Молоко" }), StubReply.Says("Записала."))
            .To("ошибись", StubReply.Calls("create_task", "{not json"), StubReply.Calls("create_task", new { nonsense = 1 }), StubReply.Says("Не вышло."))
            .To("сломайся", StubReply.Status(400))
            .To("ссылка", StubReply.Says("Смотри: https://evil.example/?q=1 . "))
            .To("солги", StubReply.Says("Я отправила письмо вашей маме."));
        _model.Reply = request => request.LastWords.Contains("выдумай", StringComparison.Ordinal) && request.Round == 0
            ? StubReply.Calls($"drop_{Guid.CreateVersion7():N}")
            : StubReply.Says("Хорошо.");
        _aimi = AimiProgram.Run(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AIMI__Data"] = _database.DataFolder,
            ["AIMI__Port"] = "0",
            ["AIMI__Database"] = _database.ConnectionString!,
            ["AIMI__Redis"] = SharedRedis.Address,
            ["AIMI__Accounts__Mode"] = "multi",
            ["AIMI__Telemetry__MetricsPort"] = $"{_port}",
            ["AIMI__Llm"] = "openai:model-1,anthropic:model-2,offline",
            ["AIMI__LlmUrl"] = $"{_model.Url},{_model.AnthropicUrl}",
            ["AIMI__LlmPrice"] = "3/15,1/2",
        });
        _address = await _aimi.Listening();

        // To ask is a request, too: the first is counted by the second.
        await Read();
        await Live(3);
        OfFew = await Read();
        await Live(57);
        OfMany = await Read();
    }

    public async ValueTask DisposeAsync()
    {
        _scraper.Dispose();
        if (_aimi is not null)
            await _aimi.DisposeAsync();
        if (_model is not null)
            await _model.DisposeAsync();
        await _database.DisposeAsync();
    }

    private async Task<MetricsPage> Read() => new(await _scraper.GetStringAsync(new Uri($"http://127.0.0.1:{_port}/metrics"), Stop));

    private async Task Live(int people)
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, people), new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = Stop }, async (_, _) => await Live());
        await Settled();
    }

    private async Task Live()
    {
        var user = A.User($"Имя {Guid.CreateVersion7():N}");
        var habit = A.Habit(user);
        await _database.Save([user, A.Conversation(user), habit, .. ReminderChannels.All.Take(3).Select(channel => Due(habit, channel))]);
        await using var scope = _database.Scope();
        var tokens = ActivatorUtilities.CreateInstance<AccessTokens>(scope.ServiceProvider);
        var token = (await tokens.MakePersonal(user.Id, "test", expiresAt: null, Stop))!.Value.Token;

        using var http = new HttpClient { BaseAddress = _address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var text in (string[])["Привет", "запиши молоко", "ошибись", "выдумай", "сломайся", "ссылка", "солги", "Я люблю черничный пирог"])
            await http.PostAsJsonAsync("/chat/send", new { text = $"{text} {Guid.CreateVersion7()}" }, Stop);
        await OverASocket(token);
        await http.PostAsync("/chat/end", content: null, Stop);
        await Plan(http, habit);
        await Attack(http);
    }

    private async Task OverASocket(string token)
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        await socket.ConnectAsync(new UriBuilder(_address) { Scheme = "ws", Path = "/ws/chat" }.Uri, Stop);
        await socket.SendAsync(Encoding.UTF8.GetBytes("""{"type":"send","text":"Слышно?"}"""), WebSocketMessageType.Text, endOfMessage: true, Stop);
        var buffer = new byte[64 * 1024];
        string heard;
        do
        {
            var received = await socket.ReceiveAsync(buffer, Stop).WaitAsync(Patience.Longest, Stop);
            heard = Encoding.UTF8.GetString(buffer, 0, received.Count);
        }
        while (!heard.Contains("\"Хорошо.\"", StringComparison.Ordinal) || !heard.Contains("\"type\":\"message\"", StringComparison.Ordinal));
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "Bye", Stop);
    }

    private static async Task Plan(HttpClient http, Habit habit)
    {
        var goal = await http.PostAsJsonAsync("/goals", new { title = "Испанский" }, Stop);
        await http.PostAsync($"{goal.Headers.Location}/complete", content: null, Stop);
        await http.PostAsJsonAsync($"/habits/{habit.Id}/check-ins", new { }, Stop);
        await http.PostAsJsonAsync("/events", new { title = "Урок", start_at = "2099-03-16T08:00:00Z" }, Stop);
        await http.PostAsJsonAsync("/memory", new { content = "Я люблю черничный пирог" }, Stop);
        await http.GetAsync("/memory/search?q=пирог", Stop);
        await http.GetAsync("/health/ready", Stop);
    }

    /// <summary>What ought to be no label: names of things that there are none of, and words that no one knows.</summary>
    private static async Task Attack(HttpClient http)
    {
        var odd = Guid.CreateVersion7();
        await http.GetAsync($"/{odd}/secret", Stop);
        await http.GetAsync($"/tasks/{odd}", Stop);
        await http.GetAsync($"/chat/messages?limit={odd}", Stop);
        await http.PostAsJsonAsync("/tasks", new { title = "", odd }, Stop);
        using var request = new HttpRequestMessage(new HttpMethod($"BREW{odd:N}"), "/chat/send");
        request.Headers.TryAddWithoutValidation("User-Agent", $"{odd}");
        await http.SendAsync(request, Stop);
    }

    // By the key they are told from what is planned later.
    private static Reminder Due(Habit habit, string channel)
    {
        var reminder = A.Due(habit, TimeProvider.System.GetUtcNow(), channel, "Зарядка");
        reminder.DedupeKey = Key;
        return reminder;
    }

    /// <summary>The workers have done what there was to do.</summary>
    private async Task Settled()
    {
        await using var context = _database.Open();
        await Patience.Until(async () => !await context.SessionSummaries.AnyAsync(session => session.Status != SummaryStatus.Done, Stop)
            && !await context.Reminders.AnyAsync(reminder => reminder.Status == ReminderStatus.Scheduled && reminder.DedupeKey == Key, Stop));
    }
}
