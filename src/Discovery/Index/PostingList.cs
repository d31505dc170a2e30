using System.Buffers;
using System.Runtime.InteropServices;

namespace AgentRegistry.Discovery;

/// <summary>A term's weight in the agent of a slot. Weight 0 in an edit removes the agent.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Posting(int Slot, float Weight);

/// <summary>The postings of one page of slots, by slot.</summary>
internal readonly record struct PostingBlock(int Page, Posting[] Postings);

/// <summary>
/// The agents that have a term. Immutable: a change copies the blocks of the pages it touches and shares the rest, so its cost is
/// bounded by the page, not by the number of agents that have the term.
/// </summary>
internal sealed class PostingList
{
    public static readonly PostingList Empty = new("", [], 0);

    private PostingList(string term, PostingBlock[] blocks, int count)
    {
        Term = term;
        Blocks = blocks;
        Count = count;
    }

    /// <summary>The string that the index and its documents share.</summary>
    public string Term { get; }

    /// <summary>By page.</summary>
    public PostingBlock[] Blocks { get; }

    /// <summary>The number of agents that have the term.</summary>
    public int Count { get; }

    /// <param name="term">The shared string of the term.</param>
    /// <param name="edits">By slot, each slot once.</param>
    public PostingList With(string term, ReadOnlySpan<Posting> edits)
    {
        // A rented array: otherwise one more agent for a common word would allocate the whole list twice.
        var blocks = ArrayPool<PostingBlock>.Shared.Rent(Blocks.Length + edits.Length);
        var (written, count) = (0, Count);
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
                blocks[written++] = Blocks[old++];
            }

            var before = old < Blocks.Length && Blocks[old].Page == page ? Blocks[old++].Postings : [];
            var after = Merge(before, edits[..last]);
            count += after.Length - before.Length;
            if (after.Length > 0)
            {
                blocks[written++] = new PostingBlock(page, after);
            }

            edits = edits[last..];
        }

        Blocks.AsSpan(old).CopyTo(blocks.AsSpan(written));
        var all = blocks.AsSpan(0, written + Blocks.Length - old).ToArray();
        ArrayPool<PostingBlock>.Shared.Return(blocks, clearArray: true);
        return count == 0 ? Empty : new PostingList(term, all, count);
    }

    private static Posting[] Merge(ReadOnlySpan<Posting> before, ReadOnlySpan<Posting> edits)
    {
        var merged = ArrayPool<Posting>.Shared.Rent(before.Length + edits.Length);
        var written = 0;
        foreach (var edit in edits)
        {
            while (before.Length > 0 && before[0].Slot < edit.Slot)
            {
                merged[written++] = before[0];
                before = before[1..];
            }

            if (before.Length > 0 && before[0].Slot == edit.Slot)
            {
                before = before[1..];
            }

            if (edit.Weight > 0)
            {
                merged[written++] = edit;
            }
        }

        before.CopyTo(merged.AsSpan(written));
        var all = merged.AsSpan(0, written + before.Length).ToArray();
        ArrayPool<Posting>.Shared.Return(merged);
        return all;
    }
}
