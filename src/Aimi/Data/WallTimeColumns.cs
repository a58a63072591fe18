using System.Globalization;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Aimi.Data;

/// <summary>What a wall clock says, whole seconds, without a zone: <c>2026-03-15T09:00:00</c> as text on both databases, which orders as time does.</summary>
public static class WallTimeColumns
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss";

    public static PropertyBuilder<DateTime> IsWallTime(this PropertyBuilder<DateTime> property) =>
        property.HasConversion(new WallTimeConverter()).HasMaxLength(19);

    public static PropertyBuilder<DateTime?> IsWallTime(this PropertyBuilder<DateTime?> property) =>
        property.HasConversion(new WallTimeConverter()).HasMaxLength(19);

    internal static string Write(DateTime wall) => wall.ToString(Format, CultureInfo.InvariantCulture);

    internal static DateTime Read(string text) => DateTime.ParseExact(text, Format, CultureInfo.InvariantCulture);

    private sealed class WallTimeConverter() : ValueConverter<DateTime, string>(
        wall => Write(wall),
        text => Read(text));
}
