using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Aimi.Data;

/// <summary>Adds rows that may be there already: what a unique key says is there once is added once, whoever is first.</summary>
internal static class MissingRows
{
    // Keeps a statement below SQLite's 32,766 parameters for every table here.
    private const int RowsOfAStatement = 1000;

    /// <summary>Inserts, in one statement for up to a thousand rows, those that violate no unique key, and leaves out the others.</summary>
    /// <remarks>EF Core has no INSERT … ON CONFLICT DO NOTHING; the columns and their conversions are taken from its model. The rows are not tracked.</remarks>
    /// <returns>How many were added.</returns>
    public static async Task<int> AddMissing<T>(this AimiDbContext context, IReadOnlyCollection<T> rows, CancellationToken cancellationToken)
        where T : class
    {
        var added = 0;
        foreach (var chunk in rows.Chunk(RowsOfAStatement))
            added += await Insert(context, chunk, cancellationToken);

        return added;
    }

    private static async Task<int> Insert<T>(AimiDbContext context, T[] rows, CancellationToken cancellationToken)
        where T : class
    {
        var entity = context.Model.FindEntityType(typeof(T))!;
        var properties = entity.GetProperties().ToList();
        var names = context.GetService<ISqlGenerationHelper>();
        await using var command = context.Database.GetDbConnection().CreateCommand();
        var parameters = new List<object>(rows.Length * properties.Count);

        var sql = new StringBuilder("INSERT INTO ").Append(names.DelimitIdentifier(entity.GetTableName()!))
            .Append(" (").AppendJoin(", ", properties.Select(property => names.DelimitIdentifier(property.GetColumnName()))).Append(") VALUES ");
        for (var row = 0; row < rows.Length; row++)
        {
            sql.Append(row == 0 ? "(" : ", (").AppendJoin(", ", properties.Select(property => Parameter(rows[row], property))).Append(')');
        }

        sql.Append(" ON CONFLICT DO NOTHING");
        return await context.Database.ExecuteSqlRawAsync(sql.ToString(), parameters, cancellationToken);

        string Parameter(T row, IProperty property)
        {
            var name = $"@p{parameters.Count}";
            parameters.Add(property.GetRelationalTypeMapping().CreateParameter(command, name, property.PropertyInfo!.GetValue(row), property.IsNullable));
            return name;
        }
    }
}
