using System.Diagnostics;
using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.RegistryWorker.Schemas;
using Shouldly;
using Xunit;

namespace AgentRegistry.RegistryWorker.Tests.Schemas;

/// <summary>What a schema says of a configuration.</summary>
public class ConfigurationSchemaTests
{
    [Theory]
    [InlineData("""{"type":"integer"}""", "1.0", "1.5")]
    [InlineData("""{"type":["string","null"]}""", "null", "1")]
    [InlineData("""{"type":"boolean"}""", "false", "\"true\"")]
    [InlineData("""{"enum":["a",{"b":[1]}]}""", """{"b":[1.0]}""", """{"b":[2]}""")]
    [InlineData("""{"const":null}""", "null", "0")]
    [InlineData("""{"minimum":1,"maximum":3}""", "3", "4")]
    [InlineData("""{"exclusiveMinimum":1}""", "1.0001", "1")]
    [InlineData("""{"exclusiveMaximum":1}""", "0.9999", "1.0")]
    [InlineData("""{"multipleOf":0.1}""", "0.3", "0.35")]
    [InlineData("""{"maximum":1e300}""", "1e299", "1e301")]
    [InlineData("""{"minLength":2,"maxLength":2}""", "\"🤖🤖\"", "\"🤖\"")]
    [InlineData("""{"pattern":"b+c"}""", "\"abbc\"", "\"ac\"")]
    [InlineData("""{"minItems":1,"maxItems":2}""", "[1]", "[]")]
    [InlineData("""{"uniqueItems":true}""", "[1,2,\"1\"]", "[1,2,1.0]")]
    [InlineData("""{"items":{"type":"integer"}}""", "[1,2]", "[1,\"2\"]")]
    [InlineData("""{"prefixItems":[{"type":"string"}],"items":false}""", "[\"a\"]", "[\"a\",1]")]
    [InlineData("""{"contains":{"const":1},"minContains":2,"maxContains":2}""", "[1,0,1]", "[1,1,1]")]
    [InlineData("""{"required":["a"]}""", """{"a":null}""", """{"b":1}""")]
    [InlineData("""{"properties":{"a":{"type":"string"}}}""", """{"b":1}""", """{"a":1}""")]
    [InlineData("""{"properties":{"a":true},"patternProperties":{"^x-":true},"additionalProperties":false}""", """{"a":1,"x-b":2}""", """{"a":1,"b":2}""")]
    [InlineData("""{"patternProperties":{"^x-":{"type":"string"}}}""", """{"x-b":"c"}""", """{"x-b":2}""")]
    [InlineData("""{"propertyNames":{"maxLength":2}}""", """{"ab":1}""", """{"abc":1}""")]
    [InlineData("""{"minProperties":1,"maxProperties":1}""", """{"a":1}""", """{}""")]
    [InlineData("""{"dependentRequired":{"a":["b"]}}""", """{"b":1}""", """{"a":1}""")]
    [InlineData("""{"dependentSchemas":{"a":{"required":["b"]}}}""", """{"a":1,"b":1}""", """{"a":1}""")]
    [InlineData("""{"allOf":[{"minimum":1},{"maximum":2}]}""", "2", "3")]
    [InlineData("""{"anyOf":[{"type":"string"},{"minimum":5}]}""", "6", "4")]
    [InlineData("""{"oneOf":[{"multipleOf":2},{"multipleOf":3}]}""", "4", "6")]
    [InlineData("""{"not":{"type":"string"}}""", "1", "\"a\"")]
    [InlineData("""{"if":{"required":["tls"]},"then":{"required":["port"]},"else":{"maxProperties":0}}""", """{"tls":1,"port":1}""", """{"tls":1}""")]
    [InlineData("""{"$defs":{"tree":{"properties":{"value":{"type":"integer"},"left":{"$ref":"#/$defs/tree"}}}},"$ref":"#/$defs/tree"}""", """{"left":{"left":{"value":1}}}""", """{"left":{"left":{"value":"1"}}}""")]
    [InlineData("""{"format":"email"}""", "\"no address\"", null)]
    public void A_configuration_keeps_a_schema_or_breaks_it(string schema, string kept, string? broken)
    {
        Check(schema, kept).ShouldBeEmpty();
        if (broken is not null)
        {
            Check(schema, broken).Count.ShouldBe(1, broken);
        }
    }

    [Fact]
    public void Every_broken_rule_is_named_with_its_place()
    {
        const string Schema = """
            {
              "properties": {
                "model": {"enum": ["small", "large"]},
                "limits": {"properties": {"tokens": {"type": "integer", "minimum": 1}}, "required": ["seconds"]},
                "hosts/ports": {"items": {"type": "string"}}
              },
              "additionalProperties": false
            }
            """;
        Check(Schema, """{"model":"huge","limits":{"tokens":0},"hosts/ports":["a",2],"colour":"red"}""").Select(fault => (fault.Field, fault.Message)).ShouldBe(
        [
            ("configuration/model", """must be one of ["small", "large"]"""),
            ("configuration/limits/tokens", "must be 1 or more"),
            ("configuration/limits/seconds", "is required"),
            ("configuration/hosts~1ports/1", "must be string"),
            ("configuration/colour", "is not allowed"),
        ]);
    }

    [Fact]
    public void What_has_thousands_of_faults_is_told_of_a_hundred() =>
        Check("""{"items":{"type":"string"}}""", $"[{string.Join(',', Enumerable.Range(0, 5_000))}]").Count.ShouldBe(100);

    public static TheoryData<string, string> Costly => new(
        ("""{"uniqueItems":true}""", $"[{string.Join(',', Enumerable.Range(0, 100_000))}]"),
        ("""{"pattern":"(a|a?)*[ab]*(a{50}){10}b$"}""", JsonSerializer.Serialize(new string('a', 200_000))),
        (Doubling(30), "{}"),
        ("""{"patternProperties":{"(x+x+)+y":{}}}""", $"{{{string.Join(',', Enumerable.Range(0, 3_000).Select(i => $"\"{new string('x', 60)}{i}\":1"))}}}"));

    [Theory]
    [MemberData(nameof(Costly))]
    public void Whatever_schema_and_configuration_are_the_check_ends(string schema, string configuration)
    {
        var clock = Stopwatch.StartNew();
        Check(schema, configuration);
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void What_costs_too_much_is_refused() =>
        Check(Doubling(30), "{}").ShouldHaveSingleItem().Message.ShouldContain("takes too long");

    /// <summary>Each step asks the next one twice.</summary>
    private static string Doubling(int steps)
    {
        var defs = Enumerable.Range(0, steps).ToDictionary(
            i => $"s{i}", object (i) => new { allOf = Enumerable.Repeat(new Dictionary<string, string> { ["$ref"] = $"#/$defs/s{i + 1}" }, 2) });
        defs[$"s{steps}"] = new { };
        return JsonSerializer.Serialize(new Dictionary<string, object> { ["$defs"] = defs, ["$ref"] = "#/$defs/s0" });
    }

    private static IReadOnlyList<Fault> Check(string schema, string configuration)
    {
        var read = ConfigurationSchema.Read(JsonSerializer.Deserialize<JsonElement>(schema), "schema", out var faults);
        faults.ShouldBeEmpty();
        return read!.Check(JsonSerializer.Deserialize<JsonElement>(configuration), "configuration");
    }
}
