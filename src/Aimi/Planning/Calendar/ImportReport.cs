namespace Aimi.Planning.Calendar;

/// <summary>What became of a file.</summary>
/// <param name="Skipped">What was left out, the first 100.</param>
public sealed record CalendarImportResponse(int Created, int Updated, int Unchanged, IReadOnlyList<SkippedEntry> Skipped);

/// <param name="Uid">Absent where it has none.</param>
/// <param name="Reason">
/// <c>uid_missing</c>, <c>uid_too_long</c>, <c>duplicate_uid</c>, <c>own_event</c>, <c>start_missing</c>, <c>time_not_valid</c>, <c>zone_unknown</c>, <c>ends_before_start</c>,
/// <c>rule_not_supported</c>, <c>range_not_supported</c>, <c>too_many_exceptions</c>, <c>series_missing</c>, <c>type_changed</c>, or why its rule is refused; with
/// <c>extra_times_left_out</c> the entry was taken but for its times beside the rule.
/// </param>
public sealed record SkippedEntry(string? Uid, string Reason);

/// <summary>Counts while an import goes on.</summary>
internal sealed class ImportReport
{
    private const int MaxListed = 100;
    private readonly List<SkippedEntry> _skipped = [];
    private int _created;
    private int _updated;
    private int _unchanged;

    public void Skip(string? uid, string reason)
    {
        if (_skipped.Count < MaxListed)
            _skipped.Add(new SkippedEntry(uid, reason));
    }

    public void Created() => _created++;

    public void Updated() => _updated++;

    public void Unchanged() => _unchanged++;

    /// <summary>To go on with in an attempt that may fail.</summary>
    public ImportReport Copy()
    {
        var copy = new ImportReport();
        copy._skipped.AddRange(_skipped);
        return copy;
    }

    public CalendarImportResponse ToResponse() => new(_created, _updated, _unchanged, _skipped);
}
