using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentRegistry.Storage.Json;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace AgentRegistry.Storage.Tests.Contexts;

/// <summary>A patch makes one version another.</summary>
public sealed class JsonPatchTests
{
    private static readonly string[] Names = ["a", "b", "", "~", "/", "~1", "a/b~c", "0", "测试 🤖"];

    [Theory]
    [InlineData("""{}""", """{}""", "[]")]
    [InlineData("""{"a":1,"b":2}""", """{"b":2,"a":1}""", "[]")]
    [InlineData("""{"a":1}""", """{"a":null,"b":{}}""", """[{"op":"replace","path":"/a","value":null},{"op":"add","path":"/b","value":{}}]""")]
    [InlineData("""{"a":{"b":[1,2,3]},"c":"a text that is not short"}""", """{"a":{"b":[1,3]},"c":"a text that is not short"}""", """[{"op":"remove","path":"/a/b/1"}]""")]
    [InlineData("""{"l":["one text","another text"]}""", """{"l":["one text","between them","another text"]}""", """[{"op":"add","path":"/l/1","value":"between them"}]""")]
    [InlineData("""{"a/b":1,"m~n":2,"long":"a text that is not short"}""", """{"a/b":2,"long":"a text that is not short"}""", """[{"op":"remove","path":"/m~0n"},{"op":"replace","path":"/a~1b","value":2}]""")]
    public void Patch_has_only_the_differences(string from, string to, string patch) =>
        JsonSerializer.Serialize(JsonPatch.Between(Given.Json(from), Given.Json(to))).ShouldBe(patch);

    [Fact]
    public void Patch_turns_any_document_into_any_other() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var from = (JsonObject)Any(random, 4, isObject: true)!;
        var to = random.Next(4) == 0 ? Any(random, 4, isObject: true)! : Changed(from, random);

        var patch = JsonPatch.Between(Element(from), Element(to));

        JsonNode.DeepEquals(Applied(from, patch), to).ShouldBeTrue($"{from.ToJsonString()} -> {to.ToJsonString()}: {JsonSerializer.Serialize(patch)}");
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void A_patch_is_never_much_longer_than_what_it_gives()
    {
        var from = JsonSerializer.SerializeToElement(new { list = Enumerable.Range(0, 50_000) });
        var to = JsonSerializer.SerializeToElement(new { list = Enumerable.Range(0, 50_000).Select(i => i * 2) });

        JsonSerializer.Serialize(JsonPatch.Between(from, to)).Length.ShouldBeLessThan(to.GetRawText().Length + 100);
    }

    private static JsonElement Element(JsonNode node) => JsonSerializer.SerializeToElement(node);

    private static JsonNode? Any(Random random, int depth, bool isObject = false) => (isObject ? 0 : random.Next(depth > 0 ? 8 : 6) + 2) switch
    {
        0 or 8 => new JsonObject(random.GetItems(Names, random.Next(5)).Distinct().Select(name => KeyValuePair.Create(name, Any(random, depth - 1)))),
        9 => new JsonArray([.. Enumerable.Range(0, random.Next(6)).Select(_ => Any(random, depth - 1))]),
        2 => null,
        3 => random.Next(2) == 0,
        4 or 5 => random.Next(5),
        _ => random.GetItems(Names, 1)[0],
    };

    /// <summary>The same with something else here and there.</summary>
    private static JsonNode Changed(JsonNode node, Random random)
    {
        var copy = node.DeepClone();
        for (var i = random.Next(4); i >= 0; i--)
        {
            Change(copy, random);
        }

        return copy;
    }

    private static void Change(JsonNode node, Random random)
    {
        switch (node)
        {
            case JsonObject fields when fields.Count > 0 && random.Next(3) > 0:
                var name = fields.ElementAt(random.Next(fields.Count)).Key;
                if (fields[name] is JsonObject or JsonArray && random.Next(3) > 0)
                {
                    Change(fields[name]!, random);
                }
                else if (random.Next(2) == 0)
                {
                    fields.Remove(name);
                }
                else
                {
                    fields[name] = Any(random, 2);
                }

                break;
            case JsonObject fields:
                fields[random.GetItems(Names, 1)[0]] = Any(random, 2);
                break;
            case JsonArray list when list.Count > 0 && random.Next(2) == 0:
                list.RemoveAt(random.Next(list.Count));
                break;
            case JsonArray list:
                list.Insert(random.Next(list.Count + 1), Any(random, 2));
                break;
        }
    }

    /// <summary>RFC 6902, as far as it is needed.</summary>
    private static JsonNode? Applied(JsonNode document, IReadOnlyList<JsonElement> patch)
    {
        JsonNode? root = document.DeepClone();
        foreach (var operation in patch)
        {
            var steps = operation.GetProperty("path").GetString()!.Split('/').Skip(1)
                .Select(step => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)).ToList();
            var value = operation.TryGetProperty("value", out var element) ? JsonNode.Parse(element.GetRawText()) : null;
            if (steps.Count == 0)
            {
                root = value;
                continue;
            }

            var parent = steps.SkipLast(1).Aggregate(root, (node, step) => node is JsonArray list ? list[Place(step)] : node![step])!;
            Apply(parent, steps[^1], operation.GetProperty("op").GetString()!, value);
        }

        return root;
    }

    private static void Apply(JsonNode parent, string step, string name, JsonNode? value)
    {
        switch (parent, name)
        {
            case (JsonObject fields, "add"):
                fields.Add(step, value);
                break;
            case (JsonObject fields, "remove"):
                fields.Remove(step).ShouldBeTrue();
                break;
            case (JsonObject fields, "replace"):
                fields.ContainsKey(step).ShouldBeTrue();
                fields[step] = value;
                break;
            case (JsonArray list, "add"):
                list.Insert(Place(step), value);
                break;
            case (JsonArray list, "remove"):
                list.RemoveAt(Place(step));
                break;
            case (JsonArray list, "replace"):
                list[Place(step)] = value;
                break;
            default:
                throw new InvalidOperationException(name);
        }
    }

    private static int Place(string step) => int.Parse(step, CultureInfo.InvariantCulture);
}
