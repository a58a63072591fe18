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
        await stack.Database.Save(habit, A.Due(habit, now, "notification", "Слова"), A.Due(habit, now, "assistant_message", "Слова"));

        var notification = (await socket.Await("notification"))["notification"]!;
        Assert.Equal(("reminder", "Слова", "habit", habit.Id), ((string?)notification["kind"], (string?)notification["title"], (string?)notification["entity_type"], (Guid)notification["entity_id"]!));
        await using var again = await person.Connect();
        await stack.Database.Save(A.Due(habit, now.AddSeconds(-1), "assistant_message", "Слова"));
        var message = (await again.Await("message"))["message"]!;
        Assert.Equal("assistant", (string?)message["role"]);
        Assert.Equal(habit.Id, (Guid)message["metadata"]!["entity"]!["entity_id"]!);

        var history = await person.History();
        Assert.Contains(history, said => (Guid)said["message_id"]! == (Guid)message["message_id"]!);
        var reply = await person.Say("Спасибо");
        Assert.Equal((string?)message["session_id"], (string?)reply["session_id"]);
    }

    [Fact]
    public async Task Who_was_not_there_finds_it_and_talks_about_it_when_they_come()
    {
        var person = await stack.Aimi.Person();
        var now = TimeProvider.System.GetUtcNow();
        var habit = A.Habit(new Aimi.Accounts.User { Id = person.Id, DisplayName = "", Timezone = "", Locale = "", CreatedAt = now, UpdatedAt = now });
        habit.Active = false;
        await person.Say("Начнём");
        await stack.Database.Save(habit, A.Due(habit, now, "assistant_message", "Слова"));
        string? told = null;
        await Patience.Until(async () => (told = (string?)(await person.History()).LastOrDefault(said => said["metadata"]?["entity"] is not null)?["text"]) is not null);

        await person.Say("Что ты сказала?");

        var prompt = stack.Aimi.Assistant.Prompts["Что ты сказала?"].Select(said => said.Text).ToList();
        Assert.Equal(1, prompt.Count(said => said == told));
        Assert.True(prompt.IndexOf("Начнём") < prompt.IndexOf(told!));
    }
}
