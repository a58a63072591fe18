namespace Aimi.Planning;

/// <summary>How the goals of one person are parts of one another.</summary>
public sealed class GoalTree(IEnumerable<GoalNode> goals)
{
    /// <summary>A goal that is a part of nothing has depth 1.</summary>
    public const int MaxDepth = 10;

    private readonly Dictionary<Guid, GoalNode> _goals = goals.ToDictionary(goal => goal.Id);

    public int Count => _goals.Count;

    public GoalNode? Find(Guid id) => _goals.GetValueOrDefault(id);

    public IEnumerable<GoalNode> PartsOf(Guid id) => _goals.Values.Where(goal => goal.ParentId == id);

    /// <summary>The goal, what it is a part of, and so on up to the root.</summary>
    public IEnumerable<GoalNode> Up(Guid id)
    {
        for (var goal = Find(id); goal is not null; goal = goal.ParentId is { } parent ? Find(parent) : null)
            yield return goal;
    }

    /// <summary>How deep it reaches with all its parts, counted from itself.</summary>
    public int Height(Guid id) => 1 + PartsOf(id).Select(part => Height(part.Id)).DefaultIfEmpty().Max();

    /// <summary>What speaks against a goal becoming a part of that one; null where nothing does.</summary>
    /// <param name="id">Null for a goal that is yet to be made.</param>
    public GoalChangeResult? Refusal(Guid? id, Guid parentId)
    {
        var line = Up(parentId).ToList();
        if (line.Count == 0)
            return GoalChangeResult.UnknownParent;
        if (line.Any(goal => goal.Id == id))
            return GoalChangeResult.Cycle;

        return line.Count + (id is { } moved ? Height(moved) : 1) > MaxDepth ? GoalChangeResult.TooDeep : null;
    }
}

/// <summary>As much of a goal as its tree and its progress need.</summary>
public sealed record GoalNode(Guid Id, Guid? ParentId, GoalStatus Status, double Progress);
