using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;

namespace AgentRegistry.Contracts.Tests;

/// <summary>The files of <c>Golden/</c>, read where the source lies.</summary>
internal static class Golden
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Wire", "Golden");

    /// <summary>Both forms of a message, as text.</summary>
    public static IEnumerable<(JsonSerializerOptions Form, string Text)> Forms(string name)
    {
        var forms = Read(name);
        return [(WireForm.Bus, forms["bus"]!.ToJsonString(Readable)), (WireForm.Http, forms["http"]!.ToJsonString(Readable))];
    }

    /// <summary>The order of fields is nobody's business.</summary>
    public static void Compare(string name, JsonNode actual)
    {
        var golden = Read(name);
        if (!JsonNode.DeepEquals(golden, actual))
        {
            golden.ToJsonString(Readable).ShouldBe(
                actual.ToJsonString(Readable),
                $"If the change is meant, and nobody out there is harmed by it, tests/Contracts.Tests/Wire/Golden/{name}.json must say the same.");
        }
    }

    private static JsonNode Read(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, name + ".json")))!;
}
