using Aimi.Accounts;
using Aimi.Planning;
using Aimi.Tests.Providers;

namespace Aimi.Tests.Hosting.Stopping;

/// <summary>Reminders that are due at once: so many of a habit that nobody is reminded of otherwise.</summary>
internal sealed class DueReminders(TestDatabase database)
{
    private readonly Dictionary<Guid, Habit> _habits = [];
    private int _count;

    /// <summary>Settings of a person whom nothing is spared.</summary>
    public static UserSettings Settings(string webhook) =>
        new() { DailyCap = int.MaxValue, Webhook = new WebhookTarget(webhook, "whsec_" + Convert.ToBase64String(new byte[32])) };

    /// <summary>Adds one for each, through these channels in turn.</summary>
    public async Task Add(IEnumerable<User> people, params string[] channels)
    {
        var now = TimeProvider.System.GetUtcNow();
        var rows = new List<object>();
        foreach (var person in people)
        {
            if (!_habits.TryGetValue(person.Id, out var habit))
            {
                rows.Add(_habits[person.Id] = habit = A.Habit(person));
                habit.Active = false;
            }

            var number = _count++;
            rows.Add(A.Due(habit, now, channels[number % channels.Length], $"{number}", number));
        }

        await database.Save(rows);
    }
}
