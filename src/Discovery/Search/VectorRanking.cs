using System.Numerics.Tensors;
using System.Text;
using AgentRegistry.Contracts;

namespace AgentRegistry.Discovery;

/// <summary>
/// Ranks agents by the similarity of their embeddings to a query's. The scale of a cosine depends on the model: agents are compared
/// with the best one and with the average of all.
/// </summary>
internal static class VectorRanking
{
    /// <summary>The nearest agents, nearest first, with their relative cosines: 0 is the average, 1 the best.</summary>
    /// <param name="index">The agents; those without a vector of the query's length are ignored.</param>
    /// <param name="vector">The query's, of length 1.</param>
    /// <param name="filter">Who may be found.</param>
    /// <param name="limit">How many at most.</param>
    public static (IReadOnlyList<ScoredAgent> Nearest, double BestCosine) Rank(CapabilityIndex index, float[] vector, AgentFilter filter, int limit)
    {
        var top = new TopAgents(limit);
        var (sum, count) = (0.0, 0);
        foreach (var page in index.Pages)
        {
            for (var offset = 0; offset < SlotPage.Size; offset++)
            {
                if (page.Passing(offset, filter) is { Vector: { } own } entry && own.Length == vector.Length)
                {
                    var cosine = TensorPrimitives.Dot<float>(own, vector);
                    sum += cosine;
                    count++;
                    top.Offer(entry, cosine);
                }
            }
        }

        if (count == 0)
        {
            return ([], 0);
        }

        var best = top.Best[0].Score;
        var average = sum / count;
        return (
            [.. top.Best.Select(agent => agent with { Score = best > average ? (float)Math.Max(0, (agent.Score - average) / (best - average)) : 1 })],
            best);
    }

    /// <summary>Scales a vector to length 1, so that a product is a cosine; null for a vector without direction.</summary>
    public static float[]? Unit(ReadOnlySpan<float> vector)
    {
        var norm = TensorPrimitives.Norm(vector);
        if (!(norm > 0) || !float.IsFinite(norm))
        {
            return null;
        }

        var unit = new float[vector.Length];
        TensorPrimitives.Divide(vector, norm, unit);
        return unit;
    }
}

/// <summary>The text of an agent that its embedding is computed from, names first.</summary>
public static class AgentVectorText
{
    // Models read a few thousand words at most; the beginning matters most.
    private const int MaxLength = 8_000;

    public static string Of(Agent agent)
    {
        var text = new StringBuilder(agent.Name);
        text.Append(". ").Append(agent.Description);
        foreach (var capability in agent.Capabilities)
        {
            text.Append('\n').Append(capability.Name).Append(": ").Append(capability.Description);
            foreach (var example in capability.Examples)
            {
                text.Append(' ').Append(example);
            }
        }

        return text.Length <= MaxLength ? text.ToString() : text.ToString(0, MaxLength);
    }
}
