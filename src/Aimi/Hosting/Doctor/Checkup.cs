using Aimi.Data;

namespace Aimi.Hosting.Doctor;

/// <summary>One part of the examination. It ends in time, whatever it meets: a host that is dead, a disk that hangs, a fault of its own.</summary>
/// <param name="Name">The text that names what was looked at.</param>
internal sealed record Checkup(string Name, TimeSpan Patience, Func<Action<Finding>, CancellationToken, Task> Examine)
{
    public async Task Run(Action<Finding> tell, CancellationToken cancellationToken)
    {
        var listening = true;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            // On a thread of its own: files, and SQLite with them, block.
            await Task.Run(() => Examine(Tell, patience.Token), CancellationToken.None).WaitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            listening = false;
            tell(new(Verdict.Broken, "NoAnswer", Texts.Get($"Doctor.Name.{Name}"), Patience.TotalSeconds));
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Only the kind: the message of a driver may hold a part of the connection string.
            tell(new(Verdict.Broken, "Failed", Texts.Get($"Doctor.Name.{Name}"), failure.GetType().Name));
        }

        void Tell(Finding finding)
        {
            if (listening)
                tell(finding);
        }
    }
}
