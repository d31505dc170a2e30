using System.Numerics.Tensors;

namespace AgentRegistry.Discovery;

/// <summary>
/// An agent's score for a request of several sentences: mostly its score for the sentence that it matches best. A request for the
/// weather and then for a hotel needs two agents, each of which matches one sentence only; an agent with a word of each is
/// neither. A sentence that some agent matches well counts more than its length suggests.
/// </summary>
internal readonly struct SentenceScale
{
    private const float SentenceWeight = 0.7f;

    private readonly float[] _factors;

    private SentenceScale(float[] factors) => _factors = factors;

    /// <summary>Scans all agents once when there are several sentences.</summary>
    public static SentenceScale Of(CapabilityIndex index, TextScores scores, int sentences, AgentFilter filter)
    {
        if (sentences < 2)
        {
            return new SentenceScale([]);
        }

        var best = new float[sentences];
        var bestWhole = 0f;
        for (var page = 0; page < index.Pages.Length; page++)
        {
            if (!scores.HasAny(page))
            {
                continue;
            }

            var whole = scores.Whole(page);
            for (var offset = 0; offset < SlotPage.Size; offset++)
            {
                if (whole[offset] > 0 && index.Pages[page].Passes(offset, filter))
                {
                    bestWhole = Math.Max(bestWhole, whole[offset]);
                    for (var sentence = 0; sentence < best.Length; sentence++)
                    {
                        best[sentence] = Math.Max(best[sentence], scores.Sentence(sentence, page)[offset]);
                    }
                }
            }
        }

        return new SentenceScale(Array.ConvertAll(best, one => one > 0 ? SentenceWeight * MathF.Sqrt(bestWhole / one) : 0));
    }

    /// <summary>Replaces a page's scores for the whole text by those for its sentences.</summary>
    public void Apply(TextScores scores, int page)
    {
        if (_factors.Length == 0 || !scores.HasAny(page))
        {
            return;
        }

        Span<float> best = stackalloc float[SlotPage.Size];
        best.Clear();
        for (var sentence = 0; sentence < _factors.Length; sentence++)
        {
            var fit = scores.Sentence(sentence, page);
            TensorPrimitives.Multiply(fit, _factors[sentence], fit);
            TensorPrimitives.Max(best, fit, best);
        }

        var whole = scores.Whole(page);
        TensorPrimitives.Multiply(whole, 1 - SentenceWeight, whole);
        TensorPrimitives.Add(whole, best, whole);
    }
}
