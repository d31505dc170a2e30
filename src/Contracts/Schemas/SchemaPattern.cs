using System.Globalization;
using System.Text.RegularExpressions;

namespace AgentRegistry.Contracts;

/// <summary>
/// A regular expression of a schema, matched without going back: the time grows with the text and the expression, and never beyond
/// their product. Expressions that cannot be matched so, with look-around or back-references, are refused.
/// </summary>
internal sealed partial class SchemaPattern
{
    private const int Longest = 1_024;
    private const long MostRepeats = 10_000;
    private static readonly TimeSpan MatchLimit = TimeSpan.FromMilliseconds(100);

    private readonly Regex _regex;

    private SchemaPattern(Regex regex, long size)
    {
        _regex = regex;
        Size = size;
    }

    /// <summary>About how large the automaton is.</summary>
    public long Size { get; }

    /// <summary>Reads an expression.</summary>
    /// <returns>Null where it is none, or none that is taken; then why.</returns>
    public static SchemaPattern? Read(string text, out string fault)
    {
        var repeats = Repeats(text);
        fault = text.Length > Longest ? $"must be at most {Longest} characters"
            : repeats > MostRepeats ? $"must not repeat anything more than {MostRepeats} times in all"
            : "";
        if (fault.Length > 0)
        {
            return null;
        }

        try
        {
            return new(new Regex(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, MatchLimit), (text.Length + 1) * repeats);
        }
        catch (NotSupportedException)
        {
            fault = "must not use look-around, back-references or atomic groups, nor repeat too much: that cannot be matched in bounded time";
        }
        catch (ArgumentException)
        {
            fault = "must be a regular expression";
        }

        return null;
    }

    /// <exception cref="RegexMatchTimeoutException">It takes too long.</exception>
    public bool IsMatch(string text) => _regex.IsMatch(text);

    /// <summary>Counts stand within one another at worst: their product.</summary>
    private static long Repeats(string text)
    {
        var product = 1L;
        foreach (Match match in Count().Matches(text))
        {
            var most = match.Groups["most"].Value is { Length: > 0 } given ? given : match.Groups["least"].Value;
            var count = long.TryParse(most, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;
            product = count > MostRepeats ? MostRepeats + 1 : Math.Min(product * Math.Max(count, 1), MostRepeats + 1);
            if (product > MostRepeats)
            {
                return product;
            }
        }

        return product;
    }

    [GeneratedRegex(@"\{(?<least>\d+)(?:,(?<most>\d*))?\}", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Count();
}
