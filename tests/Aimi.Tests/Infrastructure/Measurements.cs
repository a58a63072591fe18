using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace Aimi.Tests.Infrastructure;

/// <summary>What one program measures, from now on. Others may run beside it: each has a factory of meters of its own.</summary>
internal sealed class Measurements : IDisposable
{
    private readonly ConcurrentQueue<(string Name, string Labels, double Value)> _all = [];
    private readonly MeterListener _listener = new();

    public Measurements(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == meters)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, labels, _) => Note(instrument, value, labels));
        _listener.SetMeasurementEventCallback<int>((instrument, value, labels, _) => Note(instrument, value, labels));
        _listener.SetMeasurementEventCallback<double>((instrument, value, labels, _) => Note(instrument, value, labels));
        _listener.Start();
    }

    /// <summary>What was added to a counter: <c>2 outcome=done tool=forget</c> for each set of labels, in their order.</summary>
    public IEnumerable<string> Counted(string name) => Of(name)
        .GroupBy(each => each.Labels, StringComparer.Ordinal)
        .Select(group => $"{group.Sum(each => each.Value).ToString("0.####", CultureInfo.InvariantCulture)} {group.Key}".TrimEnd())
        .Order(StringComparer.Ordinal);

    /// <summary>How often a histogram was told something, in the form of <see cref="Counted"/>. How long a thing took is no test's business.</summary>
    public IEnumerable<string> Recorded(string name) => Of(name)
        .GroupBy(each => each.Labels, StringComparer.Ordinal).Select(group => $"{group.Count()} {group.Key}".TrimEnd()).Order(StringComparer.Ordinal);

    /// <summary>Each value in the order in which it came, in the form of <see cref="Counted"/>.</summary>
    public IEnumerable<string> Values(string name) =>
        Of(name).Select(each => $"{each.Value.ToString("0.####", CultureInfo.InvariantCulture)} {each.Labels}".TrimEnd());

    /// <summary>What the gauges of this name show now.</summary>
    public IReadOnlyList<string> Shown(string name)
    {
        _all.Clear();
        _listener.RecordObservableInstruments();
        return [.. Values(name)];
    }

    public void Dispose() => _listener.Dispose();

    private IEnumerable<(string Name, string Labels, double Value)> Of(string name) => _all.Where(each => each.Name == name);

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> labels) => _all.Enqueue(
        (instrument.Name, string.Join(' ', labels.ToArray().Select(label => $"{label.Key}={label.Value}").Order(StringComparer.Ordinal)), value));
}
