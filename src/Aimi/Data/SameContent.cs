using Aimi.Planning;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Data;

/// <summary>Whether two rows say the same, whenever they were made.</summary>
internal static class SameContent
{
    private static readonly string[] OfEachItsOwn = [nameof(Goal.CreatedAt), nameof(Goal.UpdatedAt), nameof(Goal.Version), nameof(PlannedEvent.Traceparent)];

    public static bool SaysTheSame<TRow>(this AimiDbContext database, TRow row, TRow other)
        where TRow : class =>
        database.Model.FindEntityType(typeof(TRow))!.GetProperties()
            .Where(property => !property.IsPrimaryKey() && !OfEachItsOwn.Contains(property.Name))
            .All(property => property.GetValueComparer().Equals(Kept(property.PropertyInfo!.GetValue(row)), Kept(property.PropertyInfo.GetValue(other))));

    // As the database keeps it.
    private static object? Kept(object? value) => value is DateTimeOffset instant ? Instant.Truncate(instant) : value;
}
