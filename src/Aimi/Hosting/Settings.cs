using System.Reflection;
using Aimi.Assistant;
using Aimi.Messages;
using Aimi.Sessions;

namespace Aimi.Hosting;

/// <summary>Every setting that there is, by its key; <c>AIMI__</c> before it and <c>__</c> for the colon make the variable.</summary>
public static class Settings
{
    /// <summary><c>Database</c>, <c>Sessions:Timeout</c>, …</summary>
    public static readonly IReadOnlyList<string> Names =
    [
        .. Of<ServerOptions>(section: null),
        .. Of<LlmOptions>(section: null),
        .. Of<ChatSessionOptions>(ChatSessionOptions.Section),
        .. Of<SessionCacheOptions>(SessionCacheOptions.Section),
    ];

    private static IEnumerable<string> Of<T>(string? section) =>
        typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite)
            .Select(property => section is null ? property.Name : $"{section}:{property.Name}");
}
