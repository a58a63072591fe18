namespace Aimi.Workers;

/// <summary>Work that is done again and again beside the requests. <see cref="WorkerLoop{T}"/> runs it; a test calls it with a clock of its own.</summary>
public interface IWorker
{
    /// <summary>For logs and health: <c>reminder_dispatcher</c>.</summary>
    static abstract string Name { get; }

    /// <summary>How long to wait where there is nothing to do.</summary>
    static abstract TimeSpan Pause { get; }

    /// <summary>What a run may take at most, a vendor that is slow and its retries included; whoever takes longer is taken for one that hangs.</summary>
    TimeSpan LongestRun => TimeSpan.FromMinutes(1);

    /// <summary>Does what is to be done now. What goes wrong is thrown, never taken for "nothing to do".</summary>
    /// <returns>Whether there is more: it is called again at once.</returns>
    Task<bool> RunOnce(CancellationToken cancellationToken);
}
