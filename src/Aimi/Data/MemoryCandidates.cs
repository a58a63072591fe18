using System.Data.Common;
using Aimi.Memory;
using Aimi.Memory.Recall;

namespace Aimi.Data;

/// <summary>The row of a memory that was found, as both databases' indexes give it.</summary>
internal static class MemoryCandidates
{
    /// <summary>Of a memory called m, in the order of <see cref="Read"/>. How near it is and how well its words fit stand after them.</summary>
    public const string Columns =
        "m.id, m.entity_type, m.entity_id, m.subject, m.content, m.importance, m.valid_from, m.valid_to, m.is_active, m.source_session_id, m.source_seqs";

    /// <param name="instant">Reads an instant of a column.</param>
    /// <param name="seqs">Reads the numbers in a column.</param>
    public static Candidate Read(DbDataReader row, Func<int, DateTimeOffset> instant, Func<int, IReadOnlyList<long>> seqs) => new(
        MemoryId: row.GetGuid(0),
        EntityType: Enum.Parse<MemoryType>(row.GetString(1), ignoreCase: true),
        EntityId: row.IsDBNull(2) ? null : row.GetGuid(2),
        Subject: row.IsDBNull(3) ? null : row.GetString(3),
        Content: row.GetString(4),
        Similarity: row.IsDBNull(11) ? null : row.GetDouble(11),
        Lexical: row.IsDBNull(12) ? null : row.GetDouble(12),
        Importance: row.GetDouble(5),
        ValidFrom: instant(6),
        ValidTo: row.IsDBNull(7) ? null : instant(7),
        IsActive: row.GetBoolean(8),
        SourceSessionId: row.IsDBNull(9) ? null : row.GetGuid(9),
        SourceSeqs: seqs(10));
}
