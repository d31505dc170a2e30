using System.Collections.Immutable;

namespace AgentRegistry.Discovery;

/// <summary>
/// The words of an index by length and first letter, in which a misspelt one is looked up: "tranlsate", "wether". Immutable. People
/// hardly ever get the first letter wrong, so that a few hundred words are looked at and not all.
/// </summary>
internal sealed class Spellings
{
    public static readonly Spellings Empty = new(ImmutableDictionary<(char, int), string[]>.Empty);

    // Of shorter words there is another at every turn.
    private const int Shortest = 4;
    private const int Longest = 24;

    private readonly ImmutableDictionary<(char First, int Length), string[]> _words;

    private Spellings(ImmutableDictionary<(char First, int Length), string[]> words) => _words = words;

    /// <param name="added">Words that it has not.</param>
    /// <param name="removed">Words that it has.</param>
    public Spellings With(IEnumerable<string> added, IEnumerable<string> removed)
    {
        var words = _words.ToBuilder();
        foreach (var shape in added.Where(IsWord).GroupBy(ShapeOf))
        {
            words[shape.Key] = [.. words.GetValueOrDefault(shape.Key, []), .. shape];
        }

        foreach (var shape in removed.Where(IsWord).GroupBy(ShapeOf))
        {
            words[shape.Key] = [.. words[shape.Key].Except(shape, StringComparer.Ordinal)];
        }

        return new Spellings(words.ToImmutable());
    }

    /// <summary>Words that are one slip away: a letter too many, missing, wrong, or two in each other's place.</summary>
    public IReadOnlyList<string> Near(string word)
    {
        var near = new List<string>();
        for (var length = word.Length - 1; length <= word.Length + 1 && IsWord(word); length++)
        {
            foreach (var other in _words.GetValueOrDefault((word[0], length), []))
            {
                if (IsOneSlip(word, other))
                {
                    near.Add(other);
                }
            }
        }

        return near;
    }

    /// <summary>Whether two different words differ by one slip.</summary>
    public static bool IsOneSlip(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        if (one.Length > other.Length)
        {
            return IsOneSlip(other, one);
        }

        var start = one.CommonPrefixLength(other);
        var a = one[start..];
        var b = other[start..];
        return b.Length switch
        {
            0 => false,
            _ when b.Length - a.Length > 1 => false,
            _ when b.Length > a.Length => a.SequenceEqual(b[1..]),
            _ => a[1..].SequenceEqual(b[1..]) || (a.Length > 1 && a[0] == b[1] && a[1] == b[0] && a[2..].SequenceEqual(b[2..])),
        };
    }

    private static (char First, int Length) ShapeOf(string word) => (word[0], word.Length);

    private static bool IsWord(string term) => term.Length is >= Shortest and <= Longest && !term.AsSpan().ContainsAnyExceptInRange('a', 'z');
}
