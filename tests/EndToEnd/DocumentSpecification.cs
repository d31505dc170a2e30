using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Shouldly;
using Xunit;

namespace AgentRegistry.EndToEnd;

/// <summary>The OpenAPI document says what the API takes and answers.</summary>
public abstract class DocumentSpecification(ISystem system)
{
    private readonly ApiClient _api = system.Api;

    [Fact]
    public async Task Every_request_example_matches_its_schema()
    {
        var document = await ReadAsync();
        var bodies = Operations(document)
            .SelectMany(operation => operation.Value["requestBody"]?["content"]?.AsObject().Select(body => (operation.Name, Body: body.Value!)) ?? [])
            .ToList();
        bodies.ShouldNotBeEmpty();
        foreach (var (name, body) in bodies)
        {
            var schema = body["schema"]!.DeepClone();
            schema["$defs"] = document["components"]!["schemas"]!.DeepClone();
            Faults(schema, body["example"].ShouldNotBeNull(name)).ShouldBeEmpty(name);
        }
    }

    [Fact]
    public async Task Every_default_matches_its_schema()
    {
        foreach (var (name, parameter) in Operations(await ReadAsync()).SelectMany(Parameters))
        {
            var schema = parameter["schema"]!;
            if (schema["default"] is { } value)
            {
                Faults(schema, value).ShouldBeEmpty($"{name} {parameter["name"]}");
                parameter["required"].ShouldBeNull($"{name} {parameter["name"]}");
            }
        }
    }

    [Fact]
    public async Task Only_required_parameters_are_required()
    {
        var questions = Operations(await ReadAsync())
            .Where(operation => operation.Name.StartsWith("GET ", StringComparison.Ordinal) && operation.Value["responses"]!["400"] is not null)
            .ToList();
        questions.ShouldNotBeEmpty();
        foreach (var (name, value) in questions.Where(question => !question.Name.EndsWith("/stream", StringComparison.Ordinal)))
        {
            var required = Parameters((name, value)).Where(parameter => (string?)parameter.Value["in"] == "query" && (bool?)parameter.Value["required"] == true)
                .Select(parameter => (string)parameter.Value["name"]!);
            var path = name["GET ".Length..].Split('/').Select(part => part is "{version}" ? "1" : part.StartsWith('{') ? $"{Guid.NewGuid()}" : part);
            var answer = await _api.GetAsync(string.Join('/', path));
            answer.Faults.ShouldBe(required, name + answer.Text);
        }
    }

    [Fact]
    public async Task Every_operation_with_a_body_documents_413_and_415()
    {
        foreach (var (name, value) in Operations(await ReadAsync()).Where(operation => operation.Value["requestBody"] is not null))
        {
            new[] { "413", "415" }.ShouldBeSubsetOf(value["responses"]!.AsObject().Select(response => response.Key), name);
        }
    }

    private async Task<JsonNode> ReadAsync() => (await _api.GetAsync("/openapi/v1.json")).Json!;

    private static IEnumerable<(string Name, JsonNode Value)> Operations(JsonNode document) => document["paths"]!.AsObject()
        .SelectMany(path => path.Value!.AsObject().Select(operation => ($"{operation.Key.ToUpperInvariant()} {path.Key}", operation.Value!)));

    private static IEnumerable<(string Name, JsonNode Value)> Parameters((string Name, JsonNode Value) operation) =>
        operation.Value["parameters"]?.AsArray().Select(parameter => (operation.Name, parameter!)) ?? [];

    /// <summary>Checked by a validator that is not the product's own.</summary>
    private static IReadOnlyList<string> Faults(JsonNode schema, JsonNode value)
    {
        // The document is no schema as a whole: what is referred to stands where a schema has it.
        var text = schema.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal);
        var read = JsonSchema.FromText(text, new BuildOptions { SchemaRegistry = new SchemaRegistry() });
        var results = read.Evaluate(JsonSerializer.SerializeToElement(value), new EvaluationOptions { OutputFormat = OutputFormat.List });
        return results.IsValid ? [] : [.. results.Details!.Where(detail => detail.Errors is not null).Select(detail => $"{detail.InstanceLocation} {string.Join(", ", detail.Errors!.Values)}")];
    }
}
