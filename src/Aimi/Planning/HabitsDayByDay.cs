using Aimi.Data;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Planning;

/// <content>What is said of single days: kept, excused, paused.</content>
public sealed partial class Habits
{
    /// <summary>The same day again answers what is there, and changes nothing but a note that is given.</summary>
    /// <param name="day">Null: the person's today.</param>
    public Task<HabitOutcome<CheckInResult>> CheckIn(
        Guid userId, Guid id, DateOnly? day, string? note, long? ifVersion, CancellationToken cancellationToken) =>
        Do<CheckInResult>(
            userId,
            id,
            ifVersion,
            async (habit, own) =>
            {
                var kept = day ?? own.Today;
                if ((HabitDraft.OfNote(note) ?? OutOfReach(kept, own.Today, own.Today)) is { } refusal)
                    return refusal;

                var now = time.GetUtcNow();
                var row = new HabitCheckIn
                {
                    UserId = userId,
                    Id = Guid.CreateVersion7(now),
                    HabitId = id,
                    Day = kept,
                    Note = note,
                    CreatedAt = now,
                    UpdatedAt = now,
                };
                var isNew = await database.AddMissing([row], cancellationToken) > 0;
                var checkIn = await database.HabitCheckIns.SingleAsync(there => there.UserId == userId && there.HabitId == id && there.Day == kept, cancellationToken);
                checkIn.Note = note ?? checkIn.Note;
                if (isNew || database.ChangeTracker.HasChanges())
                    await SaveAndTell(habit, habit.GoalId, cancellationToken);
                if (isNew)
                    metrics.HabitChecked(database);
                return new CheckInResult(checkIn, isNew);
            },
            cancellationToken);

    /// <summary>Takes a check-in back.</summary>
    public Task<HabitOutcome<Habit>> Undo(Guid userId, Guid id, DateOnly day, long? ifVersion, CancellationToken cancellationToken) =>
        Do<Habit>(
            userId,
            id,
            ifVersion,
            async (habit, _) =>
            {
                if (await database.HabitCheckIns.SingleOrDefaultAsync(row => row.UserId == userId && row.HabitId == id && row.Day == day, cancellationToken) is not { } checkIn)
                    return HabitRefusal.NoCheckIn;

                database.HabitCheckIns.Remove(checkIn);
                await SaveAndTell(habit, habit.GoalId, cancellationToken);
                return habit;
            },
            cancellationToken);

    /// <summary>The habit is not asked for on these days. Pauses and excuses that they overlap become one with them.</summary>
    /// <param name="from">Null: today.</param>
    /// <param name="to">The last day; null: until <see cref="Resume"/>.</param>
    public Task<HabitOutcome<HabitPause>> Pause(
        Guid userId, Guid id, DateOnly? from, DateOnly? to, string? note, long? ifVersion, CancellationToken cancellationToken) =>
        Do<HabitPause>(
            userId,
            id,
            ifVersion,
            async (habit, own) =>
            {
                var (first, last) = (from ?? own.Today, to);
                var latest = own.Today.AddYears(HabitRule.Years);
                if (last < first)
                    return HabitRefusal.Invalid("to", "A day that is not before from.");
                if ((HabitDraft.OfNote(note) ?? OutOfReach(first, own.Today, latest) ?? OutOfReach(last ?? first, own.Today, latest)) is { } refusal)
                    return refusal;

                var overlapped = await database.HabitPauses
                    .Where(pause => pause.UserId == userId && pause.HabitId == id && (pause.ToDay == null || pause.ToDay >= first) && (last == null || pause.FromDay <= last))
                    .OrderBy(pause => pause.FromDay)
                    .ToListAsync(cancellationToken);
                if (overlapped is [var only] && only.FromDay <= first && (only.ToDay is null || only.ToDay >= last) && (note ?? only.Note) == only.Note)
                    return only;

                var now = time.GetUtcNow();
                var whole = new HabitPause
                {
                    UserId = userId,
                    Id = Guid.CreateVersion7(now),
                    HabitId = id,
                    FromDay = overlapped.Select(pause => pause.FromDay).Append(first).Min(),
                    ToDay = overlapped.Exists(pause => pause.ToDay is null) ? null : overlapped.Select(pause => pause.ToDay).Append(last).Aggregate(Later),
                    Note = note ?? overlapped.Select(pause => pause.Note).FirstOrDefault(known => known is not null),
                    CreatedAt = now,
                    UpdatedAt = now,
                };
                database.HabitPauses.RemoveRange(overlapped);
                database.HabitPauses.Add(whole);
                await SaveAndTell(habit, habit.GoalId, cancellationToken);
                return whole;
            },
            cancellationToken);

    /// <summary>One day on which it is not asked for.</summary>
    public Task<HabitOutcome<HabitPause>> Excuse(Guid userId, Guid id, DateOnly day, string? note, long? ifVersion, CancellationToken cancellationToken) =>
        Pause(userId, id, day, day, note, ifVersion, cancellationToken);

    /// <summary>Ends what excuses today: today is asked for again. Where nothing does, nothing changes.</summary>
    public Task<HabitOutcome<Habit>> Resume(Guid userId, Guid id, long? ifVersion, CancellationToken cancellationToken) =>
        Do<Habit>(
            userId,
            id,
            ifVersion,
            async (habit, own) =>
            {
                var current = await database.HabitPauses
                    .Where(pause => pause.UserId == userId && pause.HabitId == id && pause.FromDay <= own.Today && (pause.ToDay == null || pause.ToDay >= own.Today))
                    .ToListAsync(cancellationToken);
                if (current.Count == 0)
                    return habit;

                foreach (var pause in current)
                {
                    if (pause.FromDay == own.Today)
                        database.HabitPauses.Remove(pause);
                    else
                        pause.ToDay = own.Today.AddDays(-1);
                }

                await SaveAndTell(habit, habit.GoalId, cancellationToken);
                return habit;
            },
            cancellationToken);

    /// <summary>Takes a pause, or an excuse, back as if it had never been.</summary>
    public Task<HabitOutcome<Habit>> RemovePause(Guid userId, Guid id, Guid pauseId, long? ifVersion, CancellationToken cancellationToken) =>
        Do<Habit>(
            userId,
            id,
            ifVersion,
            async (habit, _) =>
            {
                if (await database.HabitPauses.SingleOrDefaultAsync(row => row.UserId == userId && row.HabitId == id && row.Id == pauseId, cancellationToken) is not { } pause)
                    return HabitRefusal.NoPause;

                database.HabitPauses.Remove(pause);
                await SaveAndTell(habit, habit.GoalId, cancellationToken);
                return habit;
            },
            cancellationToken);

    private static HabitRefusal? OutOfReach(DateOnly day, DateOnly today, DateOnly latest) =>
        day > latest ? new HabitRefusal(422, "day_in_future", latest == today ? "That day has not come yet." : "That day is more than ten years ahead.")
        : day < HabitDays.EarliestFor(today) ? new HabitRefusal(422, "day_too_old", "That day is more than ten years ago.")
        : null;

    private static DateOnly? Later(DateOnly? one, DateOnly? other) => one is null || other is null ? null : one > other ? one : other;
}

/// <param name="IsNew">It was not there before.</param>
public sealed record CheckInResult(HabitCheckIn CheckIn, bool IsNew);
