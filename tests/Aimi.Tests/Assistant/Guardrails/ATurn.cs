using Aimi.Assistant;
using Aimi.Assistant.Context;
using Aimi.Assistant.Deeds;
using Aimi.Language;
using Microsoft.Extensions.DependencyInjection;

namespace Aimi.Tests.Assistant.Guardrails;

/// <summary>A turn of somebody without a database, for what only reads what was said.</summary>
internal static class ATurn
{
    public static OpenTurn With(string text, params string[] before) => Of(text, "ru", "Europe/Moscow", before);

    public static OpenTurn Of(string text, string locale, string zone, params string[] before)
    {
        var deeds = new TurnDeeds(new ServiceCollection().BuildServiceProvider().GetRequiredService<IServiceScopeFactory>());
        return new OpenTurn(Guid.CreateVersion7(), text, SpokenLanguage.Of(text, locale), new PersonNow("Аня", locale, zone, A.Now), Question: null, Pending: null, deeds)
        {
            BuildContext = () => Task.FromResult<PersonContext>(null!),
            Seq = 1,
            Said = before,
        };
    }
}
