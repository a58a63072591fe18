using Aimi.Memory;
using Aimi.Memory.Recall;

namespace Aimi.Assistant.Context;

/// <summary>What Aimi knows of the person when she answers.</summary>
/// <param name="Recalled">What is remembered about what they say now: what was understood, then what was said, each the best first.</param>
/// <param name="Focus">The goals that they are busy with, the weightiest first.</param>
/// <param name="Name">What the person said they are called; null where they did not.</param>
/// <param name="Around">What stands next to these goals: people, places, habits, plans.</param>
public sealed record PersonContext(UserState Portrait, IReadOnlyList<Recalled> Recalled, IReadOnlyList<string> Focus, IReadOnlyList<string> Around, string? Name);
