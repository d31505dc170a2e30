using System.Numerics.Tensors;

namespace AgentRegistry.Discovery;

/// <summary>
/// Okapi BM25 over field-weighted counts (BM25F with one length for all fields): rare words count more, each repetition counts
/// less, and long texts are discounted.
/// </summary>
internal static class Bm25
{
    // Above the usual 1.2, so that the triple weight of a word in a name has an effect.
    private const float K1 = 2f;

    /// <summary>The norm of a text of average length.</summary>
    public const float AverageNorm = K1;

    // Below the usual 0.75: an agent with many capabilities has a long text because it can do much.
    private const float B = 0.5f;

    // In a registry of five agents a word that two of them have is not common: so many agents without it are added.
    private const float UnseenAgents = 100;

    /// <summary>Inverse document frequency.</summary>
    public static float Idf(int agents, int agentsWithTerm) =>
        MathF.Log(1 + ((UnseenAgents + agents - agentsWithTerm + 0.5f) / (agentsWithTerm + 0.5f)));

    public static float Score(float idf, float weight, float norm) => idf * weight * (K1 + 1) / (weight + norm);

    /// <summary>The length normalization of each agent, for <see cref="Score"/>.</summary>
    public static void Norms(ReadOnlySpan<float> lengths, float averageLength, Span<float> norms)
    {
        TensorPrimitives.Multiply(lengths, K1 * B / averageLength, norms);
        TensorPrimitives.Add(norms, K1 * (1 - B), norms);
    }

    /// <summary>The upper bound of the score of a term with this inverse document frequency.</summary>
    public static float Bound(float idf) => idf * (K1 + 1);
}
