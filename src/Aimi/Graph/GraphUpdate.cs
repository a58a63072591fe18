namespace Aimi.Graph;

/// <summary>What a session shows of the person's life, for <see cref="GraphWriter.Apply"/>.</summary>
/// <param name="At">When it was said: the session's end. Of an imported session this may be long ago.</param>
public sealed record GraphUpdate(
    Guid UserId, Guid SessionId, DateTimeOffset At, IReadOnlyList<ThingMention> Things, IReadOnlyList<ContextMention> Context);

/// <summary>A goal or a habit that was spoken of.</summary>
/// <param name="Type"><see cref="NodeType.Goal"/> or <see cref="NodeType.Habit"/>.</param>
/// <param name="Valence">-1 (it goes badly) to 1 (it goes well); 0 where nothing says so.</param>
/// <param name="Note">How it stands; null where that was not said.</param>
/// <param name="Seqs">The messages that speak of it.</param>
public sealed record ThingMention(NodeType Type, Guid Id, double Valence, string? Note, IReadOnlyList<long> Seqs);

/// <summary>A person, a place or a topic that was spoken of.</summary>
/// <param name="Type"><see cref="NodeType.Person"/>, <see cref="NodeType.Place"/> or <see cref="NodeType.Topic"/>.</param>
/// <param name="Key">The same for all forms of the name.</param>
/// <param name="Label">As a reader should see it.</param>
/// <param name="Relation">What it is to the person, in snake_case (<c>sister</c>, <c>lives_in</c>); null where that was not said.</param>
/// <param name="Seqs">The messages that speak of it.</param>
public sealed record ContextMention(NodeType Type, string Key, string Label, string? Relation, IReadOnlyList<long> Seqs);

/// <summary>How much of the graph was forgotten.</summary>
/// <param name="Nodes">People, places and topics.</param>
/// <param name="Links">Between any things.</param>
/// <param name="Notes">How a goal or a habit stands.</param>
public sealed record ForgottenGraph(int Nodes, int Links, int Notes);
