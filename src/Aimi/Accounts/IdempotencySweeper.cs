using Aimi.Data;
using Aimi.Hosting.Telemetry;
using Aimi.Workers;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Accounts;

/// <summary>Forgets idempotency keys whose time is over, some at a time.</summary>
internal sealed class IdempotencySweeper(AimiDbContext database, TimeProvider time) : IWorker
{
    private const int Batch = 1000;

    public static string Name => "idempotency_sweeper";

    public static TimeSpan Pause => TimeSpan.FromMinutes(10);

    public async Task<bool> RunOnce(CancellationToken cancellationToken)
    {
        var oldest = time.GetUtcNow() - Idempotency.Memory;
        return await Spans.Sweep(Name, () => database.IdempotencyKeys
            .Where(key => key.CreatedAt < oldest)
            .OrderBy(key => key.CreatedAt)
            .Take(Batch)
            .ExecuteDeleteAsync(cancellationToken)) == Batch;
    }
}
