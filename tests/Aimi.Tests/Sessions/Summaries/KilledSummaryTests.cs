using System.Globalization;
using System.Security.Cryptography;
using Aimi.Accounts;
using Aimi.Memory;
using Aimi.Sessions;
using Aimi.Tests.Infrastructure;
using Aimi.Tests.Providers;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Tests.Sessions.Summaries;

public sealed class KilledSummaryOnSqliteTests(SqliteDatabase database) : KilledSummarySuite(database), IClassFixture<SqliteDatabase>;

public sealed class KilledSummaryOnPostgresTests(PostgresDatabase database) : KilledSummarySuite(database), IClassFixture<PostgresDatabase>;

/// <summary>The real program, killed while it summarises: each session leaves what it leaves, and leaves it once.</summary>
public abstract class KilledSummarySuite(TestDatabase database)
{
    private const int Rounds = 12;
    private const int PerRound = 12;

    private static readonly string[] Allergens = ["орехи", "мёд", "рыбу"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_at_any_moment_every_session_is_summarised_once()
    {
        var seed = Environment.GetEnvironmentVariable("AIMI_TEST_SEED") is { Length: > 0 } given
            ? int.Parse(given, CultureInfo.InvariantCulture)
            : RandomNumberGenerator.GetInt32(int.MaxValue);
        TestContext.Current.TestOutputHelper!.WriteLine($"AIMI_TEST_SEED={seed}");
        var random = new Random(seed);
        // On the clock of the programs that are killed: to them a session of long ago would have timed out.
        await using var talking = new Talking(database, time: TimeProvider.System);
        var people = new List<User>();
        var cut = 0;
        var next = Serve();
        try
        {
            for (var round = 0; round < Rounds; round++)
            {
                // Starting is what takes the time: the next one does it meanwhile, and takes up what the killed one leaves.
                await using var aimi = next;
                next = Serve();
                await aimi.Listening();
                for (var one = 0; one < PerRound / Allergens.Length; one++)
                {
                    var person = await talking.Person();
                    people.Add(person);
                    foreach (var allergen in Allergens)
                        await talking.Session(person, "Я живу в Казани", $"У меня аллергия на {allergen}");
                }

                // From before the first is read until after the last: so many looks, of a few milliseconds each.
                for (var looks = random.Next(0, 60); looks > 0 && await Done() < (round + 1) * PerRound; looks--)
                {
                }

                aimi.Kill();
                cut += await Done() < (round + 1) * PerRound ? 1 : 0;
            }

            // What a dead worker held is free when its lease runs out; here nobody waits for that.
            await using (var context = database.Open())
            {
                var past = TimeProvider.System.GetUtcNow().AddMinutes(-1);
                await context.SessionSummaries.Where(session => session.Status == SummaryStatus.Working)
                    .ExecuteUpdateAsync(session => session.SetProperty(row => row.LockedUntil, past), Stop);
            }

            await next.Listening();
            await Patience.Until(async () => await Done() == Rounds * PerRound);
        }
        finally
        {
            await next.DisposeAsync();
        }

        TestContext.Current.TestOutputHelper.WriteLine($"{cut} of {Rounds} kills came before the end of the work.");
        foreach (var person in people)
            await Verify(person);
    }

    private async Task Verify(User person)
    {
        await using var context = database.Open();
        var memories = await context.MemoryVectors.AsNoTracking().Where(memory => memory.UserId == person.Id && memory.EntityType == MemoryType.Fact).ToListAsync(Stop);

        // Learned from each session once: twice would have made it stronger.
        var home = Assert.Single(memories, memory => memory.Subject == "home");
        Assert.Equal((true, Allergens.Length), (home.IsActive, home.Mentions));
        var allergies = memories.Where(memory => memory.Subject!.StartsWith("health:", StringComparison.Ordinal)).ToList();
        Assert.Equal(Allergens.Length, allergies.Count);
        Assert.All(allergies, allergy => Assert.Equal((true, 1), (allergy.IsActive, allergy.Mentions)));
        Assert.Equal(Allergens.Length, await context.Notifications.CountAsync(notification => notification.UserId == person.Id, Stop));
        var kazan = await context.ContextNodes.SingleAsync(node => node.UserId == person.Id && node.Label == "Казань", Stop);
        Assert.Equal(Allergens.Length, kazan.Mentions);
    }

    private async Task<int> Done()
    {
        await using var context = database.Open();
        return await context.SessionSummaries.CountAsync(session => session.Status == SummaryStatus.Done, Stop);
    }

    private AimiProgram Serve()
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AIMI__Database"] = database.ConnectionString ?? "",
            ["AIMI__Redis"] = "",

            // Started often, and not for long.
            ["DOTNET_TieredPGO"] = "0",
            ["DOTNET_gcServer"] = "0",
        };
        return AimiProgram.Run(settings, "serve", "--port", "0", "--data", database.DataFolder);
    }
}
