using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Aimi.Data;

/// <summary>Enums are stored as the snake_case words of the contract, and the database refuses any other.</summary>
internal static class EnumColumns
{
    public static void StoreEnumsAsSnakeCaseText(this ModelBuilder modelBuilder)
    {
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties())
            {
                var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
                if (!type.IsEnum)
                    continue;

                property.SetValueConverter((ValueConverter)Activator.CreateInstance(typeof(SnakeCaseConverter<>).MakeGenericType(type))!);
                property.SetMaxLength(32);
                if (entity.GetTableName() is not { } table)
                    continue; // a view

                var column = property.GetColumnName();
                var words = string.Join(", ", Enum.GetNames(type).Select(name => $"'{Word(name)}'"));
                entity.AddCheckConstraint($"ck_{table}_{column}", $"\"{column}\" IN ({words})");
            }
        }
    }

    /// <summary><c>PendingConfirmation</c> → <c>pending_confirmation</c>.</summary>
    public static string Word(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    /// <summary>The value of a column's word, for SQL written by hand.</summary>
    public static TEnum Read<TEnum>(string word)
        where TEnum : struct, Enum => Enum.Parse<TEnum>(word.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);

    private sealed class SnakeCaseConverter<T>() : ValueConverter<T, string>(value => Write(value), word => Read(word))
        where T : struct, Enum
    {
        private static readonly Dictionary<T, string> Words = Enum.GetValues<T>().ToDictionary(value => value, value => Word(value.ToString()));
        private static readonly Dictionary<string, T> Values = Words.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

        private static string Write(T value) => Words[value];

        private static T Read(string word) => Values[word];
    }
}
