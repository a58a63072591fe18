namespace Aimi.Data;

/// <summary>
/// For whom this flow of the program works. PostgreSQL's row-level security shows and takes that person's rows only; where nobody was named it shows none.
/// It goes along with <c>await</c> and with tasks that begin under it. SQLite, with one file and one owner, does not ask.
/// </summary>
public static class Acting
{
    private static readonly AsyncLocal<Actor> Flow = new();

    /// <summary>Who it is now.</summary>
    public static Actor Current => Flow.Value;

    /// <summary>One person's affair, until the scope is disposed; then it is whose it was before.</summary>
    public static Scope For(Guid userId) => Enter(Actor.Of(userId));

    /// <summary>Aimi's own affair: a worker, a batch over several people, a sign-in before anyone is known.</summary>
    public static Scope AsService() => Enter(Actor.Service);

    /// <summary>Nobody's affair: what tells of the program itself, and must not depend on how the tables are.</summary>
    public static Scope ForNobody() => Enter(Actor.Nobody);

    private static Scope Enter(Actor actor)
    {
        var scope = new Scope(Flow.Value);
        Flow.Value = actor;
        return scope;
    }

    /// <summary>Ends with the block that it stands in. An asynchronous method that enters one leaves its caller's as it was.</summary>
    public readonly struct Scope : IDisposable
    {
        private readonly Actor _outer;

        internal Scope(Actor outer) => _outer = outer;

        public void Dispose() => Flow.Value = _outer;
    }
}

/// <summary>Whose rows may be seen and written: nobody's, one person's, or everybody's.</summary>
public readonly record struct Actor
{
    private Actor(Guid? userId, bool isService) => (UserId, IsService) = (userId, isService);

    /// <summary>Nobody was named: no rows.</summary>
    public static readonly Actor Nobody;

    /// <summary>Aimi herself: everybody's rows.</summary>
    public static readonly Actor Service = new(userId: null, isService: true);

    /// <summary>The person; null for the service, and for nobody.</summary>
    public Guid? UserId { get; }
    public bool IsService { get; }

    public static Actor Of(Guid userId) => new(userId, isService: false);
}
