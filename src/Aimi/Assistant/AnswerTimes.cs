namespace Aimi.Assistant;

/// <summary>What an answer waited for that is not the model: what is known of the person, and the tools. Each is waited for before the model goes on.</summary>
public sealed class AnswerTimes(TimeProvider time)
{
    /// <summary>Zero where nothing was looked up.</summary>
    public TimeSpan Context { get; private set; }

    /// <summary>Zero where none was called.</summary>
    public TimeSpan Tools { get; private set; }

    // Both are begun here: on SQLite all is done before there is a task to wait for.
    internal async Task<TResult> LookUp<TResult>(Func<Task<TResult>> context)
    {
        var begun = time.GetTimestamp();
        try
        {
            return await context();
        }
        finally
        {
            Context += time.GetElapsedTime(begun);
        }
    }

    internal async ValueTask<TResult> Call<TResult>(Func<ValueTask<TResult>> tool)
    {
        var begun = time.GetTimestamp();
        try
        {
            return await tool();
        }
        finally
        {
            Tools += time.GetElapsedTime(begun);
        }
    }
}
