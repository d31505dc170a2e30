using System.Collections.Immutable;

namespace AgentRegistry.Discovery;

/// <summary>
/// Finds the words of an index that differ from a given one by a typing error: "tranlsate", "wether". Immutable. Words are grouped by
/// length and first letter, which is hardly ever wrong, so that a few hundred of them are compared and not all.
/// </summary>
internal sealed class FuzzyMatcher
{
    public static readonly FuzzyMatcher Empty = new(ImmutableDictionary<(char, int), string[]>.Empty);

    // Shorter words have too many neighbours.
    private const int MinLength = 4;
    private const int MaxLength = 24;

    private readonly ImmutableDictionary<(char First, int Length), string[]> _words;

    private FuzzyMatcher(ImmutableDictionary<(char First, int Length), string[]> words) => _words = words;

    /// <param name="added">Words that it does not contain.</param>
    /// <param name="removed">Words that it contains.</param>
    public FuzzyMatcher With(IEnumerable<string> added, IEnumerable<string> removed)
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

        return new FuzzyMatcher(words.ToImmutable());
    }

    /// <summary>The words one edit away: a letter added, missing or wrong, or two adjacent ones swapped.</summary>
    public IReadOnlyList<string> Matches(string word)
    {
        var matches = new List<string>();
        for (var length = word.Length - 1; length <= word.Length + 1 && IsWord(word); length++)
        {
            foreach (var other in _words.GetValueOrDefault((word[0], length), []))
            {
                if (IsOneEditApart(word, other))
                {
                    matches.Add(other);
                }
            }
        }

        return matches;
    }

    /// <summary>Whether two words differ by exactly one edit.</summary>
    public static bool IsOneEditApart(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        if (one.Length > other.Length)
        {
            return IsOneEditApart(other, one);
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

    private static bool IsWord(string term) => term.Length is >= MinLength and <= MaxLength && !term.AsSpan().ContainsAnyExceptInRange('a', 'z');
}
