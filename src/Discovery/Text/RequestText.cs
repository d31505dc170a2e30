using System.Text.RegularExpressions;

namespace AgentRegistry.Discovery;

/// <summary>A word of a request.</summary>
/// <param name="Token">The word.</param>
/// <param name="Sentence">The number of its sentence, from 0.</param>
/// <param name="IsValue">True for an argument of the request rather than its subject: a title in quotes, a number, a code.</param>
internal readonly record struct RequestWord(Token Token, int Sentence, bool IsValue);

/// <summary>Splits a request into words and sentences. A request for several things usually has a sentence for each.</summary>
internal static partial class RequestText
{
    /// <summary>Further sentences count as part of the last one.</summary>
    public const int MaxSentences = 8;

    public static IReadOnlyList<RequestWord> Words(string text)
    {
        var ends = SentenceEnd().Matches(text);
        var quotes = Quoted().Matches(text);
        var words = new List<RequestWord>();
        var (sentence, quote) = (0, 0);
        foreach (var token in TextAnalysis.Tokens(text))
        {
            while (sentence < ends.Count && ends[sentence].Index < token.Start)
            {
                sentence++;
            }

            while (quote < quotes.Count && quotes[quote].Index + quotes[quote].Length <= token.Start)
            {
                quote++;
            }

            var isQuoted = quote < quotes.Count && quotes[quote].Index <= token.Start;
            words.Add(new RequestWord(token, Math.Min(sentence, MaxSentences - 1), isQuoted || token.Term.Any(char.IsDigit)));
        }

        return words;
    }

    [GeneratedRegex(@"[.?!;:。？！；](?=\s|$)|[。？！；]|\n", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SentenceEnd();

    // An apostrophe within a word is not a quotation mark.
    [GeneratedRegex("\"[^\"\n]{1,200}\"|“[^”\n]{1,200}”|(?<![\\p{L}\\d])['‘][^'’\n]{1,200}['’](?![\\p{L}\\d])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoted();
}
