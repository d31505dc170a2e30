using System.Text.RegularExpressions;
using AgentRegistry.Testing;

namespace AgentRegistry.Samples.Tests.Wire;

/// <summary>docs/wire.md as tests read it: a section for each type, with a table of its fields and an example.</summary>
internal static partial class WirePage
{
    public static string Text { get; } = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "wire.md"));

    /// <summary>What stands under a type's heading, up to the next one.</summary>
    public static string SectionOf(string type) =>
        Headings().Split(Text).FirstOrDefault(section => section.StartsWith($"## {type}\n", StringComparison.Ordinal)) ?? "";

    /// <summary>The JSON of a section.</summary>
    public static string ExampleOf(string type) => Example().Match(SectionOf(type)).Groups["json"].Value;

    /// <summary>The fields named in the first column of a section's table.</summary>
    public static IReadOnlyList<string> FieldsOf(string type) =>
        [.. FirstColumn().Matches(SectionOf(type)).SelectMany(row => Word().Matches(row.Groups["cell"].Value)).Select(word => word.Groups["word"].Value)];

    /// <summary>The registry's own rows of the table of exchanges and queues.</summary>
    public static IReadOnlyList<(string Message, string Queue, string Type)> Queues { get; } =
        [.. QueueRow().Matches(Text).Select(row => (row.Groups["message"].Value, row.Groups["queue"].Value, row.Groups["type"].Value))];

    [GeneratedRegex("^(?=#{1,2} )", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Headings();

    [GeneratedRegex("```json\n(?<json>.*?)\n```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Example();

    [GeneratedRegex("^\\| (?<cell>`[^|]*) \\|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FirstColumn();

    [GeneratedRegex("`(?<word>[^`]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"^\| \[(?<message>\w+)\]\([^|]*\| (command|request) \| `(?<queue>[a-z-]+)` \| (?<type>\w+) \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex QueueRow();
}
