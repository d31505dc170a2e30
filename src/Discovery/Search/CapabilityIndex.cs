namespace AgentRegistry.Discovery;

/// <summary>The inverted index at one moment. Immutable, so that readers need no lock; <see cref="CapabilityIndexWriter"/> makes the next one.</summary>
internal sealed class CapabilityIndex
{
    public static readonly CapabilityIndex Empty = new(TermTable.Empty, Vocabulary.Empty, Spellings.Empty, [], 0, 0, 0);

    public CapabilityIndex(
        TermTable terms, Vocabulary vocabulary, Spellings spellings, SlotPage[] pages, int count, int tried, double totalLength)
    {
        Terms = terms;
        Vocabulary = vocabulary;
        Spellings = spellings;
        Pages = pages;
        Count = count;
        Tried = tried;
        AverageLength = totalLength > 0 ? (float)(totalLength / count) : 1;
    }

    public TermTable Terms { get; }

    /// <summary>Of the words of agents' texts.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>Of the terms.</summary>
    public Spellings Spellings { get; }

    public SlotPage[] Pages { get; }

    /// <summary>How many agents it holds.</summary>
    public int Count { get; }

    /// <summary>How many of them have answered something well.</summary>
    public int Tried { get; }

    /// <summary>Of an agent's document; never 0.</summary>
    public float AverageLength { get; }

    /// <summary>The index's own string for a term, if it has it.</summary>
    public string Shared(string term) => Terms[term] is { Count: > 0 } known ? known.Term : term;

    public PostingList Postings(string term) => Terms[term];
}
