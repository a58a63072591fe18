using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aimi.Hosting.Resources;

/// <summary>A page of a collection.</summary>
/// <param name="NextCursor">Asks for the next page; absent on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);

/// <summary>Makes pages.</summary>
public static class Page
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 200;

    /// <summary>Why a limit is refused; null where it is fine, or absent.</summary>
    public static ProblemHttpResult? LimitRefusal(int? limit) =>
        limit is < 1 or > MaxLimit ? Problems.Invalid("limit", "A number from 1 to 200.") : null;

    /// <summary>Cuts a page out of rows of which one more than the limit was asked for.</summary>
    /// <param name="position">The place of a row in the order of the collection.</param>
    public static Page<T> Of<T, TRow, TPosition>(IReadOnlyList<TRow> rows, int limit, Func<TRow, TPosition> position, Func<TRow, T> map) =>
        new([.. rows.Take(limit).Select(map)], rows.Count > limit ? Cursor.Of(position(rows[limit - 1])) : null);
}

/// <summary>Where a page ends, opaque to clients: base64url of the JSON of the last row's place.</summary>
public static class Cursor
{
    private const int MaxLength = 500;

    public static string Of<TPosition>(TPosition position) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(position, WireJson.Options));

    /// <summary>False where it is none that <see cref="Of{TPosition}"/> made.</summary>
    public static bool TryRead<TPosition>(string cursor, out TPosition? position)
    {
        position = default;
        try
        {
            if (cursor.Length > MaxLength || !Base64Url.IsValid(cursor))
                return false;

            position = JsonSerializer.Deserialize<TPosition>(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)), WireJson.Options);
            return position is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
