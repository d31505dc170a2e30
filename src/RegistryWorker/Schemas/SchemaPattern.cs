using System.Globalization;
using System.Text.RegularExpressions;

namespace AgentRegistry.RegistryWorker.Schemas;

/// <summary>
/// A regular expression of a schema, matched without backtracking: the time is bounded by the product of the lengths of text and
/// expression. Expressions that cannot be matched so, with look-around or back-references, are refused.
/// </summary>
internal sealed partial class SchemaPattern
{
    private const int MaxLength = 1_024;
    private const long MaxRepeats = 10_000;
    private static readonly TimeSpan MatchLimit = TimeSpan.FromMilliseconds(100);

    private readonly Regex _regex;

    private SchemaPattern(Regex regex, long size)
    {
        _regex = regex;
        Size = size;
    }

    /// <summary>The size of the automaton, about.</summary>
    public long Size { get; }

    /// <summary>Reads an expression.</summary>
    /// <returns>Null where it is invalid or not supported; then <paramref name="fault"/> says why.</returns>
    public static SchemaPattern? Read(string text, out string fault)
    {
        var repeats = Repeats(text);
        fault = text.Length > MaxLength ? $"must be at most {MaxLength} characters"
            : repeats > MaxRepeats ? $"must not repeat anything more than {MaxRepeats} times in all"
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

    /// <summary>The product of all counts, since at worst they are nested.</summary>
    private static long Repeats(string text)
    {
        var product = 1L;
        foreach (Match match in Count().Matches(text))
        {
            var maximum = match.Groups["maximum"].Value is { Length: > 0 } given ? given : match.Groups["minimum"].Value;
            var count = long.TryParse(maximum, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;
            product = count > MaxRepeats ? MaxRepeats + 1 : Math.Min(product * Math.Max(count, 1), MaxRepeats + 1);
            if (product > MaxRepeats)
            {
                return product;
            }
        }

        return product;
    }

    [GeneratedRegex(@"\{(?<minimum>\d+)(?:,(?<maximum>\d*))?\}", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Count();
}
