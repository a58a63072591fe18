using Aimi.Accounts;
using Aimi.Accounts.SignIn;
using Aimi.Accounts.SignIn.Apple;
using Aimi.Accounts.SignIn.Passkeys;
using Aimi.Graph;
using Aimi.Memory;
using Aimi.Messages;
using Aimi.Planning;
using Aimi.Realtime;
using Aimi.Reminders;
using Aimi.Reminders.Push;
using Aimi.Sessions;
using Aimi.Sync;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Data;

/// <summary>
/// Every table of Aimi. What differs between the databases is in its two subclasses, and nowhere else.
/// </summary>
public abstract class AimiDbContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<User> Users => Set<User>();
    public DbSet<IdempotencyKey> IdempotencyKeys => Set<IdempotencyKey>();
    public DbSet<Identity> Identities => Set<Identity>();
    public DbSet<Password> Passwords => Set<Password>();
    public DbSet<AuthSession> AuthSessions => Set<AuthSession>();
    public DbSet<AccessToken> AccessTokens => Set<AccessToken>();
    public DbSet<AuthChallenge> AuthChallenges => Set<AuthChallenge>();
    public DbSet<AppleGrant> AppleGrants => Set<AppleGrant>();
    public DbSet<Passkey> Passkeys => Set<Passkey>();
    public DbSet<Device> Devices => Set<Device>();
    public DbSet<Conversation> Conversations => Set<Conversation>();
    public DbSet<ChatMessage> ChatMessages => Set<ChatMessage>();
    public DbSet<SessionSummary> SessionSummaries => Set<SessionSummary>();
    public DbSet<UserState> UserStates => Set<UserState>();
    public DbSet<MemoryVector> MemoryVectors => Set<MemoryVector>();
    public DbSet<MemoryTombstone> MemoryTombstones => Set<MemoryTombstone>();
    public DbSet<Goal> Goals => Set<Goal>();
    public DbSet<Habit> Habits => Set<Habit>();
    public DbSet<HabitCheckIn> HabitCheckIns => Set<HabitCheckIn>();
    public DbSet<HabitPause> HabitPauses => Set<HabitPause>();
    public DbSet<CalendarFeed> CalendarFeeds => Set<CalendarFeed>();
    public DbSet<PlannedEvent> Events => Set<PlannedEvent>();
    public DbSet<EventOccurrence> EventOccurrences => Set<EventOccurrence>();
    public DbSet<EventHistory> EventHistory => Set<EventHistory>();
    public DbSet<Reminder> Reminders => Set<Reminder>();
    public DbSet<ReminderLog> ReminderLogs => Set<ReminderLog>();
    public DbSet<PushDelivery> PushDeliveries => Set<PushDelivery>();
    public DbSet<GoalState> GoalStates => Set<GoalState>();
    public DbSet<HabitState> HabitStates => Set<HabitState>();
    public DbSet<ContextNode> ContextNodes => Set<ContextNode>();
    public DbSet<ContextLink> ContextLinks => Set<ContextLink>();
    public DbSet<GraphNode> GraphNodes => Set<GraphNode>();
    public DbSet<GraphEdge> GraphEdges => Set<GraphEdge>();
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();
    public DbSet<Notification> Notifications => Set<Notification>();
    public DbSet<SyncChange> SyncChanges => Set<SyncChange>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<TimeSpan>().HaveConversion<SecondsConverter>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(AimiDbContext).Assembly);
        modelBuilder.StoreEnumsAsSnakeCaseText();
    }
}
