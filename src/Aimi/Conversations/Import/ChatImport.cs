using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Aimi.Hosting;
using Aimi.Messages;
using Microsoft.Extensions.Options;

namespace Aimi.Conversations.Import;

/// <summary>
/// Imports a file in one pass. Whole sessions are committed as they come, some hundreds of messages at a time, so that what the person says meanwhile waits for no more than that;
/// whatever stops an import, the same file again goes on where it was.
/// </summary>
internal sealed partial class ChatImport(
    ImportLines lines, ImportStore store, SessionContext context, IOptions<ChatSessionOptions> options, TimeProvider time, ILogger<ChatImport> log)
{
    /// <summary>Messages of one request.</summary>
    public const int MaxMessages = 100_000;

    /// <summary>Messages, and characters, from which on what is whole is stored.</summary>
    private const int BatchMessages = 500;
    private const int BatchCharacters = 2_000_000;

    /// <summary>Lines that are refused, beyond which no more are looked for.</summary>
    private const int MaxRefusals = 20;

    /// <summary>How long a reply in progress is waited for, so that it stays with its question.</summary>
    private static readonly TimeSpan TurnPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(50);

    /// <summary>Imports what the body holds.</summary>
    /// <returns>How far it is, after each transaction; in the end that it is done, or why not.</returns>
    public async IAsyncEnumerable<ImportStep> Run(Guid userId, PipeReader body, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var totals = ImportTotals.None;
        var refusals = new Dictionary<string, string[]>(StringComparer.Ordinal);
        LineRefusal? first = null;
        var sessions = new ImportedSessions(options.Value.Timeout);
        var batch = new List<IReadOnlyList<ImportedMessage>>();
        await foreach (var line in lines.Read(body, cancellationToken))
        {
            if (line.Refusal is { } refusal)
            {
                first ??= refusal;
                refusals[refusal.Field is null ? $"lines[{line.Number}]" : $"lines[{line.Number}].{refusal.Field}"] = [refusal.What];
                if (refusal.Code == Problems.TooLarge || refusals.Count == MaxRefusals)
                    break;
                continue;
            }

            if (totals.Received == MaxMessages)
            {
                yield return new ImportStep(totals, Refusal: new ImportRefusal(413, Problems.TooLarge, $"A request holds at most {MaxMessages:N0} messages. {Kept}", null));
                yield break;
            }

            totals = totals with { Received = totals.Received + 1 };

            // Once a line was refused, the others are read only to tell of all that is wrong at once.
            if (first is not null)
                continue;

            batch.AddRange(sessions.Add(line.Message!));
            if (IsFull(batch))
            {
                totals = await Store(userId, batch, totals, cancellationToken);
                yield return new ImportStep(totals);
            }
        }

        if (first is not null)
        {
            yield return new ImportStep(totals, Refusal: Refuse(first, refusals));
            yield break;
        }

        foreach (var session in sessions.Rest())
        {
            batch.Add(session);
            if (IsFull(batch))
            {
                totals = await Store(userId, batch, totals, cancellationToken);
                yield return new ImportStep(totals);
            }
        }

        totals = await Store(userId, batch, totals, cancellationToken);
        Imported(totals.Imported, totals.Received, userId, totals.Sessions);
        yield return new ImportStep(totals, Done: true);
    }

    private const string Kept = "What was imported so far stays; the same lines again change nothing.";

    private static ImportRefusal Refuse(LineRefusal first, Dictionary<string, string[]> refusals) => first.Code == Problems.TooLarge
        ? new ImportRefusal(413, first.Code, $"{first.What} {Kept}", null)
        : new ImportRefusal(400, first.Code, $"Lines are not valid: correct them, and import the file again. {Kept}", refusals);

    private static bool IsFull(List<IReadOnlyList<ImportedMessage>> batch) =>
        batch.Sum(session => session.Count) >= BatchMessages || batch.Sum(session => session.Sum(message => (long)message.Text.Length)) >= BatchCharacters;

    private async Task<ImportTotals> Store(Guid userId, List<IReadOnlyList<ImportedMessage>> batch, ImportTotals totals, CancellationToken cancellationToken)
    {
        if (batch.Count == 0)
            return totals;

        var begun = time.GetTimestamp();
        StoredImport? stored;
        while ((stored = await store.Store(userId, batch, time.GetElapsedTime(begun) >= TurnPatience, cancellationToken)) is null)
            await Task.Delay(AskAgain, time, cancellationToken);

        // From here on it is durable: the person's sockets and the cache hear of it, whether the client is still there or not.
        if (stored.Ended is { } ended)
            context.Tell(userId, ended);

        var messages = batch.Sum(session => session.Count);
        batch.Clear();
        return totals.With(stored, messages);
    }

    [LoggerMessage(1011, LogLevel.Information, "Imported {Imported} of {Received} messages of {UserId}, sessions: {Sessions}", EventName = "chat_imported")]
    private partial void Imported(int imported, int received, Guid userId, int sessions);
}

/// <summary>How far an import is.</summary>
/// <param name="Done">Nothing is left to do.</param>
/// <param name="Refusal">Why it ends here.</param>
internal sealed record ImportStep(ImportTotals Totals, bool Done = false, ImportRefusal? Refusal = null);

/// <summary>Why an import ended early, as a problem of the contract.</summary>
/// <param name="Errors">By line.</param>
internal sealed record ImportRefusal(int Status, string Code, string Detail, IDictionary<string, string[]>? Errors);

/// <summary>What an import did so far.</summary>
internal sealed record ImportTotals(int Received, int Imported, int Duplicates, int Sessions, long? FirstSeq, long? LastSeq)
{
    public static readonly ImportTotals None = new(0, 0, 0, 0, null, null);

    public ImportTotals With(StoredImport stored, int messages) => new(
        Received,
        Imported + stored.Messages,
        Duplicates + messages - stored.Messages,
        Sessions + stored.Sessions,
        stored.Messages > 0 ? FirstSeq ?? stored.FirstSeq : FirstSeq,
        stored.Messages > 0 ? stored.LastSeq : LastSeq);
}
