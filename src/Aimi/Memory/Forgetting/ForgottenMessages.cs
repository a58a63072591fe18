using Aimi.Data;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Memory.Forgetting;

/// <summary>Takes what is forgotten out of the messages: the sentences go, the message keeps its number and its place.</summary>
public sealed class ForgottenMessages(AimiDbContext database)
{
    /// <param name="sources">Messages that are known to say it, in whatever words.</param>
    /// <param name="whole">Messages that go as a whole.</param>
    /// <returns>What is left of the messages that changed, by their seqs.</returns>
    public async Task<IReadOnlyDictionary<long, string>> Cut(
        Guid userId, ForgottenText what, IReadOnlySet<long> sources, IReadOnlySet<long> whole, CancellationToken cancellationToken)
    {
        var texts = new Dictionary<long, string>();
        await foreach (var (seq, text) in All(userId).WithCancellation(cancellationToken))
        {
            var rest = whole.Contains(seq) ? ForgottenText.Nothing : sources.Contains(seq) ? what.CutSource(text) : what.Cut(text);
            if (rest != text)
                texts.Add(seq, rest);
        }

        foreach (var seqs in texts.Keys.Chunk(500))
        {
            foreach (var message in await database.ChatMessages.Where(message => message.UserId == userId && seqs.Contains(message.Seq)).ToListAsync(cancellationToken))
                (message.Text, message.Metadata) = (texts[message.Seq], message.Metadata with { Forgotten = true, Actions = null });
        }

        await database.SaveChangesAsync(cancellationToken);
        return texts;
    }

    /// <summary>Whether any message still tells it.</summary>
    public async Task<bool> Tell(Guid userId, ForgottenText what, CancellationToken cancellationToken) =>
        await All(userId).AnyAsync(message => what.Tells(message.Text), cancellationToken);

    // Read through once: this is rare, and an index could not find every word form.
    private IAsyncEnumerable<(long Seq, string Text)> All(Guid userId) =>
        database.ChatMessages.AsNoTracking().Where(message => message.UserId == userId)
            .Select(message => new ValueTuple<long, string>(message.Seq, message.Text)).AsAsyncEnumerable();
}
