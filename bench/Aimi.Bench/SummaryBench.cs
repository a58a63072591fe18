using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Aimi.Data;
using Aimi.Hosting;
using Aimi.Messages;
using Aimi.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Bench;

/// <summary><c>summaries</c>: how many sessions a second are summarised, with their facts, vectors, portrait and graph, by one process. On PostgreSQL and on SQLite.</summary>
internal static class SummaryBench
{
    private static readonly Option<int> Sessions = new("--sessions") { Description = "Sessions of 20 messages that wait.", DefaultValueFactory = _ => 2000 };
    private static readonly Option<int> Persons = new("--people") { Description = "Whose they are.", DefaultValueFactory = _ => 200 };
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    // What a person says in a session: some of it worth remembering, each session a little different.
    private static readonly string[] Said =
    [
        "Привет!", "Сегодня опять бегала в парке, {0} километров", "Меня зовут Марина, я живу в Казани", "Хочу выучить испанский к лету, уже {0} урок", "Немного устала, если честно",
        "У меня аллергия на орехи", "Сестру зовут Ольга, она приезжала на {0} дня", "Работаю врачом в поликлинике номер {0}", "Как лучше высыпаться?", "Завтра позвоню маме",
    ];

    public static Command Command()
    {
        var command = new Command("summaries", "Sessions summarised a second, by one process.") { Sessions, Persons, Backends.PostgresOption, Backends.RedisOption };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var backends = await Backends.Create(parsed);
            await Run("PostgreSQL", [new("Database", backends.Postgres), new("Redis", backends.Redis)], parsed, cancellationToken);
            await Run("SQLite", [], parsed, cancellationToken);
        });
        return command;
    }

    private static async Task Run(string name, KeyValuePair<string, string?>[] settings, ParseResult parsed, CancellationToken cancellationToken)
    {
        var data = Directory.CreateTempSubdirectory("aimi-bench-");
        try
        {
            await using var app = Program.Build([.. settings, new("Port", "0"), new("Data", data.FullName), new("Logging:LogLevel:Default", "Error")]);
            await app.StartAsync(cancellationToken);
            await app.Services.GetRequiredService<Readiness>().Ready;
            var database = app.Services.GetRequiredService<IDbContextFactory<AimiDbContext>>();
            var count = parsed.GetValue(Sessions);
            await Fill(database, count, parsed.GetValue(Persons), cancellationToken);

            var begun = Stopwatch.GetTimestamp();
            await Release(database, cancellationToken);
            while (await Waiting(database, cancellationToken) > 0)
                await Task.Delay(LookAgain, cancellationToken);
            var took = Stopwatch.GetElapsedTime(begun);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {count} sessions of 20 messages in {took.TotalSeconds:F1} s, {count / took.TotalSeconds:F0} a second"));
            await app.StopAsync(cancellationToken);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    /// <summary>Sessions that ended, held back from the worker until all are there.</summary>
    private static async Task Fill(IDbContextFactory<AimiDbContext> database, int sessions, int people, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow();
        for (var person = 0; person < people; person++)
        {
            await using var context = await database.CreateDbContextAsync(cancellationToken);
            var user = new Accounts.User { Id = Guid.CreateVersion7(), DisplayName = "", Timezone = "Europe/Moscow", Locale = "ru", CreatedAt = now, UpdatedAt = now };
            var head = new Conversation { UserId = user.Id };
            context.AddRange(user, head);
            for (var session = 0; session < sessions / people; session++)
                Add(context, head, now.AddDays(session - 400), session);
            await context.SaveChangesAsync(cancellationToken);
        }
    }

    private static void Add(AimiDbContext context, Conversation head, DateTimeOffset at, int number)
    {
        var id = Guid.CreateVersion7(at);
        for (var line = 0; line < 20; line++)
        {
            context.ChatMessages.Add(new ChatMessage
            {
                UserId = head.UserId,
                Id = Guid.CreateVersion7(at),
                SessionId = id,
                Seq = ++head.LastSeq,
                Role = line % 2 == 0 ? MessageRole.User : MessageRole.Assistant,
                Text = line % 2 == 0 ? string.Format(CultureInfo.InvariantCulture, Said[line / 2], number) : "Поняла и сохранила.",
                OccurredAt = at.AddSeconds(line),
            });
        }

        context.SessionSummaries.Add(new SessionSummary
        {
            UserId = head.UserId,
            Id = id,
            SessionId = id,
            Reason = SessionEndReason.Command,
            Status = SummaryStatus.Failed,
            StartedAt = at,
            EndedAt = at.AddSeconds(20),
            MessageCount = 20,
            CreatedAt = at,
            UpdatedAt = at,
        });
    }

    private static async Task Release(IDbContextFactory<AimiDbContext> database, CancellationToken cancellationToken)
    {
        await using var context = await database.CreateDbContextAsync(cancellationToken);
        await context.SessionSummaries.ExecuteUpdateAsync(session => session.SetProperty(row => row.Status, SummaryStatus.Pending), cancellationToken);
    }

    private static async Task<int> Waiting(IDbContextFactory<AimiDbContext> database, CancellationToken cancellationToken)
    {
        await using var context = await database.CreateDbContextAsync(cancellationToken);
        return await context.SessionSummaries.CountAsync(session => session.Status != SummaryStatus.Done, cancellationToken);
    }
}
