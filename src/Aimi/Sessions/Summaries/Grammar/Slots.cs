using System.Collections.Frozen;

namespace Aimi.Sessions.Summaries;

/// <summary>What patterns can read besides fixed words, by name.</summary>
internal static class Slots
{
    private static readonly FrozenDictionary<string, SlotReader> All = new Dictionary<string, SlotReader>(StringComparer.Ordinal)
    {
        ["name"] = NameSlots.Name,
        ["given"] = NameSlots.Given,
        ["person"] = NameSlots.Person,
        ["relation"] = NameSlots.Relation,
        ["pet"] = NameSlots.Pet,
        ["place"] = PlaceSlots.Place,
        ["towards"] = PlaceSlots.Towards,
        ["org"] = PlaceSlots.Organisation,
        ["orgname"] = PlaceSlots.OrganisationName,
        ["workplace"] = PlaceSlots.Workplace,
        ["profession"] = TradeSlots.Profession,
        ["trade"] = TradeSlots.Trade,
        ["employee"] = TradeSlots.Employee,
        ["study"] = TradeSlots.Study,
        ["condition"] = TradeSlots.Condition,
        ["date"] = NumberSlots.Date,
        ["age"] = NumberSlots.Age,
        ["count"] = NumberSlots.Count,
        ["thing"] = ThingSlots.Thing,
        ["things"] = ThingSlots.List,
        ["title"] = ThingSlots.Title,
        ["doing"] = ActionSlots.Doing,
        ["rest"] = ActionSlots.Rest,
        ["any"] = ActionSlots.Any,
        ["habit"] = HabitSlots.Habit,
        ["activity"] = HabitSlots.Activity,
        ["stopped"] = HabitSlots.Stopped,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static SlotReader Named(string name) => All[name];
}
