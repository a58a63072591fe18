using System.Collections.Frozen;
using Aimi.Language;

namespace Aimi.Sessions.Summaries;

/// <summary>Where people work, when it has no name of its own, by stem.</summary>
internal static class Workplaces
{
    private static readonly FrozenSet<string> Stemmed = WordList.Split("""
        школа лицей гимназия детсад сад садик университет вуз институт академия колледж больница госпиталь поликлиника клиника аптека лаборатория стоматология
        банк завод фабрика магазин супермаркет склад кафе ресторан бар кофейня пекарня библиотека музей театр кинотеатр редакция издательство типография
        агентство фирма компания корпорация стартап салон студия бюро аэропорт гостиница отель суд прокуратура полиция мэрия министерство администрация
        налоговая такси фриланс продажи логистика строительство нефтянка айти it
        реклама маркетинг бухгалтерия нии шахта ферма пвз
        school kindergarten university college academy hospital clinic pharmacy lab laboratory bank factory plant shop store supermarket warehouse cafe
        restaurant bar bakery library museum theatre theater agency firm company corporation startup salon studio airport hotel court police ministry
        government farm marketing finance sales logistics advertising insurance hospice ngo charity nonprofit newspaper magazine
        """).Select(word => Stems.Of(word)).ToFrozenSet(StringComparer.Ordinal);

    public static bool Contains(Token word) => Stemmed.Contains(word.Stem);
}
