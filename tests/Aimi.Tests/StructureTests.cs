using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace Aimi.Tests;

/// <summary>The rules of the house that a compiler does not hold: who may know whom, and how files and classes are cut.</summary>
public partial class StructureTests
{
    /// <summary>What every feature may use: the infrastructure, and who speaks and what was said.</summary>
    private static readonly string[] Ground = ["Data", "Workers", "Realtime", "Hosting", "Language", "Messages", "Accounts"];

    /// <summary>The arrows between the features. What is not here is not allowed.</summary>
    private static readonly Dictionary<string, string[]> Arrows = new(StringComparer.Ordinal)
    {
        // It tells of everything in the form in which it is told elsewhere.
        ["Sync"] = [.. Ground, "Conversations", "Sessions", "Memory", "Planning", "Reminders"],
        ["Conversations"] = [.. Ground, "Assistant", "Sessions"],
        ["Assistant"] = [.. Ground, "Memory", "Graph", "Planning", "Reminders"],
        ["Sessions"] = [.. Ground, "Memory", "Graph"],
        ["Reminders"] = [.. Ground, "Planning"],
        ["Graph"] = [.. Ground, "Planning"],
        ["Memory"] = [.. Ground, "Planning"],
        ["Planning"] = Ground,
        ["Messages"] = ["Data", "Workers", "Realtime", "Hosting", "Accounts"],
        ["Accounts"] = ["Data", "Workers", "Realtime", "Hosting"],

        // A notification belongs to a person, the frames go through Redis.
        ["Realtime"] = ["Data", "Hosting", "Accounts"],
        ["Workers"] = ["Data", "Hosting"],

        // Words and their forms; it knows nobody.
        ["Language"] = [],

        // Every entity, and the stores that features own.
        ["Data"] = ["Accounts", "Messages", "Sessions", "Memory", "Graph", "Planning", "Reminders", "Realtime", "Assistant", "Sync"],
    };

    /// <summary>These put the program together.</summary>
    private static readonly string[] Composers = ["Hosting", "Program"];

    /// <summary>Arrows the other way that are right, each with its reason.</summary>
    private static readonly string[] Exceptions =
    [
        // A person is made together with the head of their conversation, in one transaction.
        "Accounts.LocalOwner knows Messages.Conversation",
        "Accounts.SignIn.SignInService knows Messages.Conversation",
    ];

    private static readonly Architecture House = new ArchLoader().LoadAssemblies(typeof(Program).Assembly).Build();

    /// <summary>Who uses whom, by the compiled code: signatures, bodies, attributes.</summary>
    private static readonly IReadOnlyList<(IType From, IType To)> Uses =
        [.. House.Types.Where(type => Space(type).StartsWith("Aimi", StringComparison.Ordinal))
            .SelectMany(type => type.Dependencies.Select(use => (From: type, To: use.Target))).Distinct()];

    [Fact]
    public void Features_know_each_other_along_the_arrows_only()
    {
        var breaches = Uses
            .Where(use => Space(use.To).StartsWith("Aimi", StringComparison.Ordinal))
            .Select(use => (From: Room(use.From), To: Room(use.To), What: $"{Name(use.From)} knows {Name(use.To)}"))
            .Where(use => use.From != use.To && !Composers.Contains(use.From) && !Arrows[use.From].Contains(use.To))
            .Select(use => use.What).ToList();
        None(breaches.Except(Exceptions));
        None(Exceptions.Except(breaches).Select(exception => $"An exception that is none any more: {exception}"));
    }

    [Theory]
    [InlineData("Npgsql")]
    [InlineData("Pgvector")]
    [InlineData("Microsoft.Data.Sqlite")]
    public void A_driver_is_known_to_Data_only(string driver)
    {
        var users = Uses.Where(use => Is(use.To, driver)).Select(use => use.From).Distinct().ToList();
        Assert.NotEmpty(users);
        None(users.Where(user => Room(user) != "Data").Select(Name));
    }

    [Fact]
    public void Redis_is_known_to_classes_that_are_named_so_only()
    {
        var users = Uses.Where(use => Is(use.To, "StackExchange.Redis")).Select(use => Outermost(use.From)).Distinct().ToList();
        Assert.NotEmpty(users);
        None(users.Where(user => !user.StartsWith("Redis", StringComparison.Ordinal)));
    }

    [Fact]
    public void No_type_bears_the_name_of_its_namespace() =>
        None(House.Types.Where(type => Space(type).Split('.').Contains(type.Name)).Select(Name));

    [Fact]
    public void No_source_file_is_longer_than_400_lines() =>
        None(Sources().Where(file => File.ReadLines(file).Count() > 400));

    /// <summary>Whoever asked and went away could not know whether it happened, and what is to be told after it would not be.</summary>
    [Fact]
    public void No_commit_can_be_cancelled() =>
        None(Sources().Where(file => Commit().Matches(File.ReadAllText(file)).Any(commit => commit.Groups["token"].Value != "CancellationToken.None")));

    [Fact]
    public void Every_namespace_is_its_folder()
    {
        var strays = Sources().Where(file =>
        {
            var folder = Path.GetRelativePath(Path.Combine(Checkout.Root, "src"), Path.GetDirectoryName(file)!).Replace('/', '.');
            var declared = Namespace().Match(File.ReadAllText(file)).Groups["name"].Value;

            // A folder in a feature's folder may be a namespace of its own or only sort its files; a program of statements has none.
            return declared != folder && declared.Length > 0 && !(folder.StartsWith(declared + ".", StringComparison.Ordinal) && Depth(declared) > Depth(Project(file)));
        });
        None(strays);
    }

    /// <summary>Names them all, and whole: xunit would cut them.</summary>
    private static void None(IEnumerable<string> breaches)
    {
        var all = breaches.Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }

    // A type parameter has none.
    private static string Space(IType type) => type.Namespace?.FullName ?? "";

    private static string Room(IType type) => Space(type).Split('.') is [_, var room, ..] ? room : "Program";

    private static string Name(IType type) => type.FullName["Aimi.".Length..];

    private static string Outermost(IType type) => type.FullName[(Space(type).Length + 1)..].Split('+', '/')[0];

    private static bool Is(IType type, string library) =>
        Space(type) == library || Space(type).StartsWith(library + ".", StringComparison.Ordinal);

    private static string Project(string file) => Path.GetRelativePath(Path.Combine(Checkout.Root, "src"), file).Split('/')[0];

    private static int Depth(string name) => name.Split('.').Length;

    /// <summary>What people write: not the migrations, nor what a build makes.</summary>
    private static List<string> Sources()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Checkout.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split('/').Any(folder => folder is "Migrations" or "obj" or "bin")).ToList();
        Assert.NotEmpty(files);
        return files;
    }

    [GeneratedRegex(@"\.Commit(Transaction)?Async\((?<token>[^)]*)\)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Commit();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+)", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Namespace();
}
