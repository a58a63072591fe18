using Microsoft.Extensions.Logging.Console;

namespace Aimi.Hosting.Telemetry;

/// <summary>The log goes to the console, which whoever runs the process collects, and nowhere else: there it is written without a word that a person wrote.</summary>
internal static class Logs
{
    /// <summary>
    /// Below a warning these write addresses with what stands in their path and query, values that do not fit their parameter, the paths of others' servers, and what a model is
    /// asked: no level brings that back.
    /// </summary>
    private static readonly string[] Talkative =
    [
        "Microsoft.AspNetCore.Hosting.Diagnostics",
        "Microsoft.AspNetCore.Http.RequestDelegate",
        "Microsoft.AspNetCore.Routing",
        "Microsoft.AspNetCore.Server.Kestrel.BadRequests",
        "Microsoft.AspNetCore.StaticFiles",
        "System.Net.Http",
        "OpenAI",
        "Anthropic",
    ];

    public static ILoggingBuilder AddLogs(this ILoggingBuilder logging, LogFormat format)
    {
        logging.ClearProviders().AddConsole();
        logging.AddConsoleFormatter<JsonLog, ConsoleFormatterOptions>().AddConsoleFormatter<TextLog, ConsoleFormatterOptions>();
        logging.Services.PostConfigure<ConsoleLoggerOptions>(console => console.FormatterName = format == LogFormat.Json ? JsonLog.FormatterName : TextLog.FormatterName);
        logging.Services.PostConfigure<LoggerFilterOptions>(levels =>
        {
            // Of two rules for one category the one behind wins, and one for a provider over one for all.
            foreach (var category in Talkative)
                levels.Rules.Add(new LoggerFilterRule(typeof(ConsoleLoggerProvider).FullName, category, LogLevel.Warning, filter: null));
        });
        return logging;
    }
}
