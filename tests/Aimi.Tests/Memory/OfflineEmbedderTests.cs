using System.Security.Cryptography;
using System.Text;
using Aimi.Memory.Embeddings;
using CsCheck;
using Microsoft.Extensions.AI;

namespace Aimi.Tests.Memory;

public sealed class OfflineEmbedderTests
{
    [Theory]
    [InlineData("Ёлка и ещё подарки", "елка и еще подарки")]
    [InlineData("I SAW MAX", "i saw max")]
    [InlineData("Мама, мыла: раму!", "мама мыла раму")]
    public void Case_yo_and_punctuation_say_nothing(string one, string other) => Assert.Equal(1, Similarity(one, other), 4);

    [Theory]
    [InlineData("позвонить маме", "позвонила мамам", "почистить зубы")]
    [InlineData("занятие по испанскому", "занятия испанским", "заявление на загранпаспорт")]
    [InlineData("she was running", "she runs", "she was reading")]
    [InlineData("фотографирую птиц", "фотография птицы", "подарок от друга")]
    public void Forms_of_a_word_are_nearer_than_other_words(string one, string form, string other) =>
        Assert.True(Similarity(one, form) > Similarity(one, other) + 0.3);

    [Theory]
    [InlineData("spanish lessons", "занятия испанским")]
    [InlineData("my mum's birthday", "день рождения мамы")]
    [InlineData("Где живёт мой брат?", "my brother lives in Leeds")]
    [InlineData("аллергия на орехи", "she is allergic to nuts")]
    [InlineData("the cat is ill", "кот заболел")]
    [InlineData("Катя сменила работу", "Kate got a new job")]
    public void A_text_is_nearer_to_its_sense_in_the_other_language_than_to_anything_else(string one, string translated)
    {
        string[] others =
        [
            "купили новый диван в гостиную", "завтра обещают снег", "the train was late again", "налоги за прошлый год", "she plays the violin", "гулять по лесу осенью",
        ];
        Assert.All(others, other => Assert.True(Similarity(one, translated) > Similarity(one, other) + 0.1, other));
    }

    [Theory]
    [InlineData("поругались с мужем", "ссора с супругом", "ужин с сестрой")]
    [InlineData("my physician", "the doctor", "the doorman")]
    public void Another_word_for_the_same_is_near(string one, string same, string other) => Assert.True(Similarity(one, same) > Similarity(one, other));

    /// <summary>Vectors are stored. Whatever changes one changes the model's name, and this hash with it.</summary>
    [Fact]
    public void The_vectors_of_a_model_never_change()
    {
        Assert.Equal("aimi-offline-1", OfflineEmbedder.Model);
        var vectors = new[] { "Завтра в семь занятие испанским с Марией", "my mum's birthday is in March", "" }
            .SelectMany(OfflineEmbedder.Embed).Select(value => Math.Round(value, 4).ToString("F4", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal("912149980C492C98", Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(' ', vectors))))[..16]);
    }

    [Fact]
    public void Any_text_has_a_vector_of_length_one() => Gen.String[Gen.Char, 0, 300].Sample(text => IsUnit(OfflineEmbedder.Embed(text)));

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t\0")]
    [InlineData("!!! … —")]
    [InlineData("\ud83d")]
    [InlineData("и на в of the")]
    public void A_text_that_says_nothing_has_a_vector_all_the_same(string text) => Assert.True(IsUnit(OfflineEmbedder.Embed(text)));

    [Fact]
    public void What_says_nothing_is_like_nothing_that_is_said() => Assert.InRange(Similarity("", "мама звонила насчёт дачи"), -0.2, 0.2);

    /// <summary>Past its bound nothing is read: what is behind it changes nothing, however much it is.</summary>
    [Theory]
    [InlineData("😀")]
    [InlineData("ы")]
    [InlineData("слово ")]
    [InlineData("e\u0301\u0302\u0303")]
    [InlineData("\ud83d")]
    public void A_text_of_a_mebibyte_is_read_up_to_a_bound(string unit)
    {
        var text = string.Concat(Enumerable.Repeat(unit, (1 << 20) / unit.Length));
        var vector = OfflineEmbedder.Embed(text);
        Assert.True(IsUnit(vector));
        Assert.Equal(OfflineEmbedder.Embed(text[..32_000]), vector);
    }

    [Fact]
    public async Task As_a_generator_it_gives_a_vector_a_text_in_their_order()
    {
        using var embedder = new OfflineEmbedder();
        var texts = Enumerable.Range(0, 50).Select(i => $"сообщение {i} о погоде").ToArray();
        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => embedder.GenerateAsync(texts), TestContext.Current.CancellationToken)));
        Assert.All(runs, run => Assert.Equal(texts.Select(OfflineEmbedder.Embed), run.Select(embedding => embedding.Vector.ToArray())));

        var metadata = embedder.GetService(typeof(EmbeddingGeneratorMetadata)) as EmbeddingGeneratorMetadata;
        Assert.Equal((OfflineEmbedder.Model, OfflineEmbedder.Dimensions), (metadata!.DefaultModelId, metadata.DefaultModelDimensions));
        Assert.Same(embedder, embedder.GetService(typeof(OfflineEmbedder)));
        Assert.Null(embedder.GetService(typeof(EmbeddingGeneratorMetadata), "another"));
    }

    private static bool IsUnit(float[] vector) =>
        vector.Length == OfflineEmbedder.Dimensions && vector.All(float.IsFinite) && Math.Abs(vector.Sum(value => (double)value * value) - 1) < 1e-5;

    private static double Similarity(string one, string other) => OfflineEmbedder.Embed(one).Zip(OfflineEmbedder.Embed(other), (a, b) => (double)a * b).Sum();
}
