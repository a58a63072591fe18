using System.Reflection;
using System.Text.Json;
using Aimi.Data;
using Aimi.Hosting;
using Aimi.Hosting.Resources;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Aimi.Accounts.Export;

/// <summary>A person's rows of one table, as an array of JSON.</summary>
internal abstract class ExportedTable
{
    public static ExportedTable Of(IEntityType table) =>
        (ExportedTable)Activator.CreateInstance(typeof(Rows<>).MakeGenericType(table.ClrType), table)!;

    /// <returns>How many rows they are.</returns>
    public abstract Task<int> Write(AimiDbContext database, Guid userId, Stream file, CancellationToken cancellationToken);

    private sealed class Rows<T>(IEntityType table) : ExportedTable
        where T : class
    {
        /// <summary>So much is kept before it is sent.</summary>
        private const int SendFrom = 32 * 1024;

        private readonly string _owner = table.Owner()!.Name;

        // Of each column its name and where its value is.
        private readonly List<(string Name, PropertyInfo Value)> _columns =
        [
            .. table.GetProperties()
                .Where(property => property.PropertyInfo is not null && !LeftOut.Columns.ContainsKey($"{table.GetTableName()}.{property.GetColumnName()}"))
                .Select(property => (property.GetColumnName(), property.PropertyInfo!)),
        ];

        public override async Task<int> Write(AimiDbContext database, Guid userId, Stream file, CancellationToken cancellationToken)
        {
            await using var json = new Utf8JsonWriter(file, new JsonWriterOptions { Encoder = WireJson.Options.Encoder });
            json.WriteStartArray();
            var rows = 0;
            await foreach (var row in Of(database, userId).AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                json.WriteStartObject();
                foreach (var (name, value) in _columns)
                    Write(json, name, LeftOut.Redact(value.GetValue(row)));
                json.WriteEndObject();
                rows++;
                if (json.BytesPending > SendFrom)
                    await json.FlushAsync(cancellationToken);
            }

            json.WriteEndArray();
            await json.FlushAsync(cancellationToken);
            return rows;
        }

        // In the order of the key: an export of the same rows reads the same.
        private IQueryable<T> Of(AimiDbContext database, Guid userId)
        {
            var mine = database.Set<T>().AsNoTracking().Where(row => EF.Property<Guid>(row, _owner) == userId);
            foreach (var key in table.FindPrimaryKey()!.Properties.Select(property => property.Name))
                mine = mine is IOrderedQueryable<T> sorted && key != _owner ? sorted.ThenBy(row => EF.Property<object>(row, key)) : mine.OrderBy(row => EF.Property<object>(row, key));
            return mine;
        }

        // Nothing is left out for being empty: who reads the file sees every column.
        private static void Write(Utf8JsonWriter json, string name, object? value)
        {
            json.WritePropertyName(name);
            if (value is TimeSpan span)
                json.WriteStringValue(Durations.Text(span));
            else
                JsonSerializer.Serialize(json, value, value?.GetType() ?? typeof(object), WireJson.Options);
        }
    }
}
