using System.CommandLine;
using Aimi.Cli.Connection;

namespace Aimi.Cli;

/// <summary>The options of every command: where Aimi is, and in which language to speak.</summary>
internal sealed class ClientOptions
{
    public const string DefaultServer = "http://127.0.0.1:8080";
    private const string TokenVariable = "AIMI_TOKEN";

    private readonly Phrases _phrases;

    public ClientOptions(Phrases phrases)
    {
        _phrases = phrases;
        Server = new Option<string>("--server") { Description = phrases[Phrase.ServerOption], DefaultValueFactory = _ => DefaultServer };
        Server.Validators.Add(result =>
        {
            if (Address(result.GetValueOrDefault<string>()) is null)
            {
                result.AddError(phrases[Phrase.BadServer]);
            }
        });
        Language = new Option<string?>("--lang") { Description = phrases[Phrase.LanguageOption] };
        Language.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is not ("ru" or "en"))
            {
                result.AddError(phrases[Phrase.BadLanguage]);
            }
        });
    }

    public Option<string> Server { get; }

    public Option<string?> Language { get; }

    public ChatServer ServerOf(ParseResult parsed) =>
        new(Address(parsed.GetRequiredValue(Server))!, Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 } token ? token : null);

    public Phrases PhrasesOf(ParseResult parsed) =>
        parsed.GetValue(Language) is { } asked ? new Phrases(Phrases.Choose(asked, Environment.GetEnvironmentVariable)) : _phrases;

    private static Uri? Address(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : null;
}
