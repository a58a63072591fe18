using System.Diagnostics;
using OpenTelemetry.Trace;

namespace Aimi.Hosting.Telemetry;

/// <summary>Decides about traces that begin here: that part of them is kept, and all that follow from a kept one, so that what was planned leads to its reminder and back.</summary>
internal sealed class FollowingSampler(double sampling) : Sampler
{
    private readonly TraceIdRatioBasedSampler _some = new(sampling);

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        samplingParameters.Links?.Any(link => link.Context.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)) ?? false
            ? new SamplingResult(SamplingDecision.RecordAndSample)
            : _some.ShouldSample(samplingParameters);
}
