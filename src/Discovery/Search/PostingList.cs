using System.Runtime.InteropServices;

namespace AgentRegistry.Discovery;

/// <summary>A term's weight in the agent of a slot. Weight 0 in an edit takes the agent out.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Posting(int Slot, float Weight);

/// <summary>The postings of one page of slots, by slot.</summary>
internal readonly record struct PostingBlock(int Page, Posting[] Postings);

/// <summary>
/// Which agents have a term. Immutable: a change copies the blocks of the pages it touches and shares the rest, so its cost is
/// bounded by the page, whatever the number of agents that have the term.
/// </summary>
internal sealed class PostingList
{
    public static readonly PostingList Empty = new([], 0);

    private PostingList(PostingBlock[] blocks, int count)
    {
        Blocks = blocks;
        Count = count;
    }

    /// <summary>By page.</summary>
    public PostingBlock[] Blocks { get; }

    /// <summary>How many agents have the term.</summary>
    public int Count { get; }

    /// <param name="edits">By slot, each slot once.</param>
    public PostingList With(ReadOnlySpan<Posting> edits)
    {
        var blocks = new List<PostingBlock>(Blocks.Length + 1);
        var count = Count;
        var old = 0;
        while (edits.Length > 0)
        {
            var page = edits[0].Slot / SlotPage.Size;
            var last = 1;
            while (last < edits.Length && edits[last].Slot / SlotPage.Size == page)
            {
                last++;
            }

            while (old < Blocks.Length && Blocks[old].Page < page)
            {
                blocks.Add(Blocks[old++]);
            }

            var before = old < Blocks.Length && Blocks[old].Page == page ? Blocks[old++].Postings : [];
            var after = Merge(before, edits[..last]);
            count += after.Length - before.Length;
            if (after.Length > 0)
            {
                blocks.Add(new PostingBlock(page, after));
            }

            edits = edits[last..];
        }

        blocks.AddRange(Blocks.AsSpan(old));
        return count == 0 ? Empty : new PostingList([.. blocks], count);
    }

    private static Posting[] Merge(ReadOnlySpan<Posting> before, ReadOnlySpan<Posting> edits)
    {
        var merged = new List<Posting>(before.Length + edits.Length);
        foreach (var edit in edits)
        {
            while (before.Length > 0 && before[0].Slot < edit.Slot)
            {
                merged.Add(before[0]);
                before = before[1..];
            }

            if (before.Length > 0 && before[0].Slot == edit.Slot)
            {
                before = before[1..];
            }

            if (edit.Weight > 0)
            {
                merged.Add(edit);
            }
        }

        merged.AddRange(before);
        return [.. merged];
    }
}
