using System.Text.Json.Nodes;
using AgentRegistry.Hosting.Telemetry;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AgentRegistry.QueryApi.Docs;

/// <summary>The paths for operators, whose handlers the generator does not see.</summary>
internal sealed class OperatorPaths : IOpenApiDocumentTransformer
{
    private const string Tag = "Operations";

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        Component("Liveness", Object(("status", OneOf("healthy"))));
        Component("ReadinessCheck", Object(
            ("status", OneOf("ok", "degraded", "down")),
            ("detail", new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null }),
            ("milliseconds", new OpenApiSchema { Type = JsonSchemaType.Number })));
        Component("Readiness", Object(("status", OneOf("ready", "not_ready")), ("checks", new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "Each dependency, by name.",
            AdditionalProperties = new OpenApiSchemaReference("ReadinessCheck", document),
        })));
        var ready = new OpenApiSchemaReference("Readiness", document);
        Add(document, "/health", "GetLiveness", "Whether the process is alive", new()
        {
            ["200"] = Json("It is", new OpenApiSchemaReference("Liveness", document), """{"status": "healthy"}"""),
        });
        Add(document, "/ready", "GetReadiness", "Whether the process can do its work, and which dependency is missing", new()
        {
            ["200"] = Json("It can", ready, """{"status": "ready", "checks": {"database": {"status": "ok", "milliseconds": 0.3}}}"""),
            ["503"] = Json("It cannot", ready, """{"status": "not_ready", "checks": {"database": {"status": "down", "detail": "The database is unavailable.", "milliseconds": 5000}}}"""),
        });
        Add(document, "/metrics", "GetMetrics", "Metrics in Prometheus' text format", new()
        {
            ["200"] = Answer("The metrics", PrometheusMetrics.ContentType, new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String } }),
        });
        return Task.CompletedTask;

        void Component(string name, OpenApiSchema schema) => document.AddComponent(name, schema);
    }

    private static void Add(OpenApiDocument document, string path, string id, string summary, OpenApiResponses answers) => document.Paths[path] = new OpenApiPathItem
    {
        Operations = new Dictionary<HttpMethod, OpenApiOperation>
        {
            [HttpMethod.Get] = new()
            {
                OperationId = id,
                Summary = summary,
                Responses = answers,
                Tags = new HashSet<OpenApiTagReference> { new(Tag, document) },
            },
        },
    };

    private static OpenApiResponse Json(string description, IOpenApiSchema schema, string example) =>
        Answer(description, "application/json", new() { Schema = schema, Example = JsonNode.Parse(example) });

    private static OpenApiResponse Answer(string description, string contentType, OpenApiMediaType content) =>
        new() { Description = description, Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { [contentType] = content } };

    private static OpenApiSchema Object(params (string Name, OpenApiSchema Schema)[] properties) => new()
    {
        Type = JsonSchemaType.Object,
        Properties = properties.ToDictionary(property => property.Name, IOpenApiSchema (property) => property.Schema, StringComparer.Ordinal),
    };

    private static OpenApiSchema OneOf(params string[] words) => new() { Type = JsonSchemaType.String, Enum = [.. words.Select(word => (JsonNode)JsonValue.Create(word))] };
}
