using System.Text;

namespace AgentRegistry.Fleet;

/// <summary>
/// Makes valid, unique ids of any ids: 1–128 of letters, digits, <c>. _ : -</c>. The same ids in the same order always give the same
/// result.
/// </summary>
internal sealed class AgentIds
{
    public const int MaxLength = 128;

    /// <summary>For an id without any valid character, such as one in Chinese.</summary>
    private const string Fallback = "agent";

    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _repeats = new(StringComparer.Ordinal);

    /// <summary>The id, made valid; with a number at its end where it is taken.</summary>
    public string Next(string raw)
    {
        var id = Valid(raw);
        var candidate = id;
        while (!_taken.Add(candidate))
        {
            // Numbers continue: a catalogue that is repeated a thousand times must not count from 2 each time.
            var number = _repeats.GetValueOrDefault(id, 1) + 1;
            _repeats[id] = number;
            candidate = Numbered(id, number);
        }

        return candidate;
    }

    /// <summary>A slash becomes a colon; each run of other invalid characters a hyphen.</summary>
    public static string Valid(string raw)
    {
        var id = new StringBuilder(Math.Min(raw.Length, MaxLength));
        foreach (var c in raw.Trim())
        {
            if (id.Length == MaxLength)
            {
                break;
            }

            var valid = char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or ':' or '-' ? c : c == '/' ? ':' : '-';
            if (valid != c && id.Length > 0 && id[^1] is '-' or ':')
            {
                continue;
            }

            id.Append(valid);
        }

        // Dots alone would be relative path segments in a URL.
        return id.ToString().Any(char.IsAsciiLetterOrDigit) ? id.ToString() : Fallback;
    }

    private static string Numbered(string id, int number)
    {
        var suffix = $"-{number}";
        return id.Length + suffix.Length <= MaxLength ? id + suffix : id[..(MaxLength - suffix.Length)] + suffix;
    }
}
