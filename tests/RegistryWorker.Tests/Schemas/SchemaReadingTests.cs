using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.RegistryWorker.Schemas;
using Shouldly;
using Xunit;

namespace AgentRegistry.RegistryWorker.Tests.Schemas;

/// <summary>What a schema must be to be taken.</summary>
public class SchemaReadingTests
{
    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"urn:ours","title":"t","format":"uri","x-ours":[1]}""")]
    [InlineData("""{"type":["object","null"],"properties":{"a":true,"b":false},"additionalProperties":{"type":"integer"}}""")]
    [InlineData("""{"$defs":{"list":{"type":"array","items":{"$ref":"#/$defs/list"}}},"$ref":"#/$defs/list"}""")]
    [InlineData("""{"properties":{"a/b~c d":{"type":"string"},"e":{"$ref":"#/properties/a~1b~0c%20d"}}}""")]
    [InlineData("""{"properties":{"child":{"$ref":"#"}}}""")]
    [InlineData("""{"patternProperties":{"^x-":{"pattern":"^[a-z]{1,64}$"}},"propertyNames":{"maxLength":20}}""")]
    public void A_schema_is_taken(string schema) => Faults(schema).ShouldBeEmpty();

    [Theory]
    [InlineData("""[]""", "")]
    [InlineData("""{"type":"text"}""", "/type")]
    [InlineData("""{"type":[]}""", "/type")]
    [InlineData("""{"type":["string","string"]}""", "/type")]
    [InlineData("""{"properties":{"a/b":{"minimum":"1"}}}""", "/properties/a~1b/minimum")]
    [InlineData("""{"properties":[]}""", "/properties")]
    [InlineData("""{"properties":{"a":1}}""", "/properties/a")]
    [InlineData("""{"required":"a"}""", "/required")]
    [InlineData("""{"required":["a","a"]}""", "/required")]
    [InlineData("""{"enum":[]}""", "/enum")]
    [InlineData("""{"multipleOf":0}""", "/multipleOf")]
    [InlineData("""{"maxLength":-1}""", "/maxLength")]
    [InlineData("""{"maxLength":1.5}""", "/maxLength")]
    [InlineData("""{"uniqueItems":1}""", "/uniqueItems")]
    [InlineData("""{"items":[{}]}""", "/items")]
    [InlineData("""{"anyOf":[]}""", "/anyOf")]
    [InlineData("""{"allOf":[{},{"not":3}]}""", "/allOf/1/not")]
    [InlineData("""{"dependentRequired":{"a":"b"}}""", "/dependentRequired")]
    [InlineData("""{"$schema":"http://json-schema.org/draft-04/schema#"}""", "/$schema")]
    [InlineData("""{"properties":{"a":{"$id":"x"}}}""", "/properties/a/$id")]
    [InlineData("""{"unevaluatedProperties":false}""", "/unevaluatedProperties")]
    [InlineData("""{"$ref":"#/$defs/nowhere"}""", "/$ref")]
    [InlineData("""{"properties":{"a":{"$ref":"#/properties"}}}""", "/properties/a/$ref")]
    [InlineData("""{"pattern":"("}""", "/pattern")]
    [InlineData("""{"patternProperties":{"(":{}}}""", "/patternProperties/(")]
    public void What_is_no_schema_is_refused_with_its_place(string schema, string place) =>
        Faults(schema).ShouldHaveSingleItem().Field.ShouldBe("schema" + place);

    [Theory]
    [InlineData("http://127.0.0.1:1/schema.json")]
    [InlineData("https://json-schema.org/draft/2020-12/schema")]
    [InlineData("file:///etc/passwd")]
    [InlineData("other.json#/a")]
    [InlineData("#anchor")]
    [InlineData("")]
    public void Nothing_is_loaded_from_anywhere(string reference) =>
        Faults("""{"properties":{"a":{"$ref":"HERE"}}}""".Replace("HERE", reference, StringComparison.Ordinal)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            fault => fault.Field.ShouldBe("schema/properties/a/$ref"),
            fault => fault.Message.ShouldContain("nothing else is loaded"));

    [Theory]
    [InlineData("""{"$ref":"#"}""")]
    [InlineData("""{"$defs":{"a":{"$ref":"#/$defs/b"},"b":{"allOf":[{"$ref":"#/$defs/a"}]}},"$ref":"#/$defs/a"}""")]
    [InlineData("""{"not":{"$ref":"#"}}""")]
    public void A_schema_that_goes_in_circles_is_refused(string schema) => Faults(schema).ShouldHaveSingleItem().Message.ShouldContain("must not refer to itself");

    [Theory]
    [InlineData("(a+)+$", true)]
    [InlineData("(?=a)b", false)]
    [InlineData("(a)\\\\1", false)]
    [InlineData("((a{1000}){1000}){1000}", false)]
    [InlineData("(?>a+)", false)]
    public void A_pattern_is_taken_only_if_it_is_matched_in_bounded_time(string pattern, bool isTaken) =>
        Faults($$"""{"pattern":"{{pattern}}"}""").Count.ShouldBe(isTaken ? 0 : 1);

    [Fact]
    public void Every_fault_is_named_at_once() =>
        Faults("""{"type":"text","properties":{"a":{"minimum":true},"b":{"$ref":"http://x"}},"required":1}""").Select(fault => fault.Field)
            .ShouldBe(["schema/type", "schema/properties/a/minimum", "schema/properties/b/$ref", "schema/required"]);

    private static IReadOnlyList<Fault> Faults(string schema)
    {
        var read = ConfigurationSchema.Read(JsonSerializer.Deserialize<JsonElement>(schema), "schema", out var faults);
        (read is null).ShouldBe(faults.Count > 0);
        return faults;
    }
}
