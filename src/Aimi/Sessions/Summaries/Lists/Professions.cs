using System.Collections.Frozen;
using Aimi.Language;

namespace Aimi.Sessions.Summaries;

/// <summary>What people are by trade, by stem, so that any form is known.</summary>
internal static class Professions
{
    private static readonly FrozenSet<string> FirstForms = WordList.Of("""
        врач доктор медсестра медбрат фельдшер стоматолог хирург педиатр терапевт психолог психотерапевт психиатр ветеринар фармацевт акушер массажист учитель
        учительница преподаватель преподавательница воспитатель воспитательница репетитор логопед педагог тренер инструктор библиотекарь инженер программист
        программистка разработчик разработчица айтишник айтишница тестировщик тестировщица аналитик админ сисадмин дизайнер архитектор верстальщик девопс
        бухгалтер экономист юрист адвокат нотариус менеджер менеджерка маркетолог маркетологиня рекрутер кадровик логист продавец продавцом продавщица кассир риелтор
        риэлтор аудитор директор предприниматель предпринимательница бизнесмен секретарь администратор редактор журналист журналистка писатель писательница
        переводчик переводчица копирайтер блогер художник художница музыкант актер актриса певец певица фотограф режиссер оператор иллюстратор повар кондитер
        пекарь бармен бариста официант официантка парикмахер косметолог швея портной мастер визажист флорист водитель таксист дальнобойщик курьер механик
        слесарь сварщик электрик сантехник строитель плотник столяр токарь грузчик охранник полицейский военный пожарный спасатель летчик пилот стюардесса
        моряк машинист фермер агроном биолог химик физик математик ученый историк филолог лингвист геолог эколог студент студентка школьник школьница аспирант
        аспирантка пенсионер пенсионерка домохозяйка безработный безработная фрилансер фрилансерша продюсер продакт социолог
        doctor nurse dentist surgeon paediatrician pediatrician therapist psychologist psychiatrist vet veterinarian pharmacist midwife paramedic
        physiotherapist teacher professor lecturer tutor coach instructor librarian nanny engineer programmer developer coder tester analyst admin designer
        architect scientist accountant economist lawyer attorney solicitor manager marketer recruiter salesman saleswoman cashier realtor auditor consultant
        banker broker director entrepreneur businessman secretary administrator editor journalist writer author translator copywriter blogger artist musician
        actor actress singer photographer illustrator producer dancer cook chef baker bartender barista waiter waitress hairdresser barber tailor driver
        courier mechanic welder electrician plumber builder carpenter policeman officer soldier firefighter pilot sailor farmer biologist chemist physicist
        mathematician historian linguist researcher geologist student pensioner housewife unemployed freelancer retired freelance
        """);

    private static readonly FrozenSet<string> Stemmed = FirstForms.Select(Stems.Of).ToFrozenSet(StringComparer.Ordinal);

    public static bool IsFirstForm(Token word) =>
        FirstForms.Contains(word.Text) || (word.Text.Contains('-', StringComparison.Ordinal) && Array.Exists(word.Text.Split('-'), FirstForms.Contains));

    /// <summary>Whether it is a trade, also with another joined to it (<c>инженер-строитель</c>).</summary>
    public static bool Contains(Token word) =>
        Stemmed.Contains(word.Stem) || (word.Text.Contains('-', StringComparison.Ordinal) && Array.Exists(word.Text.Split('-'), part => Stemmed.Contains(Stems.Of(part))));
}
