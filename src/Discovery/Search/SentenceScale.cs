namespace AgentRegistry.Discovery;

/// <summary>
/// What an agent's fit to a request is, when the request has several sentences: mostly its fit to the one that it fits best. Who
/// asks for the weather and then for a hotel wants two agents, each of which knows nothing of the other sentence; an agent with a
/// word of each is neither. A sentence that some agent fits well counts more than its length would give it.
/// </summary>
internal readonly struct SentenceScale
{
    private const float SentenceWeight = 0.7f;

    private readonly float[] _factors;

    private SentenceScale(float[] factors) => _factors = factors;

    /// <summary>Looks at all agents once, when there are several sentences.</summary>
    public static SentenceScale Of(CapabilityIndex index, SearchTerms terms, AgentFilter filter)
    {
        if (terms.SentenceCount < 2)
        {
            return new SentenceScale([]);
        }

        var best = new float[terms.SentenceCount];
        var bestWhole = 0f;
        var scores = new PageScores(index, terms);
        for (var page = 0; page < index.Pages.Length; page++)
        {
            if (!scores.Score(page))
            {
                continue;
            }

            for (var offset = 0; offset < SlotPage.Size; offset++)
            {
                if (scores.Whole[offset] > 0 && index.Pages[page].Passing(offset, filter) is not null)
                {
                    bestWhole = Math.Max(bestWhole, scores.Whole[offset]);
                    for (var sentence = 0; sentence < best.Length; sentence++)
                    {
                        best[sentence] = Math.Max(best[sentence], scores.Sentences[sentence][offset]);
                    }
                }
            }
        }

        return new SentenceScale(Array.ConvertAll(best, one => one > 0 ? SentenceWeight * MathF.Sqrt(bestWhole / one) : 0));
    }

    public float Score(PageScores scores, int offset)
    {
        var whole = scores.Whole[offset];
        if (_factors.Length == 0 || whole == 0)
        {
            return whole;
        }

        var best = 0f;
        for (var sentence = 0; sentence < _factors.Length; sentence++)
        {
            best = Math.Max(best, _factors[sentence] * scores.Sentences[sentence][offset]);
        }

        return ((1 - SentenceWeight) * whole) + best;
    }
}
