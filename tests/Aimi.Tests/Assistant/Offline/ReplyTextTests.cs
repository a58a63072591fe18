using System.Collections;
using System.Globalization;
using Aimi.Assistant.Guardrails.Claims;
using Aimi.Assistant.Offline;
using Aimi.Language;

namespace Aimi.Tests.Assistant.Offline;

/// <summary>What the offline assistant can say.</summary>
public class ReplyTextTests
{
    /// <summary>Said after a deed only, which the tool's answer showed.</summary>
    private static readonly string[] Deeds =
    [
        "Agreed", "Cancelled", "CancelledAll", "CancelledOne", "CancelledSeries", "Changed", "CheckInUndone", "CheckedIn", "Completed", "Corrected", "EventSeries", "EventSet",
        "FeedbackKept", "Forgotten", "ForgottenWords", "GoalArchived", "GoalSet", "GoalSetUntil", "Moved", "MovedSeries", "NotReminded", "RemindedBefore", "ReminderSeries", "ReminderSet",
        "Remembered", "Snoozed", "TakenOver", "TaskSeries", "TaskSet", "TaskSetUntil", "Unplanned", "ZoneSet",
    ];

    [Theory]
    [InlineData("")]
    [InlineData("ru")]
    public void What_is_said_without_a_deed_claims_none(string language) =>
        Assert.Empty(Texts(language).Where(text => !Deeds.Contains(text.Key) && DeedClaims.Of(text.Value).Count > 0).Select(text => text.Key));

    [Fact]
    public void Both_languages_say_the_same_things() =>
        Assert.Equal(Texts("").Keys.Order(StringComparer.Ordinal), Texts("ru").Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void A_person_is_not_addressed_as_thou_in_russian() =>
        Assert.Empty(Texts("ru").Where(text => !text.Key.StartsWith("Help.", StringComparison.Ordinal))
            .Where(text => Words.Of(text.Value).Any(word => word.Text is "ты" or "тебя" or "тебе" or "твой" or "твои" or "скажи" or "назови"))
            .Select(text => text.Key));

    private static Dictionary<string, string> Texts(string language) =>
        Sayings.Texts.GetResourceSet(CultureInfo.GetCultureInfo(language), createIfNotExists: true, tryParents: false)!
            .Cast<DictionaryEntry>().ToDictionary(text => (string)text.Key, text => (string)text.Value!, StringComparer.Ordinal);
}
