namespace Aimi.Sessions.Summaries;

/// <summary>
/// What a fact is asked by, whatever it says itself: "где я живу?" finds "Место жительства — Пермь". In both languages, so that a question in the other finds it, too.
/// Indexed with the fact, not shown.
/// </summary>
internal static class SlotWords
{
    private static readonly (string Slot, string Words)[] Slots =
    [
        ("name", "зовут имя name called"),
        ("age", "лет возраст age old"),
        ("birthday", "день рождения родился birthday born"),
        ("family", "семья family"),
        ("work:profession", "работает работа кем профессия works job profession"),
        ("work:study", "учится учёба studies study"),
        ("work", "работает работа где works job work company"),
        ("hometown", "родом откуда родился from hometown born"),
        ("home", "живёт жить дом город место жительства lives live home city"),
        ("health", "здоровье болезнь аллергия health condition allergic"),
        ("diet", "ест есть еда питание eats eat food diet"),
        ("taste", "любит нравится вкус likes like loves favourite"),
        ("habit", "привычка регулярно habit regularly"),
        ("plan", "план цель хочет собирается plan goal wants"),
        ("decision", "решение решил decision decided"),
    ];

    /// <summary>Null where nothing more can be said of a subject than its fact does.</summary>
    public static string? Of(string? subject) =>
        subject is null ? null : Array.Find(Slots, slot => subject == slot.Slot || subject.StartsWith(slot.Slot + ":", StringComparison.Ordinal)).Words;
}
