using Aimi.Data;

namespace Aimi.Sync;

/// <summary>How far a person's changes can be read without a gap.</summary>
public interface ISyncHorizon
{
    Task<SyncHorizon> Read(AimiDbContext database, Guid userId, CancellationToken cancellationToken);
}

/// <param name="History">Names the database's history: stamps of another (it was restored, or a standby took over) say nothing here.</param>
/// <param name="Finished">Whoever writes a smaller stamp than this has committed, or never will. It never goes back within a history.</param>
public sealed record SyncHorizon(string History, long Finished);
