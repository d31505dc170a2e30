using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace AgentRegistry.Storage.Json;

/// <summary>
/// What makes one JSON value another, as operations of RFC 6902. Objects are compared name by name, lists from both ends towards
/// the middle; a part whose operations would be many and longer than the part itself is replaced whole, so that a patch is never much
/// longer than what it gives.
/// </summary>
internal static class JsonPatch
{
    /// <summary>The characters of an operation beside its path and value, about.</summary>
    private const int Frame = 30;

    /// <summary>Characters of operations that tell a reader more than the part replaced whole, however short that is.</summary>
    private const int Readable = 4_096;

    /// <summary>The operations that make <paramref name="from"/> <paramref name="to"/>, in their order; none where they are equal.</summary>
    public static IReadOnlyList<JsonElement> Between(JsonElement from, JsonElement to) =>
        [.. Compare(from, to, "").Operations.Select(operation => operation.ToElement())];

    private static Steps Compare(JsonElement from, JsonElement to, string path)
    {
        var steps = new Steps();
        if (JsonElement.DeepEquals(from, to))
        {
            return steps;
        }

        switch (from.ValueKind, to.ValueKind)
        {
            case (JsonValueKind.Object, JsonValueKind.Object):
                CompareObjects(from, to, path, steps);
                break;
            case (JsonValueKind.Array, JsonValueKind.Array):
                CompareLists(from, to, path, steps);
                break;
            default:
                steps.Add("replace", path, to);
                return steps;
        }

        if (steps.Length <= Readable)
        {
            return steps;
        }

        var whole = new Steps();
        whole.Add("replace", path, to);
        return whole.Length < steps.Length ? whole : steps;
    }

    private static void CompareObjects(JsonElement from, JsonElement to, string path, Steps steps)
    {
        var (before, after) = (Fields(from), Fields(to));
        foreach (var name in before.Keys.Where(name => !after.ContainsKey(name)))
        {
            steps.Add("remove", At(path, name), null);
        }

        foreach (var (name, value) in after)
        {
            if (before.TryGetValue(name, out var old))
            {
                steps.Add(Compare(old, value, At(path, name)));
            }
            else
            {
                steps.Add("add", At(path, name), value);
            }
        }
    }

    private static void CompareLists(JsonElement from, JsonElement to, string path, Steps steps)
    {
        var (before, after) = (from.EnumerateArray().ToArray(), to.EnumerateArray().ToArray());
        var shorter = Math.Min(before.Length, after.Length);
        var head = 0;
        while (head < shorter && JsonElement.DeepEquals(before[head], after[head]))
        {
            head++;
        }

        var tail = 0;
        while (tail < shorter - head && JsonElement.DeepEquals(before[^(tail + 1)], after[^(tail + 1)]))
        {
            tail++;
        }

        var (olds, news) = (before.Length - head - tail, after.Length - head - tail);
        for (var i = 0; i < Math.Min(olds, news); i++)
        {
            steps.Add(Compare(before[head + i], after[head + i], At(path, head + i)));
        }

        // From the last on, so that those before it keep their places.
        for (var i = olds - 1; i >= news; i--)
        {
            steps.Add("remove", At(path, head + i), null);
        }

        for (var i = olds; i < news; i++)
        {
            steps.Add("add", At(path, head + i), after[head + i]);
        }
    }

    /// <summary>Where a name stands twice in an object, the last one holds.</summary>
    private static Dictionary<string, JsonElement> Fields(JsonElement element)
    {
        var fields = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var field in element.EnumerateObject())
        {
            fields[field.Name] = field.Value;
        }

        return fields;
    }

    private static string At(string path, string name) =>
        $"{path}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    private static string At(string path, int place) => string.Create(CultureInfo.InvariantCulture, $"{path}/{place}");

    /// <summary>Operations, and about how long they are as text.</summary>
    private sealed class Steps
    {
        public List<Operation> Operations { get; } = [];

        public long Length { get; private set; }

        public void Add(string name, string path, JsonElement? value)
        {
            Operations.Add(new Operation(name, path, value));
            Length += Frame + path.Length + (value is { } element ? JsonMarshal.GetRawUtf8Value(element).Length : 0);
        }

        public void Add(Steps others)
        {
            Operations.AddRange(others.Operations);
            Length += others.Length;
        }
    }

    private readonly record struct Operation(string Name, string Path, JsonElement? Value)
    {
        /// <summary>A value of null is written; an operation without a value has none.</summary>
        public JsonElement ToElement() => Value is { } value
            ? JsonSerializer.SerializeToElement(new { op = Name, path = Path, value })
            : JsonSerializer.SerializeToElement(new { op = Name, path = Path });
    }
}
