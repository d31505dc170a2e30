namespace AgentRegistry.Discovery;

/// <summary>
/// An exact name adds more than all words together can reach, an exact id twice that: exact hits come first, and among themselves
/// still in the order of their text.
/// </summary>
internal sealed class ExactScores
{
    private readonly (PostingList Postings, float Bonus)[] _lists;
    private readonly int[] _cursors;
    private readonly float[] _scores = new float[SlotPage.Size];

    public ExactScores(SearchTerms terms)
    {
        var bonus = 1 + terms.Terms.Sum(term => term.Bound);
        _lists = [(terms.Name, bonus), (terms.Id, 2 * bonus)];
        _cursors = new int[_lists.Length];
    }

    public float this[int offset] => _scores[offset];

    /// <returns>False when no agent of the page is meant by its id or a name.</returns>
    public bool Score(int page)
    {
        Array.Clear(_scores);
        var any = false;
        for (var i = 0; i < _lists.Length; i++)
        {
            var (postings, bonus) = _lists[i];
            if (_cursors[i] == postings.Blocks.Length || postings.Blocks[_cursors[i]].Page != page)
            {
                continue;
            }

            any = true;
            foreach (var (slot, _) in postings.Blocks[_cursors[i]++].Postings)
            {
                _scores[slot % SlotPage.Size] += bonus;
            }
        }

        return any;
    }
}
