using Aimi.Accounts;
using Aimi.Data;
using Aimi.Language;
using Aimi.Memory;
using Aimi.Memory.Recall;
using Aimi.Tests.Providers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Aimi.Tests.Memory;

public sealed class MemoryIndexOnPostgres(PostgresDatabase database) : MemoryIndexSuite(database), IClassFixture<PostgresDatabase>;

public sealed class MemoryIndexOnSqlite(SqliteDatabase database) : MemoryIndexSuite(database), IClassFixture<SqliteDatabase>;

/// <summary>What the index of memories finds, the same on both databases.</summary>
public abstract class MemoryIndexSuite(TestDatabase database)
{
    private readonly User _me = A.User();
    private readonly User _other = A.User();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Search_finds_the_nearest_vectors_whatever_their_length()
    {
        MemoryVector same = A.Memory(_me, [3, 0]), near = A.Memory(_me, [0.9f, 0.1f]), far = A.Memory(_me, [0, 1]), opposite = A.Memory(_me, [-1, 0]);
        await database.Save(_me, opposite, near, far, same);

        var all = await Find(vector: [1, 0]);
        Assert.Equal([same.Id, near.Id, far.Id, opposite.Id], ByVector(all));
        Assert.Equal([1, 0.9 / Math.Sqrt(0.82), 0, -1], all.Select(found => found.Similarity!.Value).OrderDescending(), Close);
        Assert.All(all, found => Assert.Null(found.Lexical));
        Assert.Equal([same.Id, near.Id], ByVector(await Find(vector: [1, 0], count: 2)));
    }

    [Fact]
    public async Task Vectors_of_another_model_or_length_and_those_that_say_nothing_are_not_compared()
    {
        var mine = A.Memory(_me, [1, 1]);
        await database.Save(_me, mine, A.Memory(_me, [1, 0, 0]), A.Memory(_me, [0, 0]), A.Memory(_me), OfModel([1, 0], "another"));

        Assert.Equal([mine.Id], ByVector(await Find(vector: [1, 0])));
        Assert.Empty(await Find(vector: [1, 0], model: "a third"));
    }

    [Fact]
    public async Task Vectors_of_every_length_are_found_in_their_order()
    {
        // 512 are kept in PostgreSQL's index, beside the longest name that a model may have; more stay in the table.
        var model = new string('я', 100);
        foreach (var length in (int[])[512, 513, 1536, 3072])
        {
            var question = new float[length];
            (question[0], question[^1]) = (1, 1);
            var same = OfModel(question, model);
            var half = OfModel([1, .. new float[length - 1]], model);
            var me = A.User();
            await database.Save(me, With(half, me), With(same, me));

            var found = await Find(of: me, vector: question, model: model);
            Assert.Equal([1, Math.Sqrt(0.5)], found.Select(memory => memory.Similarity!.Value).OrderDescending(), Close);
        }
    }

    [Fact]
    public async Task What_words_and_vectors_both_find_is_found_once_with_both_parts_and_what_one_finds_with_one()
    {
        MemoryVector both = A.Memory(_me, [1, 0], "Играет на гитаре"), vector = A.Memory(_me, [0, 1], "Живёт в Казани"), words = A.Memory(_me, content: "Гитара новая");
        await database.Save(_me, both, vector, words, A.Memory(_me, content: "Любит чай"));

        var found = (await Find("гитары", [1, 0])).ToDictionary(memory => memory.MemoryId);
        Assert.Equal(3, found.Count);
        Assert.True(found[both.Id] is { Similarity: > 0.99, Lexical: > 0 });
        Assert.True(found[vector.Id] is { Similarity: not null, Lexical: null });
        Assert.True(found[words.Id] is { Similarity: null, Lexical: > 0 });
    }

    [Fact]
    public async Task Each_of_the_two_finds_as_many_as_were_asked_for_and_the_best()
    {
        var near = Enumerable.Range(1, 7).Select(n => A.Memory(_me, [n, 1])).ToList();
        var fitting = Enumerable.Range(1, 7).Select(n => A.Memory(_me, content: string.Join(' ', Enumerable.Repeat("йога и", n).Append("другое занятие")))).ToList();
        await database.Save([_me, .. near, .. fitting]);

        var found = await Find("йога", [1, 0], count: 3);
        Assert.Equal(near.TakeLast(3).Reverse().Select(memory => memory.Id), ByVector(found));
        Assert.Equal(fitting.TakeLast(3).Reverse().Select(memory => memory.Id), ByWords(found));
    }

    [Fact]
    public async Task Nobody_finds_what_another_remembers()
    {
        var mine = A.Memory(_me, [0, 1], "Любит кофе");
        await database.Save(_me, _other, mine, A.Memory(_other, [1, 0], "Любит чай"), A.Memory(_other, [1, 0], $"Знает {_me.Id} и любит кофе"));

        Assert.Equal([mine.Id], (await Find("люблю чай кофе", [1, 0])).Select(found => found.MemoryId));
        Assert.Equal(2, (await Find("люблю чай кофе", [1, 0], of: _other)).Count);
        Assert.Empty(await Find("люблю чай кофе", [1, 0], of: A.User()));

        // Nor by asking for the keys of the index itself.
        Assert.Empty(await Find(terms: [$"{_other.Id}", _other.Id.ToString("N"), "owner", "memory", "stems"]));
    }

    [Fact]
    public async Task Only_what_is_active_is_found_or_what_held_on_the_day()
    {
        var (spring, summer, autumn) = (A.Now.AddDays(-200), A.Now.AddDays(-100), A.Now.AddDays(-50));
        var perm = Lived("Дом в Перми", spring, until: summer);
        var kazan = Lived("Дом в Казани", summer, until: null);
        await database.Save(_me, kazan, perm);

        Assert.Equal([kazan.Id], await At(null));
        Assert.Equal([kazan.Id], await At(autumn));
        Assert.Equal([kazan.Id], await At(summer));
        Assert.Equal([perm.Id], await At(summer.AddDays(-1)));
        Assert.Empty(await At(spring.AddDays(-1)));

        var then = Assert.Single(await Find("дома", [1, 0], at: spring));
        Assert.True(then is { IsActive: false, Lexical: > 0, Similarity: > 0 });
        Assert.Equal((spring, summer), (then.ValidFrom, then.ValidTo));

        async Task<IReadOnlyList<Guid>> At(DateTimeOffset? day)
        {
            var (byVector, byWords) = (ByVector(await Find(vector: [1, 0], at: day)), ByWords(await Find("дома", at: day)));
            Assert.Equal(byVector, byWords);
            return byVector;
        }

        MemoryVector Lived(string content, DateTimeOffset from, DateTimeOffset? until)
        {
            var template = A.Memory(_me, [1, 0], content);
            var memory = Copy(template, template.UserId, from, template.EmbeddingModel);
            (memory.ValidTo, memory.IsActive) = (until, until is null);
            return memory;
        }
    }

    [Fact]
    public async Task Only_the_types_that_were_asked_for_are_found()
    {
        var memories = Enum.GetValues<MemoryType>().Select(type => Copy(A.Memory(_me, [1, 0], "Урок испанского"), _me.Id, A.Now, "test", type)).ToList();
        await database.Save([_me, .. memories]);

        Assert.Equal(memories.Count, (await Find("уроки", [1, 0])).Count);
        var found = await Find("уроки", [1, 0], types: [MemoryType.Goal, MemoryType.Message]);
        Assert.Equal([MemoryType.Goal, MemoryType.Message], found.Select(memory => memory.EntityType).Order());
        Assert.All(found, memory => Assert.True(memory is { Similarity: not null, Lexical: not null }));
        Assert.Empty(await Find("уроки", [1, 0], types: []));
    }

    [Theory]
    [InlineData("Хочу позвонить маме", "звонила мамой")]
    [InlineData("Хочу позвонить маме", "позвонил")]
    [InlineData("Занимается испанским языком", "испанский")]
    [InlineData("Купила ёлку для всех", "елка")]
    [InlineData("Купила елку для всех", "ЁЛКИ")]
    [InlineData("Бежит по мо\u0301рю", "море")]
    [InlineData("She runs every morning", "running")]
    [InlineData("Her mother's birthday", "mothers")]
    [InlineData("Её мама любит running и йогу", "runs")]
    [InlineData("Учится онлайн-курсам", "курс")]
    [InlineData("Живёт в Санкт-Петербурге", "Петербург")]
    [InlineData("Живёт в Санкт-Петербурге", "Санкт-Петербурге")]
    [InlineData("Встреча в 15:30 15.03.2026", "2026")]
    [InlineData("Встреча 2026-03-15", "2026")]
    [InlineData("Весит 72.5 кг", "72")]
    [InlineData("Пишет на anna@example.org, сайт example.org/blog", "blog")]
    [InlineData("Знает O’Brien", "o'brien")]
    [InlineData("<b>Любит</b> «чай»,кофе/какао_с_молоком", "молоко")]
    [InlineData("🎸гитара🎸", "гитарой")]
    public async Task Words_are_found_in_all_their_forms(string content, string question)
    {
        var memory = A.Memory(_me, content: content);
        await database.Save(_me, memory, A.Memory(_me, content: "Совсем ничего общего"));

        Assert.Equal([memory.Id], ByWords(await Find(question)));
        Assert.Empty(await Find("велосипед bicycle"));
    }

    [Fact]
    public async Task Rare_words_short_memories_and_repeated_words_go_before_others()
    {
        string[] contents =
        [
            "Гитара",
            "Гитара и ещё раз гитара, снова гитара: купил, настроил, сломал",
            "Гитара: купил, настроил, сломал, починил, снова играет",
            "Гитара стоит в углу большой комнаты рядом с книжным шкафом у окна с видом на парк",
            "Любит чай",
            "Любит чай с лимоном по вечерам",
            "Любит чай и чай",
            "Велосипед",
            .. Enumerable.Range(0, 30).Select(n => $"Заметка номер {n}"),
        ];
        var memories = contents.Select(content => A.Memory(_me, content: content)).ToList();
        await database.Save([_me, .. memories]);

        Assert.Equal([1, 0, 2, 3], await Ranked("гитара"));
        Assert.Equal([6, 4, 5], await Ranked("чай"));
        Assert.Equal([7, 6, 4, 5], await Ranked("велосипед чай"));

        async Task<IEnumerable<int>> Ranked(string question) => ByWords(await Find(question)).Select(id => memories.FindIndex(memory => memory.Id == id));
    }

    [Fact]
    public async Task What_is_changed_or_removed_is_followed_at_once_also_within_a_transaction()
    {
        var memory = A.Memory(_me, [1, 0], "Любит чай");
        await database.Save(_me, memory);
        await using var context = database.Open();
        await using (var transaction = await context.Database.BeginTransactionAsync(Cancellation))
        {
            var row = await context.MemoryVectors.SingleAsync(row => row.UserId == _me.Id, Cancellation);
            context.Entry(row).Property(row => row.Content).CurrentValue = "Любит кофе";
            row.Embedding = new float[] { 0, 1 };
            await context.SaveChangesAsync(Cancellation);
            Assert.Empty(await Find("чай", context: context));
            Assert.Equal(0, Assert.Single(await Find("кофе", [1, 0], context: context)).Similarity);
            await transaction.RollbackAsync(Cancellation);
        }

        Assert.Single(await Find("чай"));
        Assert.Empty(await Find("кофе"));

        // Another change leaves the words alone.
        await context.MemoryVectors.Where(row => row.UserId == _me.Id).ExecuteUpdateAsync(row => row.SetProperty(memory => memory.Mentions, 2), Cancellation);
        Assert.Single(await Find("чай"));

        await context.MemoryVectors.Where(row => row.UserId == _me.Id).ExecuteDeleteAsync(Cancellation);
        Assert.Empty(await Find("чай", [1, 0]));
    }

    [Fact]
    public async Task A_person_who_leaves_takes_all_along()
    {
        await database.Save(_me, _other, A.Memory(_me, [1, 0], "Любит чай"), A.Memory(_other, [1, 0], "Любит чай"));
        await using var context = database.Open();
        await context.Users.Where(user => user.Id == _me.Id).ExecuteDeleteAsync(Cancellation);

        Assert.Empty(await Find("чай", [1, 0]));
        Assert.Single(await Find("чай", [1, 0], of: _other));
    }

    [Theory]
    [InlineData("'")]
    [InlineData("\"")]
    [InlineData("\\")]
    [InlineData("мед' | '")]
    [InlineData("мед\" OR \"")]
    [InlineData("мед*")]
    [InlineData("ме*")]
    [InlineData("NEAR(мед кофе)")]
    [InlineData("AND")]
    [InlineData("owner:мед")]
    [InlineData("^мед:*")]
    [InlineData("!мед & (")]
    [InlineData("мед\0кофе")]
    [InlineData("🍵")]
    [InlineData("\ud83c")]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("%_")]
    [InlineData("；")]
    [InlineData("ᏣᎳᎩ")]
    public async Task Hostile_terms_are_words_or_nothing(string term)
    {
        var memory = A.Memory(_me, content: "Любит мёд");
        await database.Save(_me, memory, A.Memory(_me, content: "Совсем ничего общего"));

        var wanted = term.Contains("мед", StringComparison.Ordinal) ? new[] { memory.Id } : [];
        Assert.Equal(wanted, ByWords(await Find(terms: [term])));
    }

    [Fact]
    public async Task Very_many_and_very_long_terms_are_bounded()
    {
        var memory = A.Memory(_me, content: "Любит мёд");
        await database.Save(_me, memory);

        Assert.Empty(await Find(terms: [new string('ч', 10_000)]));
        Assert.Single(await Find(terms: [new string('ч', 10_000), "ме", "мед"]));
        Assert.Single(await Find(terms: ["мед", .. Enumerable.Range(0, 500).Select(n => $"слово{n}")]));
        Assert.Single(await Find(terms: [.. Enumerable.Repeat("повтор", 500), "мед"]));
    }

    [Fact]
    public async Task Every_text_can_be_remembered_and_found_however_many_words_it_has()
    {
        // What makes most of an index's entry: short words, each other than the others, that compress badly; and texts of every length around what an entry holds.
        var random = new Random(7);
        const string letters = "bcdfghklmnpqrvwxz0123456789бвгджзклмнпр";
        var texts = Enumerable.Range(0, 60).Select(n =>
            string.Concat(Enumerable.Range(0, 20 + (n * n)).Select(i => random.Next(3) == 0 ? ' ' : letters[random.Next(letters.Length)])) + " примета").ToList();
        texts.Add(string.Join(' ', Enumerable.Range(0, 3000).Select(n => $"w{n:x}")) + " примета");
        await database.Save([_me, .. texts.Select(text => A.Memory(_me, content: text))]);

        Assert.Equal(texts.Count, (await Find("примета", count: 1000)).Count);
    }

    [Fact]
    public async Task A_memory_is_told_whole()
    {
        var (entity, session) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var memory = new MemoryVector
        {
            UserId = _me.Id,
            Id = Guid.CreateVersion7(),
            EntityType = MemoryType.Experience,
            EntityId = entity,
            Subject = "drink",
            Content = "Пьёт «чай» по утрам",
            ContentHash = new string('a', 64),
            Importance = 0.7,
            SourceSessionId = session,
            SourceSeqs = [3, 5, 8_000_000_000],
            ValidFrom = A.Now,
            ValidTo = A.Now.AddDays(9),
            LastSeenAt = A.Now,
            CreatedAt = A.Now,
            UpdatedAt = A.Now,
        };
        await database.Save(_me, memory);

        var found = Assert.Single(await Find("чай"));
        Assert.Equal(
            new Candidate(memory.Id, MemoryType.Experience, entity, "drink", memory.Content, null, found.Lexical, 0.7, A.Now, A.Now.AddDays(9), true, session, found.SourceSeqs),
            found);
        Assert.Equal([3, 5, 8_000_000_000], found.SourceSeqs);
    }

    private static bool Close(double one, double other) => Math.Abs(one - other) < 1e-5;

    private static IReadOnlyList<Guid> ByVector(IEnumerable<Candidate> found) =>
        [.. found.Where(memory => memory.Similarity is not null).OrderByDescending(memory => memory.Similarity).Select(memory => memory.MemoryId)];

    private static IReadOnlyList<Guid> ByWords(IEnumerable<Candidate> found) =>
        [.. found.Where(memory => memory.Lexical is not null).OrderByDescending(memory => memory.Lexical).Select(memory => memory.MemoryId)];

    private MemoryVector OfModel(float[] vector, string model) => Copy(A.Memory(_me, vector), _me.Id, A.Now, model);

    private static MemoryVector With(MemoryVector memory, User user) => Copy(memory, user.Id, memory.ValidFrom, memory.EmbeddingModel);

    private static MemoryVector Copy(MemoryVector memory, Guid userId, DateTimeOffset validFrom, string? model, MemoryType? type = null) => new()
    {
        UserId = userId,
        Id = memory.Id,
        EntityType = type ?? memory.EntityType,
        Content = memory.Content,
        ContentHash = memory.ContentHash,
        Embedding = memory.Embedding,
        EmbeddingModel = model,
        EmbeddingDimensions = memory.EmbeddingDimensions,
        Importance = memory.Importance,
        ValidFrom = validFrom,
        LastSeenAt = memory.LastSeenAt,
        CreatedAt = memory.CreatedAt,
        UpdatedAt = memory.UpdatedAt,
    };

    private async Task<IReadOnlyList<Candidate>> Find(
        string question = "",
        float[]? vector = null,
        IReadOnlyList<string>? terms = null,
        string model = "test",
        User? of = null,
        IReadOnlyList<MemoryType>? types = null,
        DateTimeOffset? at = null,
        int count = 50,
        AimiDbContext? context = null)
    {
        await using var own = context is null ? database.Open() : null;
        var query = new MemoryQuery(
            (of ?? _me).Id, terms ?? Stems.OfText(question), vector is null ? default(ReadOnlyMemory<float>?) : vector, model, types, at, count);
        return await database.Services.GetRequiredService<IMemoryIndex>().Find(context ?? own!, query, Cancellation);
    }
}
