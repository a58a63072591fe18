namespace Aimi.Memory.Embeddings;

/// <summary>Vectors are kept with length 1: then the cosine of two is the sum of their products.</summary>
internal static class UnitVector
{
    /// <summary>pgvector's bound.</summary>
    public const int MaxDimensions = 16_000;

    /// <summary>A model's rounding; such a vector is taken as it is.</summary>
    private const double Tolerance = 1e-4;

    /// <exception cref="EmbeddingException">It has no direction: it is empty, all zero, or holds what is no number.</exception>
    public static ReadOnlyMemory<float> Of(ReadOnlyMemory<float> vector)
    {
        var square = 0d;
        foreach (var value in vector.Span)
            square += (double)value * value;
        if (!double.IsFinite(square) || square == 0 || vector.Length > MaxDimensions)
            throw new EmbeddingException("The embedding model's answer is no vector: empty, all zero, too long, or with what is no number.") { Refused = true };
        if (Math.Abs(square - 1) < Tolerance)
            return vector;

        var length = Math.Sqrt(square);
        var unit = new float[vector.Length];
        for (var i = 0; i < unit.Length; i++)
            unit[i] = (float)(vector.Span[i] / length);
        return unit;
    }
}
