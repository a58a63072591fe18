using Aimi.Planning.DatesInWords;

namespace Aimi.Assistant.Offline.Answers;

/// <summary>Asks which of the times is meant that words can be read as.</summary>
internal static class DateQuestions
{
    public static string Ask(DateQuestion question, Talk talk)
    {
        var asked = talk.Say.Say("AskDate", question.Text);
        return question.Candidates.Count == 0 ? asked : Sayings.Numbered(asked, question.Candidates.Select(date => Line(date, talk)));
    }

    /// <summary>The time that the answer settles on; null where it does not.</summary>
    public static SpokenDate? Settle(DateQuestion question, string answer, Talk talk)
    {
        if (SpokenAnswer.Place(answer, question.Candidates.Count) is { } place)
            return question.Candidates[place];
        if (SpokenAnswer.Read(answer, talk) is { } said)
        {
            return question.Candidates.FirstOrDefault(date => date.From == said.From)
                ?? question.Candidates.FirstOrDefault(date => said.AllDay && date.From.Date == said.From.Date) ?? said;
        }

        return SpokenAnswer.ByWords(answer, [.. question.Candidates.Select(date => Line(date, talk))]) is { } at ? question.Candidates[at] : null;
    }

    private static string Line(SpokenDate date, Talk talk)
    {
        var often = SpokenRule.Of(date.RepeatRule, timesPerWeek: null, talk.Say);
        var when = talk.Times.When(date.From, date.AllDay);
        return often.Length > 0 ? $"{often}, {when}" : date.To is { } to && !date.AllDay ? $"{when}–{SpokenTime.Clock(to)}" : when;
    }
}
