using System.Collections.Frozen;
using System.IO.Compression;

namespace AgentRegistry.Discovery;

/// <summary>A term, its ordinal hash, and its similarity in meaning: 0.6 to 1.</summary>
internal readonly record struct RelatedWord(string Term, int Hash, float Similarity);

/// <summary>
/// English words with related meanings: <c>petrol, gasoline, fuel</c>; <c>job, employ, occupation</c>. Generated from WordNet by
/// <c>eng/lexicon.sh</c>, independent of any catalogue or query. Loaded on first use.
/// </summary>
internal static class RelatedWords
{
    private const string Resource = "related-words.br";

    private static readonly Lazy<FrozenDictionary<string, RelatedWord[]>> Table = new(Read);

    public static ReadOnlySpan<RelatedWord> Of(string term) => Table.Value.GetValueOrDefault(term);

    /// <summary>True for a word of the dictionary, which is therefore not a typing error.</summary>
    public static bool Knows(string term) => Table.Value.ContainsKey(term);

    private static FrozenDictionary<string, RelatedWord[]> Read()
    {
        using var stream = typeof(RelatedWords).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new BinaryReader(new BrotliStream(stream, CompressionMode.Decompress));
        var terms = new string[reader.ReadInt32()];
        for (var i = 0; i < terms.Length; i++)
        {
            terms[i] = reader.ReadString();
        }

        var table = new Dictionary<string, RelatedWord[]>(terms.Length, StringComparer.Ordinal);
        foreach (var term in terms)
        {
            var related = new RelatedWord[reader.ReadByte()];
            for (var i = 0; i < related.Length; i++)
            {
                var other = terms[reader.Read7BitEncodedInt()];
                related[i] = new RelatedWord(other, string.GetHashCode(other, StringComparison.Ordinal), reader.ReadByte() / (float)byte.MaxValue);
            }

            table.Add(term, related);
        }

        return table.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
