using Aimi.Accounts;
using Aimi.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Aimi.Assistant.Llm;

/// <summary>
/// What a person may use up of language models a day, from midnight to midnight where they are, on all replicas together. It is asked before a turn and counted after
/// each request: a turn that began is finished, so that the last of a day may go over.
/// </summary>
internal sealed partial class DailyBudget(IDbContextFactory<AimiDbContext> database, IOptions<LlmOptions> options, TimeProvider time, ILogger<DailyBudget> log)
{
    private const int DaysKept = 31;

    private readonly int? _limit = options.Value.LlmDailyTokens;

    public async Task<bool> IsSpent(OnBehalf person, CancellationToken cancellationToken)
    {
        if (_limit is not { } limit)
            return false;

        await using var context = await database.CreateDbContextAsync(cancellationToken);
        return await Today(context, person).AnyAsync(usage => usage.Tokens >= limit, cancellationToken);
    }

    /// <summary>Counts; whoever stopped listening, and whatever the database does: the answer was given.</summary>
    public async Task Spend(OnBehalf person, long tokens)
    {
        if (_limit is null)
            return;

        try
        {
            await using var context = await database.CreateDbContextAsync(CancellationToken.None);
            if (await Add(context, person, tokens) == 0)
            {
                await BeginDay(context, person);
                await Add(context, person, tokens);
            }
        }
        catch (Exception failure)
        {
            NotCounted(person.UserId, tokens, failure);
        }
    }

    /// <summary>Whether it is to be said now that the day's tokens are used up: once a day, whichever replica asks first.</summary>
    public async Task<bool> MayTell(OnBehalf person, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var context = await database.CreateDbContextAsync(cancellationToken);
        return await Today(context, person).Where(usage => usage.ToldAt == null)
            .ExecuteUpdateAsync(usage => usage.SetProperty(row => row.ToldAt, now).SetProperty(row => row.UpdatedAt, now), cancellationToken) == 1;
    }

    private Task<int> Add(AimiDbContext context, OnBehalf person, long tokens)
    {
        var now = time.GetUtcNow();
        return Today(context, person).ExecuteUpdateAsync(
            usage => usage.SetProperty(row => row.Tokens, row => row.Tokens + tokens).SetProperty(row => row.UpdatedAt, now), CancellationToken.None);
    }

    private async Task BeginDay(AimiDbContext context, OnBehalf person)
    {
        var (today, now) = (DayOf(person), time.GetUtcNow());
        var forgotten = today.AddDays(-DaysKept);
        await context.AddMissing([new LlmUsage { UserId = person.UserId, Day = today, CreatedAt = now, UpdatedAt = now }], CancellationToken.None);
        await context.Set<LlmUsage>().Where(usage => usage.UserId == person.UserId && usage.Day < forgotten).ExecuteDeleteAsync(CancellationToken.None);
    }

    private IQueryable<LlmUsage> Today(AimiDbContext context, OnBehalf person)
    {
        var today = DayOf(person);
        return context.Set<LlmUsage>().Where(usage => usage.UserId == person.UserId && usage.Day == today);
    }

    private DateOnly DayOf(OnBehalf person) => LocalTime.DayOf(time.GetUtcNow(), LocalTime.IsZone(person.Timezone) ? person.Timezone : "UTC");

    [LoggerMessage(1501, LogLevel.Warning, "{Tokens} tokens of {UserId} were not counted against the day", EventName = "llm_usage_not_counted")]
    private partial void NotCounted(Guid userId, long tokens, Exception failure);
}
