using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using Aimi.Accounts;
using Aimi.Accounts.Export;
using Aimi.Data;
using Aimi.Messages;
using Aimi.Reminders;
using Aimi.Sessions;
using Aimi.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Aimi.Tests.Accounts;

public sealed class ErasureOnSqliteTests(EmbeddedStack stack) : ErasureSuite(stack), IClassFixture<EmbeddedStack>
{
    protected override string EveryTable => "SELECT name AS \"Value\" FROM sqlite_master WHERE type = 'table'";
}

public sealed class ErasureOnServersTests(ServerStack stack) : ErasureSuite(stack), IClassFixture<ServerStack>
{
    protected override string EveryTable => "SELECT tablename::text AS \"Value\" FROM pg_tables WHERE schemaname = 'public'";

    [Fact]
    public async Task Sockets_on_other_replicas_close_too()
    {
        var person = await stack.Aimi.Person();
        await using var socket = await person.On(await stack.Replica()).Connect();
        Assert.Equal(System.Net.HttpStatusCode.NoContent, (await Delete(person)).StatusCode);
        Assert.Null(await socket.Next());
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, socket.Raw.CloseStatus);
    }
}

/// <summary>Everything of a person gone, everywhere.</summary>
public abstract class ErasureSuite(TestStack stack)
{
    private const string Mark = "канарейка-Шмяк";

    private static readonly string[] Words =
        ["text", "title", "content", "label", "note", "description", "summary", "last_summary", "name", "body", "display_name", "status_note", "device", "context"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected abstract string EveryTable { get; }

    [Fact]
    public async Task Nothing_is_left_of_a_person_in_database_cache_and_log_and_others_keep_all_they_have()
    {
        var logs = new Log();
        var aimi = await stack.Replica(services: services => services.AddSingleton<ILoggerProvider>(logs));
        var (me, other) = (A.User(Mark), A.User());
        await stack.Database.Save([.. LifeOf(me), .. LifeOf(other)]);
        await MarkAll(me.Id);
        var others = await RowsOf(other.Id);

        // What is said goes through cache, socket and turn, and leaves them something to forget.
        using var gate = aimi.Assistant.Gated($"Моё слово: {Mark}", Mark);
        gate.Let();
        var person = aimi.At(me.Id);
        await using var socket = await person.Connect();
        await person.Say($"Моё слово: {Mark}");
        Assert.NotEmpty(await Everything(me.Id));

        Assert.Equal(System.Net.HttpStatusCode.NoContent, (await Delete(person)).StatusCode);

        while (await socket.Next() is not null)
        {
            // What came before it closed.
        }

        Assert.Equal(WebSocketCloseStatus.PolicyViolation, socket.Raw.CloseStatus);
        Assert.Empty(await Everything(me.Id));
        Assert.Empty(await InRedis(me.Id));
        Assert.DoesNotContain(logs.Lines, line => Holds(line, me.Id));
        Assert.Equal(others, await RowsOf(other.Id));
        Assert.Null(await aimi.Services.GetRequiredService<People>().Find(me.Id, Cancel));
    }

    [Fact]
    public async Task A_reply_in_progress_is_stopped_and_brings_nothing_back()
    {
        var person = await stack.Aimi.Person();
        await using var socket = await person.Connect();
        using var gate = stack.Aimi.Assistant.Gated("Расскажи подробно", "Начало", "и конец");
        gate.Let();
        await socket.Send(new { type = "send", text = "Расскажи подробно", client_message_id = Guid.CreateVersion7() });
        await gate.Asked.WaitAsync(Patience.Longest, Cancel);

        Assert.Equal(System.Net.HttpStatusCode.NoContent, (await Delete(person)).StatusCode);
        Assert.Empty(await Everything(person.Id));
        Assert.Empty(await InRedis(person.Id));
    }

    [Fact]
    public async Task Who_is_outside_is_told_before_the_rows_go_and_keeps_nobody_from_going()
    {
        var eraser = new Eraser();
        var aimi = await stack.Replica(services: services => services.AddScoped<IPersonEraser>(provider =>
        {
            eraser.Database = provider.GetRequiredService<AimiDbContext>();
            return eraser;
        }));
        var person = await aimi.Person();
        Assert.Equal(System.Net.HttpStatusCode.NoContent, (await Delete(person)).StatusCode);
        Assert.True(eraser.Saw);
        Assert.Empty(await Everything(person.Id));
    }

    [Fact]
    public async Task The_owner_of_a_machine_is_a_new_one_at_once()
    {
        await using var aimi = await AimiProcess.Start(stack.Database, stack.Redis, asOwner: true);
        using var http = new HttpClient { BaseAddress = aimi.Address };
        await TestPerson.Json(await http.PatchAsJsonAsync("/me", new { display_name = Mark }, Cancel));
        Assert.Equal(System.Net.HttpStatusCode.NoContent, (await http.DeleteAsync("/me", Cancel)).StatusCode);

        var me = await TestPerson.Json(await http.GetAsync("/me", Cancel));
        Assert.Equal((LocalOwner.Id, ""), ((Guid)me["id"]!, (string?)me["display_name"]));
        await TestPerson.Json(await http.GetAsync("/chat/session", Cancel));
    }

    protected static Task<HttpResponseMessage> Delete(TestPerson person) => person.Http.DeleteAsync("/me", Cancel);

    private static bool Holds(string text, Guid userId) =>
        text.Contains(Mark, StringComparison.OrdinalIgnoreCase) || text.Contains(userId.ToString(), StringComparison.OrdinalIgnoreCase) || text.Contains(userId.ToString("N"), StringComparison.OrdinalIgnoreCase);

    /// <summary>With nothing in it that a worker would take up.</summary>
    private static List<object> LifeOf(User user)
    {
        var life = A.LifeOf(user).ToList();
        life.OfType<Reminder>().ToList().ForEach(reminder => reminder.Status = ReminderStatus.Sent);
        life.OfType<SessionSummary>().Single().Status = SummaryStatus.Done;
        life.OfType<Conversation>().Single().LastSeq = 2;
        return life;
    }

    /// <summary>Writes the mark wherever a person's words stand.</summary>
    private async Task MarkAll(Guid userId)
    {
        await using var context = stack.Database.Open();
        foreach (var table in context.Model.GetEntityTypes().Where(table => table.GetTableName() is not null && table.FindProperty("UserId") is not null))
        {
            foreach (var column in table.GetProperties().Where(property => property.ClrType == typeof(string) && Words.Contains(property.GetColumnName(), StringComparer.Ordinal)))
            {
#pragma warning disable EF1002 // Names of the model.
                await context.Database.ExecuteSqlRawAsync($"UPDATE {table.GetTableName()} SET \"{column.GetColumnName()}\" = {{0}} WHERE user_id = {{1}}", [Mark, userId], Cancel);
#pragma warning restore EF1002
            }
        }
    }

    private async Task<SortedDictionary<string, int>> RowsOf(Guid userId)
    {
        await using var context = stack.Database.Open();
        var rows = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var table in AccountExport.Tables(context.Model))
            rows[table.GetTableName()!] = await ExportedTable.Of(table).Write(context, userId, Stream.Null, Cancel);
        return rows;
    }

    /// <summary>Every row of every table that is there, of the model or not, which holds the mark or the person's id.</summary>
    private async Task<List<string>> Everything(Guid userId)
    {
        await using var context = stack.Database.Open();

        // As the login, who sees all: what is asked beside EF Core does not say itself for whom it is.
        await context.Database.OpenConnectionAsync(Cancel);
        var tables = await context.Database.SqlQueryRaw<string>(EveryTable).ToListAsync(Cancel);
        if (context.Database.IsNpgsql())
            await Run("RESET ROLE");
        var found = new List<string>();
        foreach (var table in tables)
        {
            await using var command = context.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"SELECT * FROM \"{table}\"";
            await using var rows = await command.ExecuteReaderAsync(Cancel);
            while (await rows.ReadAsync(Cancel))
            {
                var row = string.Join('|', Enumerable.Range(0, rows.FieldCount).Select(column => rows.GetValue(column) is byte[] bytes ? Encoding.UTF8.GetString(bytes) : $"{rows.GetValue(column)}"));
                if (Holds(row, userId))
                    found.Add($"{table}: {row}");
            }
        }

        if (context.Database.IsNpgsql())
            await Run("SET ROLE aimi_person");
        return found;

        async Task Run(string sql)
        {
            await using var command = context.Database.GetDbConnection().CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync(Cancel);
        }
    }

    /// <summary>Keys that name the person, or hold the mark.</summary>
    private async Task<List<string>> InRedis(Guid userId)
    {
        if (stack.Redis is not { } address)
            return [];

        await using var redis = await ConnectionMultiplexer.ConnectAsync(address);
        var found = new List<string>();
        await foreach (var key in redis.GetServers()[0].KeysAsync().WithCancellation(Cancel))
        {
            var database = redis.GetDatabase();
            var value = await database.KeyTypeAsync(key) switch
            {
                RedisType.List => string.Join('|', await database.ListRangeAsync(key)),
                RedisType.Hash => string.Join('|', await database.HashGetAllAsync(key)),
                RedisType.String => (string?)await database.StringGetAsync(key),
                _ => "",
            };
            if (Holds($"{key}|{value}", userId))
                found.Add($"{key}: {value}");
        }

        return found;
    }

    /// <summary>Looks whether the person is still there, and then fails.</summary>
    private sealed class Eraser : IPersonEraser
    {
        public AimiDbContext Database { get; set; } = null!;

        public bool Saw { get; private set; }

        public async Task Erase(Guid userId, CancellationToken cancellationToken)
        {
            Saw = await Database.Users.AnyAsync(user => user.Id == userId, cancellationToken);
            throw new InvalidOperationException("Outside nobody answers.");
        }
    }

    private sealed class Log : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{eventId} {formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
