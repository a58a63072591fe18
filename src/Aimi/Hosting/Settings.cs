using System.Collections;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Aimi.Accounts;
using Aimi.Accounts.SignIn.Apple;
using Aimi.Accounts.SignIn.OpenIdConnect;
using Aimi.Assistant.Context;
using Aimi.Assistant.Guardrails.Moderation;
using Aimi.Assistant.Llm;
using Aimi.Hosting.Telemetry;
using Aimi.Memory.Embeddings;
using Aimi.Messages;
using Aimi.Reminders.Channels;
using Aimi.Reminders.Push;
using Aimi.Sessions;

namespace Aimi.Hosting;

/// <summary>Every setting that there is, by its key; <c>AIMI__</c> before it and <c>__</c> for the colon make the variable.</summary>
public static class Settings
{
    public const string Prefix = "AIMI__";

    internal static readonly IReadOnlyList<(Type Options, string? Section)> Groups =
    [
        (typeof(ServerOptions), null),
        (typeof(AccountOptions), AccountOptions.Section),
        (typeof(AppleOptions), AppleOptions.Section),
        (typeof(OpenIdConnectOptions), OpenIdConnectOptions.Section),
        (typeof(TelemetryOptions), TelemetryOptions.Section),
        (typeof(LlmOptions), null),
        (typeof(PromptOptions), null),
        (typeof(ModerationOptions), null),
        (typeof(EmbeddingOptions), null),
        (typeof(ChatSessionOptions), ChatSessionOptions.Section),
        (typeof(SessionCacheOptions), SessionCacheOptions.Section),
        (typeof(EmailOptions), EmailOptions.Section),
        (typeof(WebhookOptions), WebhookOptions.Section),
        (typeof(ApnsOptions), ApnsOptions.Section),
        (typeof(WebPushOptions), WebPushOptions.Section),
    ];

    /// <summary><c>Database</c>, <c>Sessions:Timeout</c>, …</summary>
    public static readonly IReadOnlyList<string> Names = [.. Groups.SelectMany(group => Of(group.Options).Select(property => Key(group.Section, property)))];

    /// <summary>By its key, what each entry of a list can have.</summary>
    private static readonly Dictionary<string, string[]> Lists = Groups
        .SelectMany(group => Of(group.Options).Where(IsList).Select(property => (Key: Key(group.Section, property), Entry: property.PropertyType.GetGenericArguments()[1])))
        .ToDictionary(list => list.Key, list => Of(list.Entry).Select(property => property.Name).ToArray(), StringComparer.OrdinalIgnoreCase);

    /// <summary><c>Sessions:Timeout</c> → <c>AIMI__Sessions__Timeout</c>.</summary>
    public static string Variable(string name) => Prefix + name.Replace(":", "__", StringComparison.Ordinal);

    /// <summary>Whether there is a setting of that name.</summary>
    public static bool IsKnown(string name) => Like(name).Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The names that one could be meant to be: of a list, with the entry that it names.</summary>
    public static IEnumerable<string> Like(string name)
    {
        var parts = name.Split(':');
        return parts.Length > 2 && string.Join(':', parts[..^2]) is var list && Lists.TryGetValue(list, out var entry)
            ? entry.Select(member => $"{list}:{parts[^2]}:{member}")
            : Names;
    }

    /// <summary>All that is wrong with the settings, each with how to mend it; empty where they are right.</summary>
    public static IReadOnlyList<string> Problems(IConfiguration settings)
    {
        var each = Groups.SelectMany(group => Problems(group.Options, group.Section, settings)).Concat(LogLevels.Problems(settings)).ToList();
        return
        [
            .. each.Count > 0 ? each : Together(settings),
            .. UnknownSetting.In(settings).Where(unknown => unknown.IsRefused).Select(unknown => Texts.Get("Settings.Unknown", unknown.Name, unknown.Nearest)),
        ];
    }

    /// <summary>What is wrong with settings that are right each by itself.</summary>
    private static IEnumerable<string> Together(IConfiguration settings)
    {
        var (server, accounts, providers) = (new ServerOptions(), new AccountOptions(), new OpenIdConnectOptions());
        settings.Bind(server);
        settings.GetSection(AccountOptions.Section).Bind(accounts);
        settings.GetSection(OpenIdConnectOptions.Section).Bind(providers);
        return new[] { ListenGuard.Refusal(server, accounts), providers.Refusal(server) }.OfType<string>();
    }

    private static List<string> Problems(Type type, string? section, IConfiguration settings)
    {
        var unreadable = Of(type)
            .Where(property => !IsReadable(property.PropertyType, settings[Key(section, property)]))
            .Select(property => Key(section, property))
            .ToList();

        // Without them the others can be read.
        IConfiguration readable = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.AsEnumerable().Where(setting => !unreadable.Contains(setting.Key, StringComparer.OrdinalIgnoreCase)))
            .Build();
        var options = Activator.CreateInstance(type)!;
        (section is null ? readable : readable.GetSection(section)).Bind(options);
        var context = new ValidationContext(options);
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, context, results, validateAllProperties: true);

        // The framework asks the object itself only where no attribute objects; a person wants to hear all at once.
        if (options is IValidatableObject itself)
            results.AddRange(itself.Validate(context).Where(result => !results.Exists(known => known.ErrorMessage == result.ErrorMessage)));
        return
        [
            .. unreadable.Select(name => Texts.Get("Settings.Unreadable", Variable(name), Texts.Get($"Setting.{name}"))),
            .. results.Select(result => result.ErrorMessage!),
        ];
    }

    private static bool IsReadable(Type type, string? value) =>
        string.IsNullOrEmpty(value) || (type.IsEnum ? Enum.TryParse(type, value, ignoreCase: true, out _) : TypeDescriptor.GetConverter(type).IsValid(value));

    private static IEnumerable<PropertyInfo> Of(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite || IsList(property));

    private static bool IsList(PropertyInfo property) => typeof(IDictionary).IsAssignableFrom(property.PropertyType);

    private static string Key(string? section, PropertyInfo property) => section is null ? property.Name : $"{section}:{property.Name}";
}
