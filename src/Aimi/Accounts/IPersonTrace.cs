namespace Aimi.Accounts;

/// <summary>What the running program does for a person and holds of them beside the database: none of it outlives their rows.</summary>
public interface IPersonTrace
{
    /// <summary>Before the rows go: what is under way for the person ends, so that nothing is made of them anew.</summary>
    Task Stop(Guid userId, CancellationToken cancellationToken);

    /// <summary>The rows are gone: what is held goes, too, on every replica.</summary>
    Task Forget(Guid userId, CancellationToken cancellationToken);
}
