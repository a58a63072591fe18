using System.Collections.Concurrent;
using System.Diagnostics;
using Aimi.Accounts;
using Aimi.Assistant.Context;
using Aimi.Graph;
using Aimi.Memory;
using Aimi.Planning;
using Aimi.Tests.Graph;
using Aimi.Tests.Providers;
using Microsoft.Extensions.DependencyInjection;

namespace Aimi.Tests.Assistant.Context;

public sealed class ContextBuilderOnPostgresTests(PostgresDatabase database) : ContextBuilderSuite(database), IClassFixture<PostgresDatabase>
{
    [Fact]
    public async Task All_of_it_takes_two_round_trips()
    {
        var (me, goal) = await Busy();
        await Build(me, "чай");
        var name = new Npgsql.NpgsqlConnectionStringBuilder(Database.ConnectionString).Database;
        var trips = new ConcurrentQueue<string>();
        using var reading = new Activity("reading");
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = trip =>
            {
                if (trip.TraceId == reading.TraceId && trip.TagObjects.Any(tag => tag.Value as string == name))
                    trips.Enqueue(trip.DisplayName);
            },
        };
        ActivitySource.AddActivityListener(listener);

        reading.Start();
        var context = await Build(me, "чай");
        reading.Stop();

        Assert.Equal(goal.Id, Assert.Single(context.Neighbours).GoalId);
        Assert.Single(context.Recalled);
        Assert.Equal(2, trips.Count);
    }
}

public sealed class ContextBuilderOnSqliteTests(SqliteDatabase database) : ContextBuilderSuite(database), IClassFixture<SqliteDatabase>;

/// <summary>What Aimi knows when she answers; it is 15 March 2026, a Sunday, noon in Moscow.</summary>
public abstract class ContextBuilderSuite(TestDatabase database) : GraphTest(database)
{
    [Fact]
    public async Task Of_whom_nothing_is_known_there_is_the_name_the_time_and_the_zone()
    {
        var context = await Build(await Person(), "Привет");

        Assert.Equal(("Аня", "ru", "Europe/Moscow", A.Now), (context.Now.Name, context.Now.Locale, context.Now.Timezone, context.Now.LocalTime));
        Assert.Equal(12, context.Now.LocalTime.Hour);
        Assert.Equal((0, 0, 0, 0, 0, 0, 0), (
            context.Goals.Count, context.Habits.Count, context.Overdue.Count, context.Ahead.Count, context.Open.Count, context.Neighbours.Count, context.Recalled.Count));
    }

    [Fact]
    public async Task What_is_another_persons_is_in_nobody_elses_context()
    {
        var (other, _) = await Busy();
        var me = await Person();
        var context = await Build(me, "чай");

        Assert.Equal((0, 0, 0, 0, 0, 0, 0, 0), (
            context.Portrait.Traits.Count, context.Goals.Count, context.Habits.Count, context.Overdue.Count, context.Ahead.Count, context.Open.Count, context.Neighbours.Count,
            context.Recalled.Count));
        Assert.NotEmpty((await Build(other, "чай")).Goals);
    }

    [Fact]
    public async Task Who_has_no_name_in_their_account_is_called_as_they_said()
    {
        var me = A.User(name: "");
        var portrait = A.State(me);
        portrait.Traits = [new Trait("name", "Зовут Марина", 1)];
        await Database.Save(me, portrait);
        Assert.Equal("Марина", (await Build(me, "Привет")).Now.Name);
    }

    [Fact]
    public async Task Goals_in_focus_go_first_and_say_which_messages_speak_of_them()
    {
        var me = await Person();
        var (minor, main, busyWith, reached) = (A.Goal(me), A.Goal(me), A.Goal(me), A.Goal(me));
        (minor.Priority, main.Priority, busyWith.Priority, reached.Status) = (1, 5, 2, GoalStatus.Completed);
        (busyWith.Progress, busyWith.TargetDate) = (0.35, new DateOnly(2026, 6, 1));
        var state = A.State(me, busyWith);
        state.StatusNote = "идёт хорошо";
        var portrait = A.State(me);
        portrait.FocusGoals = [new FocusGoal(busyWith.Id, 0.9, A.Now, [3, 4]), new FocusGoal(reached.Id, 0.5)];
        await Database.Save(minor, main, busyWith, reached, state, portrait);

        var context = await Build(me, "Привет");

        Assert.Equal([busyWith.Id, main.Id, minor.Id], context.Goals.Select(goal => goal.GoalId));
        Assert.Equal(
            ("Выучить испанский", 0.35, (DateOnly?)new DateOnly(2026, 6, 1), "идёт хорошо", true),
            (context.Goals[0].Title, context.Goals[0].Progress, context.Goals[0].TargetDate, context.Goals[0].StatusNote, context.Goals[0].InFocus));
        Assert.False(context.Goals[1].InFocus);
        Assert.Equal($"goal:{busyWith.Id.ToString("N")[^8..]} #3 #4", ContextSource.Of(context.Goals[0]).ToString());
    }

    [Fact]
    public async Task Habits_stand_as_they_do_today()
    {
        var me = await Person();
        var (open, kept, weekly, paused, given) = (A.Habit(me), A.Habit(me), A.Habit(me), A.Habit(me), A.Habit(me));
        (weekly.Frequency, given.Active) = ("FREQ=WEEKLY;BYDAY=MO", false);
        await Database.Save(
            open, kept, weekly, paused, given, A.Pause(me, paused),
            A.CheckIn(me, open, new DateOnly(2026, 3, 13)), A.CheckIn(me, open, new DateOnly(2026, 3, 14)),
            A.CheckIn(me, kept, new DateOnly(2026, 3, 15)));

        var habits = (await Build(me, "Привет")).Habits;

        Assert.Equal([open.Id, kept.Id, .. new[] { weekly.Id, paused.Id }.Order()], habits.Select(habit => habit.HabitId));
        Assert.Equal((true, 2), (habits[0].IsOpen, habits[0].Streaks.Current));
        Assert.Equal((false, true, 1), (habits[1].IsOpen, habits[1].Streaks.CheckedInToday, habits[1].Streaks.Current));
        Assert.Equal((false, false), (Of(weekly).DueToday, Of(weekly).Paused));
        Assert.True(Of(paused).Paused);

        Streaks Of(Habit habit) => habits.Single(one => one.HabitId == habit.Id).Streaks;
    }

    [Fact]
    public async Task The_day_of_habits_begins_when_the_persons_does()
    {
        var me = A.User();
        (me.Timezone, me.Settings) = ("America/New_York", new UserSettings { DayStartHour = 6 });
        var habit = A.Habit(me);

        // It is five in the morning there: still Saturday.
        await Database.Save(me, habit, A.CheckIn(me, habit, new DateOnly(2026, 3, 14)));
        Assert.False(Assert.Single((await Build(me, "Привет")).Habits).IsOpen);
    }

    [Fact]
    public async Task Plans_are_overdue_or_ahead_or_wait_for_a_word()
    {
        var me = await Person();
        var (late, later, longAgo, soon, far) = (
            A.Task(me, A.Now.AddDays(-3)), A.Task(me, A.Now.AddHours(-1)), A.Task(me, A.Now.AddDays(-40)), A.Task(me, A.Now.AddHours(2)), A.Event(me, A.Now.AddDays(15)));
        var wholeDay = A.Task(me, new DateTimeOffset(2026, 3, 15, 0, 0, 0, TimeSpan.FromHours(3)).ToUniversalTime());
        wholeDay.AllDay = true;
        var (goesOn, over, done) = (
            A.Event(me, A.Now.AddHours(-1), TimeSpan.FromHours(2)), A.Event(me, A.Now.AddHours(-2), TimeSpan.FromHours(1)), A.Event(me, status: EventStatus.Completed));
        var (asked, proposed) = (A.Event(me, A.Now.AddDays(-1), status: EventStatus.AwaitingFeedback), A.Event(me, A.Now.AddDays(40), status: EventStatus.PendingConfirmation));
        await Database.Save(late, later, longAgo, soon, far, wholeDay, goesOn, over, done, asked, proposed);

        var context = await Build(me, "Привет");

        Assert.Equal([later.Id, late.Id], context.Overdue.Select(task => task.Event.Id));
        Assert.Equal([wholeDay.Id, goesOn.Id, soon.Id], context.Ahead.Select(plan => plan.Event.Id));
        Assert.Equal(
            [(OpenMatterKind.HowItWent, (Guid?)asked.Id), (OpenMatterKind.ToConfirm, proposed.Id)], context.Open.Select(matter => (matter.Kind, matter.Source.Id)));
    }

    [Fact]
    public async Task A_series_comes_when_it_comes_but_for_what_is_different()
    {
        var me = await Person();
        var daily = A.Event(me, A.Now.AddDays(-100));
        daily.RepeatRule = "FREQ=DAILY";
        var wall = new DateTime(2026, 3, 16, 12, 0, 0);
        var (skipped, moved, asked) = (Different(0), Different(1), Different(-2));
        skipped.Status = EventStatus.Cancelled;
        moved.StartAt = A.Now.AddDays(2).AddHours(5);
        asked.Status = EventStatus.AwaitingFeedback;
        await Database.Save(daily, skipped, moved, asked);

        var context = await Build(me, "Привет");

        Assert.Equal([A.Now, A.Now.AddDays(2).AddHours(5), A.Now.AddDays(3)], context.Ahead.Take(3).Select(plan => plan.Anchor));
        Assert.Equal((OpenMatterKind.HowItWent, (DateTimeOffset?)A.Now.AddDays(-1)), (Assert.Single(context.Open).Kind, context.Open[0].OccurrenceAt));
        Assert.All(context.Ahead, plan => Assert.True(plan.Anchor < A.Now.AddDays(14)));

        EventOccurrence Different(int days) => new()
        {
            UserId = me.Id,
            Id = Guid.CreateVersion7(),
            EventId = daily.Id,
            WallTime = wall.AddDays(days),
            CreatedAt = A.Now,
            UpdatedAt = A.Now,
        };
    }

    [Fact]
    public async Task What_is_pending_is_asked_about_after_plans_and_questions_before_what_was_agreed()
    {
        var me = await Person();
        var session = Guid.CreateVersion7();
        var portrait = A.State(me);
        portrait.LastSummary = "Говорили об испанском";
        portrait.LastSummarySessionId = session;
        portrait.PendingActions =
        [
            new PendingAction("open_question", "Как учить слова?", null, null, A.Now.AddDays(-2), session, [7]),
            new PendingAction("follow_up", "Прислать список книг", null, null, A.Now.AddDays(-1), session, [9]),
        ];
        await Database.Save(portrait);

        var context = await Build(me, "Привет");

        Assert.Equal([OpenMatterKind.Question, OpenMatterKind.Agreed], context.Open.Select(matter => matter.Kind));
        Assert.Equal(("Как учить слова?", $"session:{session.ToString("N")[^8..]} #7"), (context.Open[0].Text, context.Open[0].Source.ToString()));
        Assert.Equal(("Говорили об испанском", session), (context.Portrait.LastSummary, ContextSource.OfSummary(context.Portrait).Id));
    }

    [Fact]
    public async Task Next_to_a_goal_in_focus_stand_habits_events_people_places_and_topics_the_closest_first()
    {
        var now = Database.Time.GetUtcNow();
        var (me, other) = (await Person(), await Person());
        var (goal, elsewhere) = (A.Goal(me), A.Goal(me));
        var part = A.Goal(me, partOf: goal);
        var (habit, planned, done) = (A.Habit(me, goal), A.Event(me, goal: goal), A.Event(me, goal: goal, status: EventStatus.Completed));
        var (memory, portrait) = (A.Memory(me), A.State(me));
        portrait.FocusGoals = [new FocusGoal(goal.Id, 1)];
        await Database.Save(goal, elsewhere, part, habit, planned, done, memory, portrait, A.Link(me, NodeType.Memory, memory.Id, NodeType.Goal, goal.Id));
        await Apply(me, now.AddDays(-30), Goal(goal.Id, 0, null, 1), new ContextMention(NodeType.Person, "катя", "Катя", "teacher", [1]), Name(NodeType.Place, "Школа", 5));
        await Apply(me, now, Goal(elsewhere.Id, 0, null, 9), Name(NodeType.Topic, "кино", 9));
        await Apply(other, now, Name(NodeType.Topic, "чужое", 1));

        var near = (await Build(me, "Привет")).Neighbours;

        Assert.Equal(
            [("10 слов в день", "serves", 1), ("Урок", "serves", 1), ("Катя", "mentioned_with", 0.15), ("Школа", "mentioned_with", 0.05)],
            near.OrderByDescending(one => one.Weight).ThenBy(one => one.Label, StringComparer.Ordinal).Select(one => (one.Label, one.Relation, Math.Round(one.Weight, 9))));
        Assert.Equal(near.OrderByDescending(one => one.Weight), near);
        Assert.Equal(("teacher", NodeType.Person, goal.Id), (near[2].PersonsRelation, near[2].Type, near[2].GoalId));
        Assert.Equal([1L], near[2].Seqs);
        Assert.Equal(planned.Id, near.Single(one => one.Type == NodeType.Event).Id);
    }

    [Fact]
    public async Task What_is_remembered_about_the_message_is_recalled_with_its_messages()
    {
        var (me, _) = await Busy();
        var context = await Build(me, "Какой чай заварить?");
        Assert.Equal("Любит зелёный чай", Assert.Single(context.Recalled).Memory.Content);
        Assert.EndsWith(" #2 #5", ContextSource.Of(context.Recalled[0]).ToString(), StringComparison.Ordinal);
        Assert.Empty((await Build(me, "Привет")).Recalled);
    }

    /// <summary>A person of whom something of every kind is known.</summary>
    protected async Task<(User Me, Goal Goal)> Busy()
    {
        var me = A.User();
        var goal = A.Goal(me);
        var topic = A.Node(me);
        var portrait = A.State(me);
        portrait.FocusGoals = [new FocusGoal(goal.Id, 1)];
        portrait.Traits = [new Trait("taste:tea", "Любит зелёный чай", 0.5, Guid.CreateVersion7(), [2])];
        portrait.RecentMood = [new MoodReading("calm", 0.5, Guid.CreateVersion7(), A.Now)];
        portrait.PendingActions = [new PendingAction("open_question", "Как учить слова?", null, null, A.Now)];
        var memory = A.Memory(me, content: "Любит зелёный чай");
        memory.SourceSeqs = [2, 5];
        await Database.Save(
            me, goal, A.Habit(me), A.Task(me, A.Now.AddDays(-1)), A.Event(me), portrait, memory, topic, A.Link(me, NodeType.Topic, topic.Id, NodeType.Goal, goal.Id));
        return (me, goal);
    }

    protected Task<PersonContext> Build(User me, string text) =>
        new ContextBuilder(Database.Services.GetRequiredService<IServiceScopeFactory>(), Database.Services.GetRequiredService<IContextSource>(), Database.Time)
            .Build(new Person(me.Id, me.DisplayName, me.Timezone, me.Locale), text, Cancellation);
}
