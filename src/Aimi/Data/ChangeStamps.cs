using Aimi.Planning;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Aimi.Data;

/// <summary>Stamps what is changed through the context: <c>updated_at</c> is now and <c>version</c> counts one up, so that no writer can forget it.</summary>
internal sealed class ChangeStamps(TimeProvider time) : SaveChangesInterceptor
{
    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Stamp(eventData.Context!);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Stamp(eventData.Context!);
        return ValueTask.FromResult(result);
    }

    private void Stamp(DbContext context)
    {
        foreach (var entry in context.ChangeTracker.Entries().Where(entry => entry.State == EntityState.Modified))
        {
            if (entry.Metadata.FindProperty(nameof(Goal.UpdatedAt)) is { } updatedAt)
                entry.CurrentValues[updatedAt] = time.GetUtcNow();
            if (entry.Metadata.FindProperty(nameof(Goal.Version)) is { } version)
                entry.CurrentValues[version] = (long)entry.OriginalValues[version]! + 1;
        }
    }
}
