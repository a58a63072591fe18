namespace Aimi.Data;

/// <summary>One view of the database for any number of statements: what others commit meanwhile is not in it, and nobody waits for it.</summary>
public interface IReadSnapshot
{
    /// <summary>Opens it on the context; disposing ends it. Nothing is written in it.</summary>
    Task<IAsyncDisposable> Open(AimiDbContext database, CancellationToken cancellationToken);
}
