using System.Security.Cryptography;
using System.Text;
using Aimi.Data;
using Aimi.Hosting.Resources;

namespace Aimi.Sync;

/// <summary>How much a client has seen; opaque to it. Names are short, for it goes with every request.</summary>
/// <param name="U">Whose it is.</param>
/// <param name="E">The history of the database that it counts in (<see cref="EpochOf"/>).</param>
/// <param name="A">Unix seconds, at which all that was before had been seen: tombstones are kept for as long as that may be ago.</param>
/// <param name="B">The horizon when the first page was made: what was deleted below it this client never had.</param>
/// <param name="S">With <paramref name="T"/> and <paramref name="I"/>: the last change that was seen.</param>
/// <param name="M">The seq of the last message that was seen.</param>
internal sealed record SyncCursor(Guid U, string E, long A, long B, long S, string T, Guid I, long M)
{
    // Before all others.
    private const string NoType = "";

    /// <summary>A client that was away for longer begins anew.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(90);

    // It comes from outside, and goes into a statement: PostgreSQL takes not every text.
    private static readonly HashSet<string> Types = [NoType, .. Enum.GetNames<SyncedType>().Select(EnumColumns.Word)];

    public static SyncCursor First(Guid userId, string epoch, SyncHorizon horizon, DateTimeOffset now) =>
        new(userId, epoch, now.ToUnixTimeSeconds(), horizon.Finished, S: long.MinValue, NoType, Guid.Empty, M: 0);

    /// <summary>The person's row is made with them: a database that was begun anew has another, even where its history has the same name.</summary>
    public static string EpochOf(SyncHorizon horizon, DateTimeOffset personMadeAt) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{horizon.History} {personMadeAt.UtcTicks}")).AsSpan(0, 8));

    /// <summary>False where it is none of this person's.</summary>
    public static bool TryRead(string text, Guid userId, out SyncCursor? cursor) =>
        Cursor.TryRead(text, out cursor) && cursor!.U == userId && Types.Contains(cursor.T) && cursor.M >= 0;

    /// <summary>It is too old, or of a history that is not this one's: what it has not seen can not be told.</summary>
    public bool IsExpired(string epoch, SyncHorizon horizon, DateTimeOffset now) =>
        E != epoch || S > horizon.Finished || A < (now - Life).ToUnixTimeSeconds();

    /// <summary>Behind that change.</summary>
    public SyncCursor Behind(SyncChange last) => this with { S = last.Stamp, T = EnumColumns.Word(last.EntityType.ToString()), I = last.EntityId };

    /// <summary>Behind all that has been written below the horizon.</summary>
    public SyncCursor Behind(SyncHorizon horizon) => this with { S = horizon.Finished, T = NoType, I = Guid.Empty };

    public string Write() => Cursor.Of(this);
}
