using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Aimi.Data.Postgres;

/// <summary>For <c>dotnet ef</c>, which makes migrations without a server.</summary>
internal sealed class PostgresDesignTime : IDesignTimeDbContextFactory<PostgresDbContext>
{
    public PostgresDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<PostgresDbContext>();
        options.UseNpgsql(npgsql => npgsql.UseVector()).UseAimiConventions();
        return new PostgresDbContext(options.Options);
    }
}
