using System.Buffers;
using System.Numerics;

namespace AgentRegistry.Discovery;

/// <summary>
/// Scores all agents once, for the whole query and for each of its sentences. Page by page: each posting list is read once from
/// start to end, while a page's scores stay in the processor's L1 cache. Pages without a word of the query cost nothing.
/// </summary>
internal sealed class TextScores : IDisposable
{
    private readonly CapabilityIndex _index;
    private readonly float[] _whole;
    private readonly float[][] _sentences;
    private readonly bool[] _any;

    public TextScores(CapabilityIndex index, SearchTerms terms)
    {
        _index = index;
        _any = new bool[index.Pages.Length];
        _whole = Rented();

        // A single sentence is the whole query.
        _sentences = [.. Enumerable.Range(0, terms.SentenceCount > 1 ? terms.SentenceCount : 0).Select(_ => Rented())];
        var work = new Work(terms);
        for (var page = 0; page < _any.Length; page++)
        {
            Score(page, terms, work);
        }
    }

    /// <summary>Whether an agent of the page has a word of the query.</summary>
    public bool HasAny(int page) => _any[page];

    /// <summary>The scores of a page, cleared on first use.</summary>
    public Span<float> Begun(int page)
    {
        if (!_any[page])
        {
            _any[page] = true;
            Whole(page).Clear();
            foreach (var sentence in _sentences)
            {
                Page(sentence, page).Clear();
            }
        }

        return Whole(page);
    }

    public Span<float> Whole(int page) => Page(_whole, page);

    public Span<float> Sentence(int sentence, int page) => Page(_sentences[sentence], page);

    public void Dispose()
    {
        ArrayPool<float>.Shared.Return(_whole);
        foreach (var sentence in _sentences)
        {
            ArrayPool<float>.Shared.Return(sentence);
        }
    }

    private static Span<float> Page(float[] scores, int page) => scores.AsSpan(page * SlotPage.Size, SlotPage.Size);

    private float[] Rented() => ArrayPool<float>.Shared.Rent(_index.Pages.Length * SlotPage.Size);

    private void Score(int page, SearchTerms terms, Work work)
    {
        var isNormed = false;
        for (var t = 0; t < terms.Terms.Count; t++)
        {
            var term = terms.Terms[t];
            var touched = 0;
            for (var s = 0; s < term.Sources.Length; s++)
            {
                var blocks = term.Sources[s].Postings.Blocks;
                ref var cursor = ref work.Cursors[t][s];
                if (cursor < blocks.Length && blocks[cursor].Page == page)
                {
                    if (!isNormed)
                    {
                        Bm25.Norms(_index.Pages[page].Lengths, _index.AverageLength, work.Norms);
                        isNormed = true;
                    }

                    touched = Take(blocks[cursor++].Postings, term.Sources[s].Idf, term.IsGeneric ? GenericWords.Weight : 1, work, touched);
                }
            }

            if (touched > 0)
            {
                Sum(page, work, touched, term.Sentences);
            }
        }
    }

    /// <summary>An agent scores by the best of a term's sources.</summary>
    private static int Take(Posting[] postings, float idf, float outsideName, Work work, int touched)
    {
        var (best, norms) = (work.Term, work.Norms);
        foreach (var (slot, weight) in postings)
        {
            var offset = slot % SlotPage.Size;
            var score = Bm25.Score(idf, weight, norms[offset]) * (weight < FieldWeights.Name ? outsideName : 1);
            if (best[offset] == 0)
            {
                work.Touched[touched++] = offset;
            }

            best[offset] = Math.Max(best[offset], score);
        }

        return touched;
    }

    private void Sum(int page, Work work, int touched, int sentences)
    {
        Add(work, touched, Begun(page));
        for (var left = _sentences.Length > 0 ? (uint)sentences : 0; left != 0; left &= left - 1)
        {
            Add(work, touched, Page(_sentences[BitOperations.TrailingZeroCount(left)], page));
        }

        foreach (var offset in work.Touched.AsSpan(0, touched))
        {
            work.Term[offset] = 0;
        }
    }

    private static void Add(Work work, int touched, Span<float> scores)
    {
        foreach (var offset in work.Touched.AsSpan(0, touched))
        {
            scores[offset] += work.Term[offset];
        }
    }

    /// <summary>Buffers that are reused from page to page.</summary>
    private sealed class Work(SearchTerms terms)
    {
        /// <summary>The position in each posting list.</summary>
        public int[][] Cursors { get; } = [.. terms.Terms.Select(term => new int[term.Sources.Length])];

        /// <summary>The agents' length normalization.</summary>
        public float[] Norms { get; } = new float[SlotPage.Size];

        /// <summary>The scores of one term, 0 except for the touched ones.</summary>
        public float[] Term { get; } = new float[SlotPage.Size];

        public int[] Touched { get; } = new int[SlotPage.Size];
    }
}

/// <summary>
/// An exact name adds more than all words together can reach, an exact id twice that: exact matches come first, ordered by text
/// among themselves.
/// </summary>
internal sealed class ExactScores
{
    private readonly (PostingList Postings, float Bonus)[] _lists;
    private readonly int[] _cursors;

    public ExactScores(SearchTerms terms)
    {
        var bonus = 1 + terms.Terms.Sum(term => term.Bound);
        _lists = [(terms.Name, bonus), (terms.Id, 2 * bonus)];
        _cursors = new int[_lists.Length];
    }

    /// <summary>Adds the bonuses of a page. Pages must be passed in order.</summary>
    public void Add(TextScores scores, int page)
    {
        for (var i = 0; i < _lists.Length; i++)
        {
            var (postings, bonus) = _lists[i];
            if (_cursors[i] == postings.Blocks.Length || postings.Blocks[_cursors[i]].Page != page)
            {
                continue;
            }

            var whole = scores.Begun(page);
            foreach (var (slot, _) in postings.Blocks[_cursors[i]++].Postings)
            {
                whole[slot % SlotPage.Size] += bonus;
            }
        }
    }
}
