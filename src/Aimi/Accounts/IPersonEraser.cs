namespace Aimi.Accounts;

/// <summary>
/// Takes back what a person left outside the database, such as what a provider of identities granted. Erasers are asked before the person's rows go,
/// since those say what there is to take back, outside any transaction.
/// </summary>
public interface IPersonEraser
{
    /// <summary>The person is about to be erased. What fails is logged and hinders nothing: who wants to go, goes.</summary>
    Task Erase(Guid userId, CancellationToken cancellationToken);
}
