using Aimi.Accounts;
using Aimi.Data;
using Aimi.Messages;
using Aimi.Planning;
using Aimi.Reminders;
using Aimi.Tests.Providers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Aimi.Tests.Reminders;

/// <summary>A process that dispatches reminders, on a database and a clock of the test, with one channel outside that answers as the test says.</summary>
internal sealed class Queue(TestDatabase database) : IAsyncDisposable
{
    private readonly List<ServiceProvider> _processes = [];

    public ScriptedChannel Outside { get; } = new();

    public FakeTimeProvider Time => database.Time;

    public DateTimeOffset Now => Time.GetUtcNow();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The queue is everybody's: a test begins with an empty one, at noon of a new day in Moscow.</summary>
    public async Task<Queue> Empty()
    {
        var noon = Now.UtcDateTime.Date + TimeSpan.FromHours(9);
        Time.SetUtcNow(new DateTimeOffset(noon < Now.UtcDateTime ? noon.AddDays(1) : noon, TimeSpan.Zero));
        await using var context = database.Open();
        await context.Reminders.ExecuteDeleteAsync(Stop);
        await context.Users.ExecuteDeleteAsync(Stop);
        return this;
    }

    public ServiceProvider Process(Action<IServiceCollection>? customise = null)
    {
        var process = TestDatabase.CreateServices(database.ConnectionString, database.DataFolder, Time, services =>
        {
            services.AddSingleton<IReminderChannel>(Outside);
            customise?.Invoke(services);
        });
        _processes.Add(process);
        return process;
    }

    public async Task<User> Person(UserSettings? settings = null)
    {
        var person = A.User();
        person.Settings = settings ?? new UserSettings();
        await database.Save(person, new Conversation { UserId = person.Id });
        return person;
    }

    public async Task<Reminder> Add(
        User person, DateTimeOffset? trigger = null, DateTimeOffset? at = null, string channel = "log", PlannedEvent? planned = null,
        ReminderPayload? payload = null, ReminderKind kind = ReminderKind.Event)
    {
        var occurrence = at ?? Now.AddHours(2);
        if (planned is null && kind is ReminderKind.Event or ReminderKind.Feedback)
        {
            planned = A.Event(person, occurrence);
            await database.Save(planned);
        }

        var id = Guid.CreateVersion7(Now);
        var reminder = new Reminder
        {
            UserId = person.Id,
            Id = id,
            Kind = kind,
            EventId = planned?.Id,
            OccurrenceAt = occurrence,
            TriggerAt = trigger ?? Now,
            Offset = occurrence - (trigger ?? Now),
            Channel = channel,
            DedupeKey = id.ToString("N"),
            Payload = payload ?? new ReminderPayload { Title = "Урок" },
            CreatedAt = Now,
            UpdatedAt = Now,
        };
        await database.Save(reminder);
        return reminder;
    }

    /// <summary>Ticks of all workers until none has more to do.</summary>
    public async Task Drain(IServiceProvider? process = null)
    {
        process ??= _processes.Count > 0 ? _processes[0] : Process();
        while (await Tick<ReminderDispatcher>(process) | await Tick<OutsideDispatcher>(process) | await Tick<FeedbackWorker>(process))
        {
        }
    }

    /// <param name="stopping">Of a process that stops while the test goes on.</param>
    public static async Task<bool> Tick<T>(IServiceProvider process, CancellationToken? stopping = null)
        where T : Aimi.Workers.IWorker
    {
        await using var scope = process.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<T>().RunOnce(stopping ?? Stop);
    }

    public async Task<Reminder> Find(Reminder reminder) =>
        await Read(context => context.Reminders.AsNoTracking().SingleAsync(row => row.UserId == reminder.UserId && row.Id == reminder.Id, Stop));

    public Task<List<ReminderLog>> Log(Reminder reminder) => Read(context => context.ReminderLogs.AsNoTracking()
        .Where(row => row.UserId == reminder.UserId && row.ReminderId == reminder.Id).OrderBy(row => row.Attempt).ToListAsync(Stop));

    public async Task<T> Read<T>(Func<AimiDbContext, Task<T>> query)
    {
        await using var context = database.Open();
        return await query(context);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
            await process.DisposeAsync();
    }
}

/// <summary>A receiver outside, which answers as a test says.</summary>
internal sealed class ScriptedChannel : IReminderChannel
{
    private readonly Lock _gate = new();
    private readonly List<ReminderDelivery> _received = [];

    public string Name => "outside";

    public bool Reached { get; set; } = true;

    public Func<ReminderDelivery, CancellationToken, Task<DeliveryResult>> Answer { get; set; } = (_, _) => Task.FromResult(DeliveryResult.Delivered("r-1", "200"));

    /// <summary>Called where a worker asks whether the person is reached: inside its transaction.</summary>
    public Action Asked { get; set; } = () => { };

    public IReadOnlyList<ReminderDelivery> Received
    {
        get
        {
            lock (_gate)
                return [.. _received];
        }
    }

    public bool Reaches(User person)
    {
        Asked();
        return Reached;
    }

    public Task<DeliveryResult> Send(ReminderDelivery delivery, CancellationToken cancellationToken)
    {
        lock (_gate)
            _received.Add(delivery);
        return Answer(delivery, cancellationToken);
    }
}
