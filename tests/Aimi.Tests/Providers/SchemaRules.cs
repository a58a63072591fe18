using System.Text.RegularExpressions;
using Aimi.Accounts;
using Aimi.Accounts.SignIn;
using Aimi.Accounts.SignIn.Passkeys;
using Aimi.Data;
using Aimi.Data.Postgres;
using Aimi.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Aimi.Tests.Providers;

/// <summary>Rules that hold for every table, those to come among them.</summary>
public sealed partial class SchemaRules
{
    /// <summary>What is made before anyone knows for whom.</summary>
    private static readonly string[] Nobodys = ["auth_challenges", "data_protection_keys"];

    public static TheoryData<string> Providers => ["postgres", "sqlite"];

    [Theory]
    [MemberData(nameof(Providers))]
    public void Names_are_snake_case_and_fit_in_postgresql(string provider)
    {
        using var context = Context(provider);
        var model = DesignTimeModel(context).GetRelationalModel();
        var names = model.Tables.Select(table => table.Name)
            .Concat(model.Tables.SelectMany(table => table.Columns).Select(column => column.Name))
            .Concat(model.Tables.SelectMany(table => table.Indexes).Select(index => index.Name))
            .Concat(model.Tables.SelectMany(table => table.ForeignKeyConstraints).Select(key => key.Name))
            .Concat(model.Tables.SelectMany(table => table.CheckConstraints).Select(check => check.Name!))
            .Concat(model.Views.Select(view => view.Name))
            .Concat(model.Views.SelectMany(view => view.Columns).Select(column => column.Name));
        Assert.All(names, name => Assert.True(SnakeCase().IsMatch(name) && name.Length <= 63, name));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void What_belongs_to_a_person_begins_its_key_with_user_id(string provider)
    {
        using var context = Context(provider);
        var tables = TablesOfPeople(context).ToList();
        Assert.NotEmpty(tables);
        Assert.All(tables, entity => Assert.Equal("user_id", entity.FindPrimaryKey()!.Properties[0].GetColumnName()));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void Every_foreign_key_and_every_unique_index_carries_user_id(string provider)
    {
        using var context = Context(provider);
        foreach (var entity in TablesOfPeople(context))
        {
            Assert.NotEmpty(entity.GetForeignKeys());
            Assert.All(entity.GetForeignKeys(), key => Assert.Equal("user_id", key.Properties[0].GetColumnName()));

            // Who signs in is looked up by what a provider calls them, or by their passkey.
            var unique = entity.GetIndexes().Where(index => index.IsUnique && entity.ClrType != typeof(Identity) && entity.ClrType != typeof(Passkey));
            Assert.All(unique, index => Assert.Equal("user_id", index.Properties[0].GetColumnName()));
        }
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void A_person_is_removed_with_everything_and_nothing_else_is_by_the_database_set_to_null(string provider)
    {
        using var context = Context(provider);
        var keys = Tables(context).SelectMany(entity => entity.GetForeignKeys()).ToList();
        Assert.All(
            keys.Where(key => key.PrincipalEntityType.ClrType == typeof(User)),
            key => Assert.Equal(DeleteBehavior.Cascade, key.DeleteBehavior));
        Assert.All(keys, key => Assert.Contains(key.DeleteBehavior, new[] { DeleteBehavior.Cascade, DeleteBehavior.NoAction }));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void A_row_that_may_change_says_when_it_did(string provider)
    {
        string[] appendOnly = ["chat_messages", "event_history", "reminder_logs", "memory_tombstones", "auth_challenges", "data_protection_keys"];
        using var context = Context(provider);
        foreach (var entity in Tables(context))
        {
            var has = entity.FindProperty("UpdatedAt") is not null;
            var wanted = !appendOnly.Contains(entity.GetTableName(), StringComparer.Ordinal) && entity.GetTableName() is not "conversations";
            Assert.True(has == wanted, entity.GetTableName());
        }
    }

    [Fact]
    public void Both_databases_have_the_same_tables_columns_keys_and_indexes()
    {
        using var postgres = Context("postgres");
        using var sqlite = Context("sqlite");
        // The one difference: SQLite's full-text index has no stemmer, and is given stems.
        Assert.Equal(Describe(postgres), Describe(sqlite).Where(line => line != "memory_vectors.search_text not null"), StringComparer.Ordinal);
    }

    [Fact]
    public void The_document_of_the_schema_shows_every_table_column_index_and_view()
    {
        using var context = Context("postgres");
        var model = DesignTimeModel(context).GetRelationalModel();
        var document = Checkout.Read("docs/db_schema.md");
        foreach (var table in model.Tables)
        {
            var shown = Regex.Match(document, $"^    {table.Name} \\{{\n(?<columns>.*?)^    \\}}", RegexOptions.Multiline | RegexOptions.Singleline, TimeSpan.FromSeconds(5))
                .Groups["columns"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
            Assert.Equal(table.Columns.Select(column => column.Name).Order(StringComparer.Ordinal), shown.Order(StringComparer.Ordinal));
        }

        Assert.All(
            model.Tables.SelectMany(table => table.Indexes).Select(index => index.Name).Concat(model.Views.Select(view => view.Name)),
            name => Assert.Contains($"`{name}`", document, StringComparison.Ordinal));
    }

    private static AimiDbContext Context(string provider) =>
        provider is "postgres" ? new PostgresDesignTime().CreateDbContext([]) : new SqliteDesignTime().CreateDbContext([]);

    // The model that is used for queries leaves out what only migrations need.
    private static IModel DesignTimeModel(AimiDbContext context) => context.GetService<IDesignTimeModel>().Model;

    private static IEnumerable<IEntityType> Tables(AimiDbContext context) => DesignTimeModel(context).GetEntityTypes().Where(entity => entity.GetTableName() is not null);

    private static IEnumerable<IEntityType> TablesOfPeople(AimiDbContext context) =>
        Tables(context).Where(entity => entity.ClrType != typeof(User) && !Nobodys.Contains(entity.GetTableName(), StringComparer.Ordinal));

    private static IEnumerable<string> Describe(AimiDbContext context) =>
        DesignTimeModel(context).GetRelationalModel().Tables.SelectMany(table => table.Columns.Select(column => $"{table.Name}.{column.Name} {(column.IsNullable ? "null" : "not null")}")
            .Concat(table.Indexes.Select(index => $"{table.Name}: {index.Name} {index.Filter}"))
            .Concat(table.ForeignKeyConstraints.Select(key => $"{table.Name}: {key.Name} {key.OnDeleteAction}"))
            .Concat(table.CheckConstraints.Select(check => $"{table.Name}: {check.Name}")))
            .Order(StringComparer.Ordinal);

    [GeneratedRegex("^[a-z][a-z0-9]*(_[a-z0-9]+)*$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex SnakeCase();
}
