using Aimi.Data;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Graph;

/// <summary>Keeps one person's graph within its bounds: the weakest, by what they are worth now, give way.</summary>
internal sealed class GraphBounds(AimiDbContext database, Guid userId)
{
    private IQueryable<ContextNode> Nodes => database.ContextNodes.Where(node => node.UserId == userId);

    private IQueryable<ContextLink> Links => database.ContextLinks.Where(link => link.UserId == userId);

    public async Task Keep(CancellationToken cancellationToken)
    {
        if (await Nodes.CountAsync(cancellationToken) > GraphWriter.MaxNodes)
            await KeepNodes(cancellationToken);
        if (await Links.CountAsync(cancellationToken) > GraphWriter.MaxLinks)
            await KeepLinks(cancellationToken);
    }

    private async Task KeepNodes(CancellationToken cancellationToken)
    {
        var nodes = await Nodes.Select(node => new { node.Id, node.Weight, At = node.LastMentionedAt }).ToListAsync(cancellationToken);
        var now = nodes.Max(node => node.At);
        var weakest = nodes.OrderByDescending(node => Decay.At(node.Weight, node.At, now)).ThenByDescending(node => node.At).ThenBy(node => node.Id)
            .Skip(GraphWriter.MaxNodes).Select(node => node.Id).ToList();
        await Links.Where(link => weakest.Contains(link.FromId) || weakest.Contains(link.ToId)).ExecuteDeleteAsync(cancellationToken);
        await Nodes.Where(node => weakest.Contains(node.Id)).ExecuteDeleteAsync(cancellationToken);
    }

    private async Task KeepLinks(CancellationToken cancellationToken)
    {
        // Goals and habits are deleted without a word to the graph, which shows no edge that ends nowhere. Those go first.
        var goals = database.Goals.Where(goal => goal.UserId == userId).Select(goal => goal.Id);
        var habits = database.Habits.Where(habit => habit.UserId == userId).Select(habit => habit.Id);
        await Links.Where(link => (link.FromType == NodeType.Goal && !goals.Contains(link.FromId)) || (link.ToType == NodeType.Goal && !goals.Contains(link.ToId))
                || (link.FromType == NodeType.Habit && !habits.Contains(link.FromId)) || (link.ToType == NodeType.Habit && !habits.Contains(link.ToId)))
            .ExecuteDeleteAsync(cancellationToken);

        var links = await Links.Select(link => new { link.Id, link.Weight, At = link.LastSeenAt }).ToListAsync(cancellationToken);
        if (links.Count <= GraphWriter.MaxLinks)
            return;

        var now = links.Max(link => link.At);
        var weakest = links.OrderByDescending(link => Decay.At(link.Weight, link.At, now)).ThenByDescending(link => link.At).ThenBy(link => link.Id)
            .Skip(GraphWriter.MaxLinks).Select(link => link.Id).ToList();
        await Links.Where(link => weakest.Contains(link.Id)).ExecuteDeleteAsync(cancellationToken);
    }
}
