using Aimi.Reminders;
using Aimi.Tests.Infrastructure;

namespace Aimi.Tests.Reminders;

public sealed class HeardReminderOnEmbedded(EmbeddedStack stack) : HeardReminderSuite(stack), IClassFixture<EmbeddedStack>;

public sealed class HeardReminderOnServers(ServerStack stack) : HeardReminderSuite(stack), IClassFixture<ServerStack>;

/// <summary>The whole program: what is due is heard over the socket, without a word from the person.</summary>
public abstract class HeardReminderSuite(TestStack stack)
{
    [Fact]
    public async Task What_is_due_is_heard_over_the_socket_and_stands_in_the_history()
    {
        var person = await stack.Aimi.Person();
        await using var socket = await person.Connect();
        var now = TimeProvider.System.GetUtcNow();
        var habit = A.Habit(new Aimi.Accounts.User { Id = person.Id, DisplayName = "", Timezone = "", Locale = "", CreatedAt = now, UpdatedAt = now });
        habit.Active = false;
        await stack.Database.Save(habit, Due(habit, "notification", now), Due(habit, "assistant_message", now));

        var notification = (await socket.Await("notification"))["notification"]!;
        Assert.Equal(("reminder", "Слова", "habit", habit.Id), ((string?)notification["kind"], (string?)notification["title"], (string?)notification["entity_type"], (Guid)notification["entity_id"]!));
        await using var again = await person.Connect();
        await stack.Database.Save(Due(habit, "assistant_message", now.AddSeconds(-1)));
        var message = (await again.Await("message"))["message"]!;
        Assert.Equal("assistant", (string?)message["role"]);
        Assert.Equal(habit.Id, (Guid)message["metadata"]!["entity"]!["entity_id"]!);

        var history = await person.History();
        Assert.Contains(history, said => (Guid)said["message_id"]! == (Guid)message["message_id"]!);
        var reply = await person.Say("Спасибо");
        Assert.Equal((string?)message["session_id"], (string?)reply["session_id"]);
    }

    private static Reminder Due(Aimi.Planning.Habit habit, string channel, DateTimeOffset at)
    {
        var id = Guid.CreateVersion7(at);
        return new Reminder
        {
            UserId = habit.UserId,
            Id = id,
            Kind = ReminderKind.Habit,
            HabitId = habit.Id,
            OccurrenceAt = at,
            TriggerAt = at,
            Offset = TimeSpan.Zero,
            Channel = channel,
            DedupeKey = id.ToString("N"),
            Payload = new ReminderPayload { Title = "Слова" },
            CreatedAt = at,
            UpdatedAt = at,
        };
    }
}
