namespace AgentRegistry.Discovery;

/// <summary>
/// An exact name adds more than all words together can reach, an exact id twice that: exact hits come first, and among themselves
/// still in the order of their text.
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

    /// <summary>Adds those of a page. The pages have to come in their order.</summary>
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
