namespace Aimi.Data;

/// <summary>Asks the database whether it serves, at the price of one statement; for <c>/health</c>. What the two databases can suffer from differs.</summary>
internal interface IDatabaseProbe
{
    /// <summary><c>postgresql</c> or <c>sqlite</c>.</summary>
    string Kind { get; }

    /// <summary>Never throws but for the cancellation.</summary>
    Task<DatabaseState> Ask(CancellationToken cancellationToken);
}

/// <param name="Serves">It can be read and written.</param>
/// <param name="Trouble">For the operator: what ails it, and what to do, without a word of the driver's. Null where it is well.</param>
internal sealed record DatabaseState(bool Serves, string? Trouble = null)
{
    public static readonly DatabaseState Well = new(Serves: true);

    public static DatabaseState Away(string trouble) => new(Serves: false, trouble);
}
