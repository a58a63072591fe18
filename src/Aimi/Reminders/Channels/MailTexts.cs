using System.Globalization;
using System.Resources;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Aimi.Accounts;

namespace Aimi.Reminders.Channels;

/// <summary>The words around a reminder in a mail and of the page that ends mails, from <c>Mail.resx</c>, in one of the two languages.</summary>
internal sealed class MailTexts
{
    // With its space: by it mail programs know that a signature follows.
    private const string SignatureLine = "-- ";
    private const string Style = "body { font: 16px/1.5 sans-serif; max-width: 36em; margin: 2em auto; padding: 0 1em }";

    // Letters of all scripts as they are: half the bytes, and readable in the source.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
    private static readonly ResourceManager Resources = new("Aimi.Reminders.Channels.Mail", typeof(MailTexts).Assembly);
    private static readonly MailTexts Russian = new("ru");
    private static readonly MailTexts English = new("en");

    private readonly CultureInfo _culture;

    private MailTexts(string language) => _culture = CultureInfo.GetCultureInfo(language);

    public string Language => _culture.Name;

    public static MailTexts Of(User person) => person.Locale.StartsWith("ru", StringComparison.OrdinalIgnoreCase) ? Russian : English;

    public string Plain(ReminderText text, Uri? unsubscribe) =>
        $"""
        {text.Title}

        {text.Body}

        {SignatureLine}
        {this["Footer"]}
        {(unsubscribe is null ? this["Stop.Settings"] : $"{this["Stop.Link"]}: {unsubscribe.AbsoluteUri}")}

        """;

    public string Html(ReminderText text, Uri? unsubscribe) => Document(
        text.Title,
        $"""
        <h1>{Encode(text.Title)}</h1>
        <p>{Encode(text.Body).Replace("&#xA;", "<br>", StringComparison.Ordinal)}</p>
        <hr>
        <p><small>{Encode(this["Footer"])}
        {(unsubscribe is null ? Encode(this["Stop.Settings"]) : $"""<a href="{Encode(unsubscribe.AbsoluteUri)}">{Encode(this["Stop.Link"])}</a>.""")}</small></p>
        """);

    /// <summary>The page that a link in a mail leads to.</summary>
    /// <param name="withButton">It sends the same address once more, by POST.</param>
    public string Page(string text, bool withButton) => Document(
        this["Page.Title"],
        $"""
        <h1>{Encode(this[text])}</h1>
        {(withButton ? $"""<form method="post"><button>{Encode(this["Page.Button"])}</button></form>""" : "")}
        """);

    private string this[string key] => Resources.GetString(key, _culture) ?? throw new MissingManifestResourceException(key);

    private string Document(string title, string body) =>
        $"""
        <!DOCTYPE html>
        <html lang="{Language}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Encode(title)}</title>
        <style>{Style}</style>
        </head>
        <body>
        {body}
        </body>
        </html>

        """;

    private static string Encode(string text) => Encoder.Encode(text.ReplaceLineEndings("\n"));
}
