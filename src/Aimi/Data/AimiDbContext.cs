using Aimi.Accounts;
using Aimi.Messages;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Data;

/// <summary>
/// Every table of Aimi. What differs between the databases is in its two subclasses, and nowhere else.
/// </summary>
public abstract class AimiDbContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<User> Users => Set<User>();
    public DbSet<Conversation> Conversations => Set<Conversation>();
    public DbSet<ChatMessage> ChatMessages => Set<ChatMessage>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(AimiDbContext).Assembly);
        modelBuilder.StoreEnumsAsSnakeCaseText();
    }
}
