using System.Text;

namespace AgentRegistry.Fleet;

/// <summary>
/// Turns ids of any kind into ids that the registry takes: 1–128 of letters, digits, <c>. _ : -</c>. Each is given out once, and
/// the same ids in the same order always become the same.
/// </summary>
internal sealed class AgentIds
{
    public const int Longest = 128;

    /// <summary>For an id that has nothing in it that may stay, such as one in Chinese.</summary>
    private const string Nameless = "agent";

    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _repeats = new(StringComparer.Ordinal);

    /// <summary>The id, made valid; with a number at its end where that one is taken.</summary>
    public string Next(string raw)
    {
        var id = Valid(raw);
        var candidate = id;
        while (!_taken.Add(candidate))
        {
            // Numbers go on where they ended: a catalogue that is repeated a thousand times must not count from 2 each time.
            var number = _repeats.GetValueOrDefault(id, 1) + 1;
            _repeats[id] = number;
            candidate = Numbered(id, number);
        }

        return candidate;
    }

    /// <summary>A slash becomes a colon, which the registry takes; each run of other characters a hyphen.</summary>
    public static string Valid(string raw)
    {
        var id = new StringBuilder(Math.Min(raw.Length, Longest));
        foreach (var c in raw.Trim())
        {
            if (id.Length == Longest)
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

        // Dots alone would be steps up and down in a URL.
        return id.ToString().Any(char.IsAsciiLetterOrDigit) ? id.ToString() : Nameless;
    }

    private static string Numbered(string id, int number)
    {
        var suffix = $"-{number}";
        return id.Length + suffix.Length <= Longest ? id + suffix : id[..(Longest - suffix.Length)] + suffix;
    }
}
