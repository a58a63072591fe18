using System.Text.RegularExpressions;

namespace Aimi.Assistant.Offline.Answers;

/// <summary>What people say by the way, and ask without a question mark.</summary>
internal static partial class Remarks
{
    private const RegexOptions Loose = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    /// <summary>It is a question by its first word.</summary>
    public static bool Asks(string text) => Question().IsMatch(text);

    /// <summary>The text that answers it; null where it is nothing of the kind.</summary>
    public static string? KeyOf(string text) =>
        Unsure().IsMatch(text) ? "NoRush"
        : Laughter().IsMatch(text) ? "Laugh"
        : Fine().IsMatch(text) ? "Fine"
        : Parting().IsMatch(text) ? "Farewell"
        : Back().IsMatch(text) ? "Welcome"
        : Heavy().IsMatch(text) ? "Comfort"
        : Missed().IsMatch(text) ? "Skipped"
        : Fact().IsMatch(text) ? "Noted"
        : Order().IsMatch(text) ? "NotUnderstood"
        : null;

    [GeneratedRegex(@"^(а |ну |и |слушай |and |so |but )*(что (ты|вы|мне|нам|у|по|за|это|такое|делать|если|по?советуешь|с|не|будет)|как|где|кто|когда|какой|какая|какие|какое|каким|какую|кого|кому|чем|сколько|почему|зачем|чей|откуда|куда|можешь ли|посоветуй|any advice|"
        + @"what|what.?s|whats|where|when|who|which|how|why|whose|do you|can you|are you|will you|should i|is it|is there|are there)\b", Loose)]
    private static partial Regex Question();

    [GeneratedRegex(@"^(хз|не знаю|без понятия|фиг знает|кто знает|idk|dunno|no idea|not sure|i don.?t know)[.! ]*$", Loose)]
    private static partial Regex Unsure();

    [GeneratedRegex(@"^((ха|ах|хи|хе){2,}[ахие]*|л+о+л+|ржу|смешно|lo+l|lmao|rofl|ha(ha)+|funny|haha.*|\)+|😂+|😄+)[.!) ]*$", Loose)]
    private static partial Regex Laughter();

    [GeneratedRegex(@"^(ну |ладно |да |ну и |ok |okay |well )*(норм|нормально|проехали|ясно|понятно|поняла?|ладно|лан|проехали уже|k|kk|got it|i see|whatever|meh|fine|cool|nice)[,.! ]*(проехали|забудем|забей)?[.! ]*$", Loose)]
    private static partial Regex Fine();

    [GeneratedRegex(@"^(ну |вс[её],? |ладно,? |ок,? |спасибо,? |я |ok |alright |well )*(до (завтра|вечера|утра|понедельника|вторника|среды|четверга|пятницы|субботы|воскресенья)|(иду |пошла? |пора )?спать|споки( ноки)?|спокойной( ночи)?|ушла?|"
        + @"(i.?m )?(off|going) to (bed|sleep)|nighty? ?night|gn|gotta (run|go)|later)[.! ]*$", Loose)]
    private static partial Regex Parting();

    [GeneratedRegex(@"^(я |ну |и )*(вернул(ся|ась)|снова (тут|здесь|с тобой)|я (тут|здесь))[.! ]*$|^(i.?m |and i.?m )?(back|back again|here again)[.! ]*$", Loose)]
    private static partial Regex Back();

    [GeneratedRegex(@"\b(ничего не (успеваю|хочу|получается)|не (успеваю ничего|хочу ничего)|всё плохо|все плохо|нет сил|can.?t (keep up|cope|do this)|(don.?t|do not) (want to|wanna) do anything|no energy|fed up|everything sucks|hate (everything|my life)|life sucks)\b", Loose)]
    private static partial Regex Heavy();

    [GeneratedRegex(@"^(я )?(сегодня |вчера |опять |снова )*(пропустила?|проспала?|забила? на|не сделала?|не успела?)\b|^(i )?(skipped|missed|overslept)\b", Loose)]
    private static partial Regex Missed();

    [GeneratedRegex(@"^(я|мы) (сейчас |теперь |больше не |не |давно |тоже )?(живу|работаю|учусь|люблю|обожаю|ненавижу|родил|ем|пью|предпочитаю|замужем|женат|умею|играю)|^(мо[йяию]|моего|у меня( есть)?|у не[её]|у него|у них) .*(зовут|живет|живёт|любит|работает|учится|есть|брат|сестра|муж|жена|сын|дочь|кот|кошка|собака|аллергия|день рождения)|"
        + @"^мою? .*зовут|^(i|we) (live|work|study|like|love|hate|prefer|was born|grew up|am allergic|play|don.?t (eat|drink|like|work))\b|^my .*\b(is|are|lives|likes|loves|hates|works|was)\b", Loose)]
    private static partial Regex Fact();

    [GeneratedRegex(@"^(а |ну |и |please |пожалуйста )*(сделай|сделайте|возобнови|поставь|отключи|включи|выключи|измени|расскажи|говори|мотивируй|покажи|открой|найди|посчитай|переведи|напиши|реши|пошли|отправь|позвони|закажи|купи|спой|пошути|удали|убери|верни|останови|приостанови|"
        + @"make|tell|give|show|turn|put|set|pause|resume|stop|motivate|write|sing|translate|calculate|send|order|open|play|find|search|call|text|switch)\b", Loose)]
    private static partial Regex Order();
}
