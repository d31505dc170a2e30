namespace AgentRegistry.Discovery;

/// <summary>
/// Scores the agents of one page after another, for the whole query and for each of its sentences. The pages have to be asked for
/// in their order: each list of postings is read once from its beginning to its end.
/// </summary>
internal sealed class PageScores
{
    private readonly CapabilityIndex _index;
    private readonly SearchTerms _terms;
    private readonly int[][] _cursors;
    private readonly float[] _term = new float[SlotPage.Size];
    private readonly int[] _touched = new int[SlotPage.Size];
    private readonly float[] _whole = new float[SlotPage.Size];
    private readonly float[][] _sentences;

    public PageScores(CapabilityIndex index, SearchTerms terms)
    {
        (_index, _terms) = (index, terms);
        _cursors = [.. terms.Terms.Select(term => new int[term.Sources.Length])];

        // One sentence is the whole.
        _sentences = [.. Enumerable.Range(0, terms.SentenceCount > 1 ? terms.SentenceCount : 0).Select(_ => new float[SlotPage.Size])];
    }

    public ReadOnlySpan<float> Whole => _whole;

    public ReadOnlySpan<float[]> Sentences => _sentences;

    /// <returns>False when no agent of the page has a word of the query.</returns>
    public bool Score(int page)
    {
        Array.Clear(_whole);
        foreach (var sentence in _sentences)
        {
            Array.Clear(sentence);
        }

        var any = false;
        for (var t = 0; t < _terms.Terms.Count; t++)
        {
            var term = _terms.Terms[t];
            var touched = 0;
            for (var s = 0; s < term.Sources.Length; s++)
            {
                var blocks = term.Sources[s].Postings.Blocks;
                ref var cursor = ref _cursors[t][s];
                if (cursor < blocks.Length && blocks[cursor].Page == page)
                {
                    touched = Take(blocks[cursor++], term.Sources[s].Rarity, term.IsAsking, touched);
                }
            }

            Sum(touched, term.Sentences);
            any |= touched > 0;
        }

        return any;
    }

    /// <summary>Of the words that stand for a term, an agent's best counts.</summary>
    private int Take(PostingBlock block, float rarity, bool isAsking, int touched)
    {
        var lengths = _index.Pages[block.Page].Lengths;
        foreach (var (slot, weight) in block.Postings)
        {
            var offset = slot % SlotPage.Size;
            var score = Bm25.Score(rarity, weight, lengths[offset], _index.AverageLength);
            score *= isAsking && weight < FieldWeights.Name ? AskingWords.Weight : 1;
            ref var best = ref _term[offset];
            if (best == 0)
            {
                _touched[touched++] = offset;
            }

            best = Math.Max(best, score);
        }

        return touched;
    }

    private void Sum(int touched, int sentences)
    {
        foreach (var offset in _touched.AsSpan(0, touched))
        {
            _whole[offset] += _term[offset];
            for (var sentence = 0; sentence < _sentences.Length; sentence++)
            {
                if ((sentences & (1 << sentence)) != 0)
                {
                    _sentences[sentence][offset] += _term[offset];
                }
            }

            _term[offset] = 0;
        }
    }
}
