using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aimi.Bench.Recall;
using Aimi.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Aimi.Bench;

/// <summary>Aimi herself, over HTTP, with a database of her own: the conversation is imported and summarised, and <c>GET /memory/search</c> is asked for single messages.</summary>
internal sealed class RecallProduct : IAsyncDisposable
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    private readonly WebApplication _app;
    private readonly DirectoryInfo _data;
    private readonly HttpClient _http;

    private RecallProduct(WebApplication app, DirectoryInfo data)
    {
        (_app, _data) = (app, data);
        _http = new HttpClient { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()), Timeout = TimeSpan.FromMinutes(10) };
    }

    public RecallWay Way => new("the product", Search);

    /// <param name="database">A PostgreSQL database that is the run's alone; null for SQLite.</param>
    public static async Task<RecallProduct> With(IReadOnlyList<Turn> turns, string? database)
    {
        var data = Directory.CreateTempSubdirectory("aimi-recall-");
        var app = Program.Build([new("Port", "0"), new("Data", data.FullName), new("Database", database), new("Logging:LogLevel:Default", "Error")]);
        await app.StartAsync();
        await app.Services.GetRequiredService<Readiness>().Ready;
        var product = new RecallProduct(app, data);
        await product.Import(turns);
        return product;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
        _data.Delete(recursive: true);
    }

    private async Task Import(IReadOnlyList<Turn> turns)
    {
        var lines = turns.Select(turn => JsonSerializer.Serialize(turn, RecallSet.Json));
        using var body = new StringContent(string.Join('\n', lines), Encoding.UTF8, "application/x-ndjson");
        using var answer = await _http.PostAsync(new Uri("/chat/import", UriKind.Relative), body);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());

        while ((await _http.GetFromJsonAsync<JsonNode>("/chat/import"))!["sessions_pending"]!.GetValue<int>() > 0)
            await Task.Delay(LookAgain);
    }

    private async Task<IReadOnlyList<string?>> Search(string question, int limit)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"/memory/search?entity_type=message&limit={limit}&q={Uri.EscapeDataString(question)}");
        var found = await _http.GetFromJsonAsync<JsonNode>(path);
        return [.. found!["items"]!.AsArray().SelectMany(memory => memory!["sources"]!.AsArray()).Select(source => (string?)source!["external_id"]).Take(limit)];
    }
}
