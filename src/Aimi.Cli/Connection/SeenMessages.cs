namespace Aimi.Cli.Connection;

/// <summary>Which seqs arrived. They have no gaps on the server, so whatever lies above the first gap here may have been overtaken, not lost:
/// a resume asks from the gap on, and what comes twice is known by its seq.</summary>
internal sealed class SeenMessages
{
    private readonly HashSet<long> _aboveGap = [];

    /// <summary>Everything up to this seq is here.</summary>
    public long UpTo { get; private set; }

    /// <summary>Takes all that is older than this client as seen.</summary>
    public void StartAfter(long seq)
    {
        UpTo = seq;
        _aboveGap.Clear();
    }

    /// <summary>False when it is here already.</summary>
    public bool Add(long seq)
    {
        if (seq <= UpTo || !_aboveGap.Add(seq))
        {
            return false;
        }

        while (_aboveGap.Remove(UpTo + 1))
        {
            UpTo++;
        }

        return true;
    }
}
