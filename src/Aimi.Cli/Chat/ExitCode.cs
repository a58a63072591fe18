namespace Aimi.Cli.Chat;

/// <summary>What the shell is told.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>A message got no reply.</summary>
    public const int Unanswered = 1;

    /// <summary>Nothing was added: not understood, not wanted, or not possible.</summary>
    public const int NotAdded = 1;

    /// <summary>The server does not let this client in.</summary>
    public const int Refused = 2;
}
