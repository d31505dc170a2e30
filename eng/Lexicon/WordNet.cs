using System.Globalization;

namespace AgentRegistry.Lexicon;

/// <summary>One meaning: the words for it, its definition, and the meanings it points to.</summary>
internal sealed record Meaning(IReadOnlyList<string> Words, string Gloss, IReadOnlyList<(string Kind, string Target)> Pointers);

/// <summary>Reads WordNet's database files (their format: wndb(5WN)).</summary>
internal static class WordNet
{
    public static Dictionary<string, Meaning> Read(string folder)
    {
        var meanings = new Dictionary<string, Meaning>(StringComparer.Ordinal);
        foreach (var part in new[] { "noun", "verb", "adj", "adv" })
        {
            // The licence stands at the head of each file, on lines that begin with a space.
            foreach (var line in File.ReadLines(Path.Combine(folder, "data." + part)).Where(line => !line.StartsWith(' ')))
            {
                var (key, meaning) = Parse(line);
                meanings[key] = meaning;
            }
        }

        return meanings;
    }

    private static (string Key, Meaning Meaning) Parse(string line)
    {
        var bar = line.IndexOf(" | ", StringComparison.Ordinal);
        var fields = line[..bar].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var words = int.Parse(fields[3], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var pointersAt = 4 + (2 * words);
        var pointers = int.Parse(fields[pointersAt], CultureInfo.InvariantCulture);
        return (Key(fields[2], fields[0]), new Meaning(
            [.. Enumerable.Range(0, words).Select(i => fields[4 + (2 * i)].Split('(')[0].Replace('_', ' '))],
            line[(bar + 3)..],
            [.. Enumerable.Range(0, pointers).Select(i => pointersAt + 1 + (4 * i)).Select(at => (fields[at], Key(fields[at + 2], fields[at + 1])))]));
    }

    /// <summary>A satellite adjective stands in the file of adjectives.</summary>
    private static string Key(string part, string offset) => (part == "s" ? "a" : part) + offset;
}
