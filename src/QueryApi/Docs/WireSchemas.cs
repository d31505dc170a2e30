using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Legacy;
using AgentRegistry.QueryApi.Requests;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AgentRegistry.QueryApi.Docs;

/// <summary>Describes types with converters, which the generator cannot see through.</summary>
internal sealed class WireSchemas : IOpenApiSchemaTransformer
{
    /// <summary>Requests that take other fields in place of those that they inherit: none of these is required.</summary>
    public static IReadOnlySet<string> WithAlternatives { get; } = typeof(WireSchemas).Assembly.GetTypes()
        .Where(type => type.BaseType is { } inherited && inherited != typeof(object) && inherited.Assembly == type.Assembly)
        .Select(type => type.Name)
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>The name of a type's schema; null for one that is described where it is used.</summary>
    public static string? NameOf(JsonTypeInfo type) => (Nullable.GetUnderlyingType(type.Type) ?? type.Type) is var plain && (plain == typeof(TextOrNumber) || plain == typeof(JsonElement))
            ? null
            : OpenApiOptions.CreateDefaultSchemaReferenceId(type);

    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(TextOrNumber))
        {
            // Numbers are accepted too, but a client that generates from this should send what it reads.
            schema.Type = JsonSchemaType.String;
        }
        else if (type == typeof(JsonElement))
        {
            schema.Type = context.JsonTypeInfo.Type == typeof(JsonElement) ? JsonSchemaType.Object : JsonSchemaType.Object | JsonSchemaType.Null;
        }
        else if (type == typeof(IReadOnlyList<Capability>) && context.JsonPropertyInfo?.CustomConverter is NamedCapabilitiesConverter)
        {
            // An object by name, or a list: no generator of clients has a type for that.
            schema.Type = null;
        }
        else if (type == typeof(IReadOnlyList<Capability>))
        {
            schema.Type = JsonSchemaType.Array;

            // The generator takes no reference here: SchemaConventions makes it one.
            schema.Items = new OpenApiSchema { Title = nameof(Capability) };
        }

        return Task.CompletedTask;
    }

    /// <summary>One schema for capabilities, wherever they are sent or returned.</summary>
    public static OpenApiSchema Capability() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "Something an agent can do. A request may also give a string: the name alone.",
        Required = new HashSet<string>(StringComparer.Ordinal) { "name" },
        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["name"] = Text("1–128 characters, unique within the agent."),
            ["description"] = Text("In plain words; searched."),
            ["cost_estimate"] = Text("What a call costs, in the agent's own words."),
            ["tags"] = Texts("Searched."),
            ["examples"] = Texts("Queries that this capability answers; searched."),
        },
    };

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };

    private static OpenApiSchema Texts(string description) =>
        new() { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String }, Description = description };
}
