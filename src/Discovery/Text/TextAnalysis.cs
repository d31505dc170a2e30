using System.Globalization;
using System.Text;

namespace AgentRegistry.Discovery;

/// <summary>A term as it is indexed, and where in the text it came from.</summary>
internal readonly record struct Token(string Term, int Start, int End);

/// <summary>
/// Splits text into terms: words of any script in lower case, without stop words, English ones stemmed. A compound such as
/// <c>GitHub</c>, <c>getWeather</c> or <c>base64</c> yields its parts and itself: people write it either way. Chinese, Japanese
/// and Korean, which do not separate words by spaces, yield every pair of adjacent characters.
/// </summary>
internal static class TextAnalysis
{
    // Longer runs are keys, hashes and blobs; their beginning distinguishes them, and a term stays small.
    private const int MaxWordLength = 64;

    private enum Kind
    {
        Gap,
        Word,
        Ideograph,

        /// <summary>Part of the word around it: in Arabic, Hindi, and where an accent is a separate character.</summary>
        Mark,
    }

    public static List<Token> Tokens(string text) => Tokens(text, keepStopWords: false);

    /// <param name="text">Of any length and language.</param>
    /// <param name="keepStopWords">True where the wording matters as much as the subject.</param>
    public static List<Token> Tokens(string text, bool keepStopWords)
    {
        var tokens = new List<Token>();
        var at = 0;
        while (at < text.Length)
        {
            var kind = KindAt(text, at, out var length);
            var end = at + length;
            while (end < text.Length && Continues(kind, KindAt(text, end, out length)))
            {
                end += length;
            }

            if (kind == Kind.Word)
            {
                AddWord(tokens, text, at, end, keepStopWords);
            }
            else if (kind == Kind.Ideograph)
            {
                AddPairs(tokens, text, at, end);
            }

            at = end;
        }

        return tokens;
    }

    private static bool Continues(Kind run, Kind next) => next == run || (run == Kind.Word && next == Kind.Mark);

    private static void AddWord(List<Token> tokens, string text, int start, int end, bool keepStopWords)
    {
        AddTerm(tokens, text, start, end, keepStopWords);
        var part = start;
        for (var at = start + 1; at < end; at++)
        {
            if (IsSeam(text, at, end))
            {
                AddPart(tokens, text, part, at, keepStopWords);
                part = at;
            }
        }

        if (part > start)
        {
            AddPart(tokens, text, part, end, keepStopWords);
        }
    }

    private static void AddPart(List<Token> tokens, string text, int start, int end, bool keepStopWords)
    {
        // A single letter or digit of a compound carries no meaning.
        if (end - start > 1)
        {
            AddTerm(tokens, text, start, end, keepStopWords);
        }
    }

    private static void AddTerm(List<Token> tokens, string text, int start, int end, bool keepStopWords)
    {
        Span<char> buffer = stackalloc char[MaxWordLength];
        var cut = Math.Min(end, start + MaxWordLength);
        if (cut < end && char.IsHighSurrogate(text[cut - 1]))
        {
            cut--;
        }

        var word = buffer[..text.AsSpan(start, cut - start).ToLowerInvariant(buffer)];
        if (!keepStopWords && StopWords.Contains(word))
        {
            return;
        }

        var term = word.ContainsAnyExceptInRange('a', 'z') ? word : word[..EnglishStem.Apply(word)];
        tokens.Add(new Token(new string(term), start, cut));
    }

    private static void AddPairs(List<Token> tokens, string text, int start, int end)
    {
        var first = start;
        var second = start + WidthAt(text, start);
        if (second == end)
        {
            tokens.Add(new Token(text[start..end], start, end));
        }

        while (second < end)
        {
            var after = second + WidthAt(text, second);
            tokens.Add(new Token(text[first..after], first, after));
            (first, second) = (second, after);
        }
    }

    /// <summary>Whether a compound splits before this character: fooBar, HTTPServer, base64.</summary>
    private static bool IsSeam(string text, int at, int end)
    {
        var (before, here) = (text[at - 1], text[at]);
        if (char.IsDigit(here) != char.IsDigit(before))
        {
            return true;
        }

        return char.IsUpper(here)
            && (char.IsLower(before) || (char.IsUpper(before) && at + 1 < end && char.IsLower(text[at + 1])));
    }

    private static int WidthAt(string text, int at) => char.IsHighSurrogate(text[at]) ? 2 : 1;

    private static Kind KindAt(string text, int at, out int length)
    {
        if (char.IsAscii(text[at]))
        {
            length = 1;
            return char.IsAsciiLetterOrDigit(text[at]) ? Kind.Word : Kind.Gap;
        }

        // Half a surrogate pair decodes to the replacement character, which is a gap.
        _ = Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out length);
        if (Rune.IsLetter(rune))
        {
            return IsIdeograph(rune.Value) ? Kind.Ideograph : Kind.Word;
        }

        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.DecimalDigitNumber => Kind.Word,
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark => Kind.Mark,
            _ => Kind.Gap,
        };
    }

    private static bool IsIdeograph(int c) => c is
        (>= 0x1100 and <= 0x11FF) // Hangul, by letters
        or (>= 0x3005 and <= 0x318F) // kana, bopomofo, Hangul letters
        or (>= 0x31A0 and <= 0x31FF)
        or (>= 0x3400 and <= 0x4DBF)
        or (>= 0x4E00 and <= 0x9FFF) // Chinese characters
        or (>= 0xAC00 and <= 0xD7AF) // Hangul, by syllables
        or (>= 0xF900 and <= 0xFAFF)
        or (>= 0xFF66 and <= 0xFFDC) // kana and Hangul of half width
        or (>= 0x20000 and <= 0x3FFFF);
}
