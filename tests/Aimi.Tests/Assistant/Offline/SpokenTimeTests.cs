using System.Globalization;
using Aimi.Assistant.Offline;

namespace Aimi.Tests.Assistant.Offline;

/// <summary>Times and rules as people say them. It is Sunday, 15 March 2026, noon.</summary>
public class SpokenTimeTests
{
    private static readonly DateTime Now = new(2026, 3, 15, 12, 0, 0);

    [Theory]
    [InlineData("ru", "2026-03-15T18:30", "сегодня в 18:30")]
    [InlineData("ru", "2026-03-16T09:05", "завтра в 09:05")]
    [InlineData("ru", "2026-03-16", "завтра")]
    [InlineData("ru", "2026-03-14", "вчера")]
    [InlineData("ru", "2026-03-17T15:00", "во вторник, 17 марта, в 15:00")]
    [InlineData("ru", "2026-03-20", "в пятницу, 20 марта")]
    [InlineData("ru", "2027-06-01", "1 июня 2027 года")]
    [InlineData("ru", "2027-06-01T10:00", "1 июня 2027 года, в 10:00")]
    [InlineData("en", "2026-03-15T18:30", "today at 18:30")]
    [InlineData("en", "2026-03-16", "tomorrow")]
    [InlineData("en", "2026-03-20T15:00", "on Friday, 20 March, at 15:00")]
    [InlineData("en", "2027-06-01", "on 1 June 2027")]
    [InlineData("en", null, "")]
    public void A_time(string language, string? wire, string said) =>
        Assert.Equal(said, new SpokenTime(CultureInfo.GetCultureInfo(language), Now).When(wire));

    [Theory]
    [InlineData("ru", 0, "Сегодня, воскресенье, 15 марта")]
    [InlineData("ru", 1, "Завтра, понедельник, 16 марта")]
    [InlineData("ru", 3, "Среда, 18 марта")]
    [InlineData("en", 0, "Today, Sunday, 15 March")]
    [InlineData("en", 3, "Wednesday, 18 March")]
    public void The_heading_of_a_day(string language, int ahead, string said) =>
        Assert.Equal(said, new SpokenTime(CultureInfo.GetCultureInfo(language), Now).Heading(DateOnly.FromDateTime(Now).AddDays(ahead)));

    [Theory]
    [InlineData("2026-03-20", "2026-03-22", "с 20 по 22 марта", "from 20 to 22 March")]
    [InlineData("2026-03-30", "2026-04-02", "с 30 марта по 2 апреля", "from 30 March to 2 April")]
    [InlineData("2027-06-01", "2027-06-14", "с 1 по 14 июня 2027 года", "from 1 to 14 June 2027")]
    [InlineData("2026-12-28", "2027-01-08", "с 28 декабря 2026 года по 8 января 2027 года", "from 28 December 2026 to 8 January 2027")]
    [InlineData("2026-03-16T10:00", "2026-03-16T12:30", "завтра в 10:00–12:30", "tomorrow at 10:00–12:30")]
    [InlineData("2026-03-16T10:00", null, "завтра в 10:00", "tomorrow at 10:00")]
    [InlineData("2026-03-16", "2026-03-16", "завтра", "tomorrow")]
    [InlineData(null, null, "", "")]
    public void From_when_until_when(string? start, string? end, string russian, string english)
    {
        Assert.Equal(russian, new SpokenTime(CultureInfo.GetCultureInfo("ru"), Now).Span(start, end));
        Assert.Equal(english, new SpokenTime(CultureInfo.GetCultureInfo("en"), Now).Span(start, end));
    }

    [Theory]
    [InlineData("FREQ=DAILY", null, "каждый день", "every day")]
    [InlineData("FREQ=DAILY;INTERVAL=3", null, "раз в 3 дня", "every 3 days")]
    [InlineData("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", null, "по будням", "on weekdays")]
    [InlineData("FREQ=MINUTELY;INTERVAL=90", null, "регулярно", "regularly")]
    [InlineData(null, 3, "3 раза в неделю", "3 times a week")]
    [InlineData(null, 5, "5 раз в неделю", "5 times a week")]
    [InlineData(null, 1, "1 раз в неделю", "once a week")]
    [InlineData(null, null, "", "")]
    public void How_often(string? rule, int? timesPerWeek, string russian, string english)
    {
        Assert.Equal(russian, SpokenRule.Of(rule, timesPerWeek, new Sayings(CultureInfo.GetCultureInfo("ru"))));
        Assert.Equal(english, SpokenRule.Of(rule, timesPerWeek, new Sayings(CultureInfo.GetCultureInfo("en"))));
    }
}
