using System.Numerics.Tensors;

namespace AgentRegistry.Discovery;

/// <summary>
/// How near agents' vectors are to a query's. What a cosine means is the model's own affair: agents are compared with the best and
/// with the average of all.
/// </summary>
internal static class VectorRanking
{
    /// <summary>The nearest agents, nearest first, with their cosines beside the average: 0 is average, the best is 1.</summary>
    /// <param name="index">Whose agents; those without a vector of the query's length are passed over.</param>
    /// <param name="vector">The query's, of length 1.</param>
    /// <param name="filter">Who may be found.</param>
    public static (IReadOnlyList<ScoredAgent> Nearest, double BestCosine) Rank(CapabilityIndex index, float[] vector, AgentFilter filter)
    {
        var top = new TopAgents(AgentRouter.MostCandidates);
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

    /// <summary>Makes a vector one of length 1, so that a product is a cosine; null of nothing.</summary>
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
