using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Aimi.Data;

/// <summary>A statement in two words, for the name of its span: what it does to which table. <c>UPDATE conversations</c>, <c>SELECT events</c>.</summary>
internal static partial class SqlSummary
{
    // The program has few statements and says each again and again: the text is the same object.
    private static readonly ConditionalWeakTable<string, string> Known = [];

    /// <summary>One that writes is named by its first write, however much it reads before.</summary>
    public static string Of(string sql) => Known.GetValue(sql, Read);

    private static string Read(string sql) =>
        Write().Match(sql) is { Success: true } write ? $"{write.Groups["verb"].Value} {write.Groups["table"].Value}"
        : Select().Match(sql) is { Success: true } read ? $"SELECT {read.Groups["table"].Value}"
        : Verb().Match(sql).Value is { Length: > 0 } verb ? verb
        : "SQL";

    [GeneratedRegex("""\b(?<verb>INSERT|UPDATE|DELETE)(?: OR \w+)?(?: INTO| FROM)? "?(?<table>[a-z_]+)""", RegexOptions.NonBacktracking)]
    private static partial Regex Write();

    [GeneratedRegex("""\bFROM "?(?<table>[a-z_]+)""", RegexOptions.NonBacktracking)]
    private static partial Regex Select();

    [GeneratedRegex(@"\b[A-Z]{3,}\b", RegexOptions.NonBacktracking)]
    private static partial Regex Verb();
}
