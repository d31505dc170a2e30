using System.Buffers;

namespace AgentRegistry.Discovery;

/// <summary>
/// Reduces the forms of an English word to one stem: <c>translates, translating, translation, translator</c> all give
/// <c>translat</c>. Lighter than Porter's: it removes one derivation only, because deeper stemming merges words that
/// distinguish agents (<c>organization, organ</c>).
/// </summary>
internal static class EnglishStem
{
    private static readonly SearchValues<char> VowelsAndY = SearchValues.Create("aeiouy");

    // The first match wins, so a longer ending precedes its own suffixes.
    private static readonly (string Ending, string Replacement, int ShortestStem)[] Derivations =
    [
        ("ification", "ify", 3),
        ("ization", "ize", 3),
        ("isation", "ise", 3),
        ("ational", "ate", 3),
        ("ation", "ate", 3),
        ("ative", "ate", 3),
        ("ifier", "ify", 3),
        ("ction", "ct", 2),
        ("ition", "it", 2),
        ("ator", "ate", 3),
        ("ment", "", 3),
        ("ness", "", 3),
        ("tor", "t", 3),
        ("ly", "", 3),
        ("er", "", 4),
    ];

    /// <summary>Stems a word of a–z in place.</summary>
    /// <returns>The length of the stem.</returns>
    public static int Apply(Span<char> word)
    {
        if (word.Length < 4)
        {
            return word.Length;
        }

        var length = WithoutPlural(word);
        length = WithoutInflection(word[..length]);
        length = WithoutDerivation(word[..length]);
        if (length > 3 && word[length - 1] == 'e' && !IsShort(word[..(length - 1)]))
        {
            length--;
        }

        if (length > 2 && word[length - 1] == 'y' && !IsVowel(word[length - 2]))
        {
            word[length - 1] = 'i';
        }

        return length;
    }

    private static int WithoutPlural(Span<char> word)
    {
        var length = word.Length;
        if (word.EndsWith("ies") && length > 4)
        {
            word[length - 3] = 'y';
            return length - 2;
        }

        if (word.EndsWith("sses") || word.EndsWith("xes") || word.EndsWith("ches") || word.EndsWith("shes"))
        {
            return length - 2;
        }

        return word[^1] == 's' && word[^2] is not ('s' or 'u' or 'i') ? length - 1 : length;
    }

    private static int WithoutInflection(Span<char> word)
    {
        var length = word.EndsWith("ing") ? word.Length - 3
            : word.EndsWith("ed") && !word.EndsWith("eed") ? word.Length - 2
            : word.Length;
        if (length == word.Length || length < 3 || !HasVowel(word[..length]))
        {
            return word.Length;
        }

        if (!IsShort(word[..length]))
        {
            return WithoutDouble(word[..length]);
        }

        word[length] = 'e';
        return length + 1;
    }

    private static int WithoutDerivation(Span<char> word)
    {
        foreach (var (ending, replacement, shortest) in Derivations)
        {
            var stem = word.Length - ending.Length;
            if (stem >= shortest && word.EndsWith(ending))
            {
                replacement.CopyTo(word[stem..]);
                return replacement.Length == 0 ? WithoutDouble(word[..stem]) : stem + replacement.Length;
            }
        }

        return word.Length;
    }

    /// <summary><c>runn</c> is <c>run</c>; <c>sell</c>, <c>pass</c> and <c>buzz</c> stay.</summary>
    private static int WithoutDouble(ReadOnlySpan<char> word) =>
        word.Length > 3 && word[^1] == word[^2] && !IsVowel(word[^1]) && word[^1] is not ('l' or 's' or 'z') ? word.Length - 1 : word.Length;

    /// <summary>
    /// <c>car</c>, <c>plan</c>, <c>tim</c>: a syllable that becomes another word with an e at its end. So care and caring have one stem, and
    /// car has another.
    /// </summary>
    private static bool IsShort(ReadOnlySpan<char> word) =>
        word.Length > 2
        && word[^1] is not ('w' or 'x' or 'y') && !IsVowel(word[^1])
        && VowelsAndY.Contains(word[^2])
        && !HasVowel(word[..^2]);

    private static bool HasVowel(ReadOnlySpan<char> word) => word.ContainsAny(VowelsAndY);

    private static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u';
}
