using Aimi.Reminders;
using Aimi.Sessions;
using Aimi.Tests.Infrastructure;
using Aimi.Tests.Providers;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Tests.Hosting.Stopping;

/// <summary>Real processes with accounts on one database, and what they leave in it.</summary>
internal sealed class StoppingStack(TestDatabase database, string redis)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public TestDatabase Database => database;

    /// <param name="model">The address of a model's server; null for the assistant offline.</param>
    /// <param name="more">More settings, names and values in turn.</param>
    public AimiProgram Serve(Uri? model = null, params string[] more)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AIMI__Accounts__Mode"] = "multi",
            ["AIMI__Database"] = database.ConnectionString ?? "",
            ["AIMI__Redis"] = redis,
            ["AIMI__Webhooks__AllowPrivateNetworks"] = "true",

            // Started often, and not for long.
            ["DOTNET_TieredPGO"] = "0",
            ["DOTNET_gcServer"] = "0",
        };
        if (model is not null)
            (settings["AIMI__Llm"], settings["AIMI__LlmUrl"]) = ("openai:stub", model.ToString());
        foreach (var setting in more.Chunk(2))
            settings[setting[0]] = setting[1];
        return AimiProgram.Run(settings, "serve", "--port", "0", "--data", database.DataFolder);
    }

    /// <summary>Waits until the process says that it is at this.</summary>
    public static async Task Until(Uri server, string state)
    {
        using var http = new HttpClient { BaseAddress = server };
        await Patience.Until(async () =>
        {
            try
            {
                using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), Stop);
                return (await answer.Content.ReadAsStringAsync(Stop)).Contains(state, StringComparison.Ordinal);
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
                return false;
            }
        });
    }

    /// <summary>Nothing in the database waits for a lease to run out.</summary>
    public async Task NothingIsClaimed()
    {
        await using var context = database.Open();
        Assert.Empty(await context.Conversations.Where(head => head.TurnSeq != null).Select(head => head.UserId).ToListAsync(Stop));
        Assert.Empty(await context.Reminders
            .Where(row => row.Status == ReminderStatus.Sending || row.LockedUntil != null || row.LeaseToken != null).Select(row => row.Id).ToListAsync(Stop));
        Assert.Empty(await context.SessionSummaries.Where(row => row.Status == SummaryStatus.Working).Select(row => row.Id).ToListAsync(Stop));
    }
}
