using Aimi.Accounts;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Aimi.Data;

/// <summary>Which rows are a person's: what the database keeps apart, and what an export holds.</summary>
internal static class PersonalTables
{
    /// <summary>The column that says whose a row is; null where rows are nobody's.</summary>
    public static IProperty? Owner(this IEntityType table) => table.FindProperty(table.ClrType == typeof(User) ? nameof(User.Id) : nameof(Device.UserId));
}
