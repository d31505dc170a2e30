using System.Text.Json;
using System.Text.Json.Nodes;
using AgentRegistry.Contracts;
using AgentRegistry.RegistryWorker.Schemas;
using Shouldly;
using Xunit;

namespace AgentRegistry.RegistryWorker.Tests.Schemas;

/// <summary>The required tests of the official JSON-Schema-Test-Suite: a schema is refused for a reason that is documented, or judged as the suite says.</summary>
public class SchemaTestSuiteTests
{
    private const string Draft07 = "draft7";

    /// <summary>What is not supported, as the fault of the schema says it. All else must be judged.</summary>
    private static readonly string[] Reasons =
    [
        "must be a JSON Schema: an object",
        "must be https://json-schema.org/draft/2020-12/schema or http://json-schema.org/draft-07/schema",
        "must be # or begin with #/: a part of this schema, as nothing else is loaded",
        "must be a string, and stand at the top only",
        "must be a list that is not empty",
        "must be a regular expression",
        "is not supported",
    ];

    public static TheoryData<string, string> Files =>
        new(Directory.GetFiles(Folder, "*.json", SearchOption.AllDirectories).Select(path => (Path.GetFileName(Path.GetDirectoryName(path)!), Path.GetFileName(path))));

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Schemas", "JSON-Schema-Test-Suite");

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_supported_schema_is_judged_as_the_suite_says(string draft, string file)
    {
        foreach (var (name, schema, faults, tests) in Read(draft, file))
        {
            foreach (var test in tests.Where(_ => schema is not null))
            {
                var isValid = schema!.Check(test.GetProperty("data"), "value").Count == 0;
                isValid.ShouldBe(test.GetProperty("valid").GetBoolean(), $"{name}: {test.GetProperty("description")}");
            }

            if (schema is null)
            {
                faults.Select(fault => fault.Message).Intersect(Reasons.Append(Draft07Items(draft))).ShouldNotBeEmpty(name);
            }
        }
    }

    [Theory]
    [InlineData("draft2020-12", 943)]
    [InlineData(Draft07, 751)]
    public void Most_of_the_suite_is_supported(string draft, int minimum) =>
        Files.Where(file => file.Data.Item1 == draft).SelectMany(file => Read(draft, file.Data.Item2))
            .Sum(group => group.Schema is null ? 0 : group.Tests.Count).ShouldBeGreaterThanOrEqualTo(minimum);

    private static IEnumerable<(string Name, ConfigurationSchema? Schema, IReadOnlyList<Fault> Faults, IReadOnlyList<JsonElement> Tests)> Read(string draft, string file)
    {
        foreach (var group in JsonElement.Parse(File.ReadAllText(Path.Combine(Folder, draft, file))).EnumerateArray())
        {
            var schema = ConfigurationSchema.Read(InDraft(draft, group.GetProperty("schema")), "schema", out var faults);
            yield return ($"{draft}/{file}: {group.GetProperty("description")}", schema, faults, [.. group.GetProperty("tests").EnumerateArray()]);
        }
    }

    /// <summary>The suite's schemas of draft-07 do not name their draft; a configuration's schema has to.</summary>
    private static JsonElement InDraft(string draft, JsonElement schema)
    {
        if (draft != Draft07 || schema.ValueKind != JsonValueKind.Object)
        {
            return schema;
        }

        var named = JsonObject.Create(schema)!;
        named["$schema"] = "http://json-schema.org/draft-07/schema#";
        return JsonSerializer.SerializeToElement(named);
    }

    /// <summary>Draft-07 has lists of schemas for items, which are not supported; in 2020-12 they are invalid, and none is in the suite.</summary>
    private static string Draft07Items(string draft) => draft == Draft07 ? "must be a schema: an object, true or false" : "";
}
