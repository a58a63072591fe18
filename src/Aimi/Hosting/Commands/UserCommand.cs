using System.CommandLine;
using System.Globalization;
using System.Text;
using Aimi.Accounts;
using Aimi.Accounts.SignIn;
using Aimi.Data;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Hosting;

/// <summary><c>./aimi user</c>: the operator's way to make accounts and to mend those whose password is lost. It works on the database, beside a server that runs.</summary>
internal static class UserCommand
{
    private static readonly Argument<string> Email = new("EMAIL") { Description = Texts.Get("Help.Email") };

    public static Command Create(Func<ParseResult, Dictionary<string, string?>> overrides)
    {
        var name = new Option<string?>("--name") { Description = Texts.Get("Help.Name") };
        var zone = new Option<string?>("--timezone") { Description = Texts.Get("Help.Zone") };
        var locale = new Option<string?>("--locale") { Description = Texts.Get("Help.Locale") };
        var owner = new Option<bool>("--owner") { Description = Texts.Get("Help.Owner") };
        var add = new Command("add", Texts.Get("Help.user.add")) { Email, name, zone, locale, owner };
        add.SetAction((parsed, cancellationToken) => Run(
            overrides(parsed),
            services => Add(
                services,
                parsed.GetRequiredValue(Email),
                new Newcomer(parsed.GetValue(name)?.Trim(), parsed.GetValue(zone), parsed.GetValue(locale)),
                parsed.GetValue(owner),
                cancellationToken),
            cancellationToken));
        var password = new Command("password", Texts.Get("Help.user.password")) { Email };
        password.SetAction((parsed, cancellationToken) =>
            Run(overrides(parsed), services => ChangePassword(services, parsed.GetRequiredValue(Email), cancellationToken), cancellationToken));
        var list = new Command("list", Texts.Get("Help.user.list"));
        list.SetAction((parsed, cancellationToken) => Run(overrides(parsed), services => List(services, cancellationToken), cancellationToken));
        return new Command("user", Texts.Get("Help.user")) { add, password, list };
    }

    private static Task<int> Run(Dictionary<string, string?> overrides, Func<IServiceProvider, Task<int>> work, CancellationToken cancellationToken) =>
        CommandLine.WithProgram(overrides, async app =>
        {
            try
            {
                await app.Services.GetRequiredService<Migrator>().Migrate(cancellationToken);
                using var everybody = Acting.AsService();
                await using var scope = app.Services.CreateAsyncScope();
                return await work(scope.ServiceProvider);
            }
            catch (Exception failure) when (failure is DatabaseSetupException || ErrorHandling.IsDatabaseAway(failure))
            {
                return CommandLine.Say("User.Failed", 1, failure.Message);
            }
        });

    private static async Task<int> Add(IServiceProvider services, string address, Newcomer newcomer, bool asOwner, CancellationToken cancellationToken)
    {
        if (!EmailAddress.IsOne(address))
            return CommandLine.Say("User.BadEmail", 1);
        if (newcomer.Timezone is { } zone && !LocalTime.IsZone(zone))
            return CommandLine.Say("User.BadZone", 1);
        if (newcomer.Locale is not (null or "ru" or "en"))
            return CommandLine.Say("User.BadLocale", 1);
        if (AskPassword(address) is not { } password)
            return 1;

        var email = EmailAddress.Normalise(address);
        var identity = new ExternalIdentity(Identity.EmailProvider, email, email);
        var signIn = services.GetRequiredService<SignInService>();
        if (await signIn.Find(identity, cancellationToken) is not null)
            return CommandLine.Say("User.Exists", 1);
        if (!asOwner)
            await signIn.Create(identity, newcomer, password, cancellationToken);
        else if (await HasFreeOwner(services.GetRequiredService<AimiDbContext>(), cancellationToken))
            await signIn.Join(LocalOwner.Id, identity, password, cancellationToken);
        else
            return CommandLine.Say("User.NoOwner", 1);
        return CommandLine.Say("User.Added", 0, email);
    }

    private static async Task<int> ChangePassword(IServiceProvider services, string address, CancellationToken cancellationToken)
    {
        var identity = new ExternalIdentity(Identity.EmailProvider, EmailAddress.Normalise(address), Email: null);
        if (await services.GetRequiredService<SignInService>().Find(identity, cancellationToken) is not { } userId)
            return CommandLine.Say("User.Unknown", 1);
        if (AskPassword(address) is not { } password)
            return 1;

        await services.GetRequiredService<Passwords>().Set(userId, password, cancellationToken);
        await services.GetRequiredService<AuthSessions>().EndOthers(userId, but: null, cancellationToken);
        return CommandLine.Say("User.Changed", 0);
    }

    private static async Task<int> List(IServiceProvider services, CancellationToken cancellationToken)
    {
        var rows = await services.GetRequiredService<AimiDbContext>().Identities.AsNoTracking()
            .OrderBy(identity => identity.UserId).Select(identity => new { identity.UserId, identity.Provider, identity.Subject, identity.CreatedAt })
            .ToListAsync(cancellationToken);
        if (rows.Count == 0)
            return CommandLine.Say("User.None", 0);

        foreach (var row in rows)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row.UserId}  {row.CreatedAt:yyyy-MM-dd}  {row.Provider}  {row.Subject}"));
        return 0;
    }

    /// <summary>There is someone without accounts, whom no identity belongs to yet.</summary>
    private static async Task<bool> HasFreeOwner(AimiDbContext database, CancellationToken cancellationToken) =>
        await database.Users.AnyAsync(user => user.Id == LocalOwner.Id, cancellationToken)
        && !await database.Identities.AnyAsync(identity => identity.UserId == LocalOwner.Id, cancellationToken);

    /// <summary>Asked twice at a terminal, without showing it; else the first line of the input. Null where it does not do, which was said.</summary>
    private static string? AskPassword(string address)
    {
        string password;
        if (Console.IsInputRedirected)
        {
            password = Console.In.ReadLine() ?? string.Empty;
        }
        else
        {
            password = ReadHidden("User.Password");
            if (password != ReadHidden("User.Again"))
            {
                CommandLine.Say("User.NotTheSame", 1);
                return null;
            }
        }

        if (PasswordRules.Refusal(password, address) is not { } refusal)
            return password;

        CommandLine.Say("User.BadPassword", 1, refusal);
        return null;
    }

    private static string ReadHidden(string prompt)
    {
        Console.Write(Texts.Get(prompt));
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
                typed.Length = Math.Max(0, typed.Length - 1);
            else if (!char.IsControl(key.KeyChar))
                typed.Append(key.KeyChar);
        }

        Console.WriteLine();
        return typed.ToString();
    }
}
