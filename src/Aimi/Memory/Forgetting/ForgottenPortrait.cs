using Aimi.Data;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Memory.Forgetting;

/// <summary>Takes what is forgotten out of the portrait.</summary>
public sealed class ForgottenPortrait(AimiDbContext database, Portraits portraits)
{
    /// <returns>How many parts went.</returns>
    public async Task<int> Forget(Guid userId, ForgottenText what, CancellationToken cancellationToken)
    {
        if (await database.UserStates.SingleOrDefaultAsync(state => state.UserId == userId, cancellationToken) is not { } state)
            return 0;

        var parts = state.Traits.Count(trait => what.Tells(trait.Text)) + state.PendingActions.Count(action => what.Tells(action.Text)) + (what.Tells(state.LastSummary) ? 1 : 0);
        state.LastSummary = state.LastSummary is { } summary ? what.CutDrawn(summary) : null;
        state.PendingActions = [.. state.PendingActions.Where(action => !what.Tells(action.Text))];
        await portraits.Refresh(userId, cancellationToken);
        return parts;
    }
}
