using System.Globalization;
using Aimi.Language;
using Aimi.Planning.DatesInWords;

namespace Aimi.Tests.Planning.DatesInWords;

/// <summary>Hours by another clock than the person's, and what their region makes of a date. Now is Friday, 16 January 2026, 12:00.</summary>
public sealed class OtherZonesTests
{
    private static readonly DateTime Now = new(2026, 1, 16, 12, 0, 0);

    [Theory]
    [InlineData("call at 3pm EST", "at 2026-01-16T21:00")]
    [InlineData("call tomorrow at 5pm ET", "at 2026-01-17T23:00")]
    [InlineData("demo tomorrow 9-11am Pacific time", "range 2026-01-17T18:00..2026-01-17T20:00")]
    [InlineData("sync on Monday at 10:00 London time", "at 2026-01-19T11:00")]
    [InlineData("report by 6pm UTC", "by 2026-01-16T19:00")]
    [InlineData("созвон завтра в 15:00 по мск", "at 2026-01-17T13:00")]
    [InlineData("созвон с 10 до 12 по Москве", "range 2026-01-17T08:00..2026-01-17T10:00")]
    [InlineData("встреча в понедельник в 10 по новосибирскому времени", "at 2026-01-19T04:00")]
    [InlineData("встреча в понедельник в 10 по местному времени", "at 2026-01-19T10:00")]
    public void An_hour_of_another_zone_is_turned_into_the_person_s(string text, string expected) =>
        Assert.Equal(Meaning.Normal(expected), Meaning.Of(Read(text, "Europe/Berlin")));

    [Fact]
    public void The_day_is_the_person_s_where_it_is_another_there()
    {
        // Four in the morning in Berlin, ten in the evening of the day before in New York.
        var reading = DateReader.Read("call tomorrow at 3pm ET", Now.Date.AddHours(4), CultureInfo.GetCultureInfo("en"), "Europe/Berlin");
        Assert.Equal("at 2026-01-17T21:00", Meaning.Of(reading));
    }

    [Theory]
    [InlineData("call at 3pm EST", null)]
    [InlineData("call on July 10 at 3pm EST", "Europe/Berlin")]
    [InlineData("call at 3pm IST", "Europe/Berlin")]
    [InlineData("call at 3pm Springfield time", "Europe/Berlin")]
    [InlineData("call every Thursday at 3pm EST", "Europe/Berlin")]
    [InlineData("созвон в 15 по тьмутараканскому времени", "Europe/Berlin")]
    public void What_it_would_be_here_is_asked_where_nobody_can_say(string text, string? zone) => Assert.NotNull(Read(text, zone).Question);

    [Theory]
    [InlineData("en-US", "day 2026-03-04")]
    [InlineData("en-GB", "day 2026-04-03")]
    [InlineData("en", "ask")]
    public void A_region_tells_the_order_of_a_date(string culture, string expected) =>
        Assert.Equal(expected, Meaning.Of(DateReader.Read("dentist on 3/4", Now, CultureInfo.GetCultureInfo(culture))));

    [Theory]
    [InlineData("en-US", "day 2026-05-10")]
    [InlineData("en-GB", "day 2026-03-15")]
    [InlineData("en-SE", "none")]
    public void A_region_tells_the_day_of_a_feast(string culture, string expected) =>
        Assert.Equal(expected, Meaning.Of(DateReader.Read("flowers for mother's day", Now, CultureInfo.GetCultureInfo(culture))));

    [Theory]
    [InlineData("call him on 3/4", "en-GB", "en-GB")]
    [InlineData("call him on 3/4", "en", "en")]
    [InlineData("call him on 3/4", "en-", "en")]
    [InlineData("call him on 3/4", "en-Nowhere-At-All", "en")]
    [InlineData("call him on 3/4", "ru-RU", "en")]
    [InlineData("позвони ему 3/4", "en-GB", "ru")]
    public void The_region_is_that_of_the_person_s_locale(string text, string locale, string culture) => Assert.Equal(culture, SpokenLanguage.Of(text, locale).Name);

    private static DateReading Read(string text, string? zone) =>
        DateReader.Read(text, Now, CultureInfo.GetCultureInfo(text.Any(letter => letter >= 'а') ? "ru" : "en"), zone);
}
