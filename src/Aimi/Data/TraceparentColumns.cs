using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Aimi.Data;

/// <summary>The trace in which a row was made, for what follows from it much later: W3C's <c>traceparent</c>.</summary>
internal static class TraceparentColumns
{
    public static PropertyBuilder<string?> IsTraceparent(this PropertyBuilder<string?> property) => property.HasMaxLength(55);
}
