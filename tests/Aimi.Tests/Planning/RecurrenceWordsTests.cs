using System.Globalization;
using Aimi.Planning;

namespace Aimi.Tests.Planning;

public class RecurrenceWordsTests
{
    [Theory]
    [InlineData("FREQ=DAILY", "every day", "каждый день")]
    [InlineData("FREQ=DAILY;INTERVAL=2", "every 2 days", "раз в 2 дня")]
    [InlineData("FREQ=DAILY;INTERVAL=11", "every 11 days", "раз в 11 дней")]
    [InlineData("FREQ=DAILY;INTERVAL=21", "every 21 days", "раз в 21 день")]
    [InlineData("FREQ=HOURLY;INTERVAL=3", "every 3 hours", "раз в 3 часа")]
    [InlineData("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "on weekdays", "по будням")]
    [InlineData("FREQ=WEEKLY;BYDAY=SU,SA", "on weekends", "по выходным")]
    [InlineData("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", "every day", "каждый день")]
    [InlineData("FREQ=WEEKLY;BYDAY=FR,MO,WE", "on Mondays, Wednesdays and Fridays", "по понедельникам, средам и пятницам")]
    [InlineData("FREQ=WEEKLY;INTERVAL=2;WKST=MO;BYDAY=TU", "every 2 weeks on Tuesdays", "раз в 2 недели, по вторникам")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=15", "every month on day 15", "каждый месяц, 15-го числа")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=-1", "every month on the last day", "каждый месяц, в последний день")]
    [InlineData("FREQ=MONTHLY;BYDAY=1WE", "every month on the first Wednesday", "каждый месяц, в 1-ю среду")]
    [InlineData("FREQ=MONTHLY;BYDAY=-1SU", "every month on the last Sunday", "каждый месяц, в последнее воскресенье")]
    [InlineData("FREQ=MONTHLY;BYDAY=2TU", "every month on the second Tuesday", "каждый месяц, во 2-й вторник")]
    [InlineData("FREQ=MONTHLY;BYDAY=1FR,3FR,-1TU", "every month on the first Friday, on the third Friday and on the last Tuesday", "каждый месяц, в 1-ю пятницу, в 3-ю пятницу и в последний вторник")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=1,15", "every month on days 1 and 15", "каждый месяц, 1-го и 15-го числа")]
    [InlineData("FREQ=DAILY;BYHOUR=9,11,13,15;BYMINUTE=0", "every day, every 2 hours from 9:00 to 15:00", "каждый день, раз в 2 часа с 9:00 до 15:00")]
    [InlineData("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=9,10;BYMINUTE=0,30", "on weekdays, every 30 minutes from 9:00 to 10:30", "по будням, раз в 30 минут с 9:00 до 10:30")]
    [InlineData("FREQ=DAILY;BYHOUR=8,20;BYMINUTE=0", "every day at 8:00 and 20:00", "каждый день в 8:00 и 20:00")]
    [InlineData("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "every year on 29 February", "каждый год, 29 февраля")]
    [InlineData("FREQ=WEEKLY;COUNT=5", "every week, 5 times", "каждую неделю, 5 раз")]
    [InlineData("FREQ=DAILY;UNTIL=20260601T205959Z", "every day, until 1 June 2026", "каждый день, до 1 июня 2026 года")]
    public void A_simple_rule_is_said_as_people_say_it(string rule, string english, string russian)
    {
        Assert.Equal(english, RecurrenceWords.Of(rule, CultureInfo.GetCultureInfo("en")));
        Assert.Equal(russian, RecurrenceWords.Of(rule, CultureInfo.GetCultureInfo("ru")));
    }

    [Theory]
    [InlineData("FREQ=DAILY;BYHOUR=8,20")]
    [InlineData("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1")]
    [InlineData("FREQ=MONTHLY;BYDAY=MO")]
    [InlineData("FREQ=MONTHLY;BYDAY=-2MO")]
    [InlineData("FREQ=DAILY;INTERVAL=2;BYDAY=MO")]
    [InlineData("FREQ=WEEKLY;BYDAY=1MO")]
    [InlineData("FREQ=WEEKLY;BYDAY=MO,MO")]
    [InlineData("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")]
    [InlineData("FREQ=MINUTELY")]
    [InlineData("FREQ=DAILY;INTERVAL=0")]
    [InlineData("FREQ=DAILY;FREQ=DAILY")]
    [InlineData("every day")]
    [InlineData("")]
    public void Of_any_other_nothing_is_said_rather_than_half(string rule) => Assert.Null(RecurrenceWords.Of(rule, CultureInfo.GetCultureInfo("en")));
}
