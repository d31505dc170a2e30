using System.Numerics.Tensors;

namespace AgentRegistry.Discovery;

/// <summary>
/// Okapi BM25 over field-weighted counts (BM25F with one length for all fields): rare words tell more, repeating a word tells
/// less each time, and long texts are discounted.
/// </summary>
internal static class Bm25
{
    // Above the usual 1.2: a word counts three times for standing in a name, and that is to be felt.
    private const float Saturation = 2f;

    /// <summary>The norm of a text of average length.</summary>
    public const float AverageNorm = Saturation;

    // Below the usual 0.75: an agent with many capabilities is long because it can do much, not because it rambles.
    private const float LengthDiscount = 0.5f;

    // In a registry of five agents a word that two of them have is not common: as if so many others without it were there too.
    private const float Unseen = 100;

    public static float Rarity(int agents, int agentsWithTerm) =>
        MathF.Log(1 + ((Unseen + agents - agentsWithTerm + 0.5f) / (agentsWithTerm + 0.5f)));

    public static float Score(float rarity, float weight, float norm) => rarity * weight * (Saturation + 1) / (weight + norm);

    /// <summary>What its text's length does to each agent's words, for <see cref="Score"/>.</summary>
    public static void Norms(ReadOnlySpan<float> lengths, float averageLength, Span<float> norms)
    {
        TensorPrimitives.Multiply(lengths, Saturation * LengthDiscount / averageLength, norms);
        TensorPrimitives.Add(norms, Saturation * (1 - LengthDiscount), norms);
    }

    /// <summary>No score of a term of this rarity reaches it.</summary>
    public static float Bound(float rarity) => rarity * (Saturation + 1);
}
