using System.IO.Compression;
using System.Text.Json;
using Aimi.Data;
using Aimi.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Aimi.Accounts.Export;

/// <summary>
/// All that is known of a person, as a ZIP with a file of JSON for each table, columns as on the wire, and <c>manifest.json</c>. It goes out row by row, whatever its size, and is
/// of one moment. The tables are those of the model: one that is new is in it, unless <see cref="LeftOut"/> says why not.
/// </summary>
internal sealed class AccountExport(AimiDbContext database, IReadSnapshot snapshots, TimeProvider time)
{
    /// <summary>Of the form of the files: a change that readers must know of counts it up.</summary>
    private const int Format = 1;

    private static readonly JsonWriterOptions Readable = new() { Encoder = WireJson.Options.Encoder, Indented = true };

    /// <summary>The tables of people that an export holds.</summary>
    public static IEnumerable<IEntityType> Tables(IModel model) => model.GetEntityTypes()
        .Where(table => table.GetTableName() is { } name && !LeftOut.Tables.ContainsKey(name) && table.Owner() is not null)
        .OrderBy(table => table.GetTableName(), StringComparer.Ordinal);

    /// <summary>Writes it.</summary>
    public async Task Write(Guid userId, Stream body, CancellationToken cancellationToken)
    {
        await using var snapshot = await snapshots.Open(database, cancellationToken);
        await using var archive = await ZipArchive.CreateAsync(body, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken);
        var files = new List<ExportedFile>();
        foreach (var table in Tables(database.Model))
        {
            var file = $"{table.GetTableName()}.json";
            await using var entry = await archive.CreateEntry(file, CompressionLevel.Fastest).OpenAsync(cancellationToken);
            files.Add(new ExportedFile(file, await ExportedTable.Of(table).Write(database, userId, entry, cancellationToken)));
        }

        await using var last = await archive.CreateEntry("manifest.json", CompressionLevel.Fastest).OpenAsync(cancellationToken);
        await using var json = new Utf8JsonWriter(last, Readable);
        JsonSerializer.Serialize(
            json,
            new ExportManifest(Format, database.Database.GetMigrations().Last(), time.GetUtcNow(), userId, files, LeftOut.Tables.Concat(LeftOut.Columns).ToDictionary(StringComparer.Ordinal)),
            WireJson.Options);
        await json.FlushAsync(cancellationToken);
    }
}

/// <summary>What stands in <c>manifest.json</c>.</summary>
/// <param name="SchemaVersion">The database's latest migration.</param>
/// <param name="LeftOut">Tables and columns that the export does not hold, and why.</param>
internal sealed record ExportManifest(
    int Format, string SchemaVersion, DateTimeOffset ExportedAt, Guid UserId, IReadOnlyList<ExportedFile> Files, IReadOnlyDictionary<string, string> LeftOut);

internal sealed record ExportedFile(string Name, int Rows);
