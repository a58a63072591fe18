using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Aimi.Data.Sqlite;

/// <summary>For <c>dotnet ef</c>, which makes migrations without a file.</summary>
internal sealed class SqliteDesignTime : IDesignTimeDbContextFactory<SqliteDbContext>
{
    public SqliteDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<SqliteDbContext>();
        options.UseSqlite().UseAimiConventions();
        return new SqliteDbContext(options.Options);
    }
}
