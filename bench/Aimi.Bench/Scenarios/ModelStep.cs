using System.Text.RegularExpressions;

namespace Aimi.Bench.Scenarios;

internal enum ModelDeed
{
    Says,
    Calls,

    /// <summary>One more call in the same answer as the call before.</summary>
    AlsoCalls,

    /// <summary>The vendor refuses the request.</summary>
    Fails,
}

/// <summary>
/// One step of a scripted model: <c>says Good morning!</c>, <c>calls create_event {"title": "Dentist", "start": "day 4 09:30"}</c>, <c>also calls …</c>, <c>fails</c>.
/// In arguments <c>day 4 09:30</c> is a time of the scenario, and <c>id of «Dentist»</c> what an earlier answer of a tool gave for it.
/// </summary>
/// <param name="Tool">The one that is called, or "".</param>
/// <param name="Text">What is said, or the arguments as they go over the wire, malformed ones too.</param>
internal sealed partial record ModelStep(ModelDeed Deed, string Tool, string Text)
{
    public static ModelStep Read(string text, string where)
    {
        var read = Form().Match(text);
        if (!read.Success)
            throw new FormatException($"{where}: a model says …, calls TOOL {{…}}, also calls TOOL {{…}} or fails; not {text}.");

        return read.Groups switch
        {
            _ when text == "fails" => new(ModelDeed.Fails, "", ""),
            { } said when said["said"].Success => new(ModelDeed.Says, "", said["said"].Value),
            { } call => new(call["also"].Success ? ModelDeed.AlsoCalls : ModelDeed.Calls, call["tool"].Value, call["arguments"].Value),
        };
    }

    [GeneratedRegex(@"^(fails|says (?<said>.+)|(?<also>also )?calls (?<tool>\w+) (?<arguments>.+))$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
