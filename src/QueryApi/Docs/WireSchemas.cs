using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Legacy;
using AgentRegistry.QueryApi.Requests;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AgentRegistry.QueryApi.Docs;

/// <summary>Describes what is read and written by converters, into which the generator cannot look.</summary>
internal sealed class WireSchemas : IOpenApiSchemaTransformer
{
    /// <summary>True for what is told where it is used, and no type of its own to a reader.</summary>
    public static bool IsPlain(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is var plain && (plain == typeof(TextOrNumber) || plain == typeof(JsonElement));

    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(TextOrNumber))
        {
            schema.Type = JsonSchemaType.String | JsonSchemaType.Integer;
        }
        else if (type == typeof(JsonElement))
        {
            schema.Type = JsonSchemaType.Object;
        }
        else if (type == typeof(Capability))
        {
            DescribeCapability(schema);
        }
        else if (type == typeof(IReadOnlyList<Capability>))
        {
            DescribeCapabilities(schema, context.JsonPropertyInfo);
        }

        return Task.CompletedTask;
    }

    private static void DescribeCapabilities(OpenApiSchema schema, JsonPropertyInfo? property)
    {
        // Only what is read takes the short forms; answers have objects.
        var isByName = property?.CustomConverter is NamedCapabilitiesConverter;
        var isRead = isByName || property?.CustomConverter is CapabilityListConverter || property?.DeclaringType == typeof(DefinitionContent);
        schema.Type = isByName ? JsonSchemaType.Array | JsonSchemaType.Object : JsonSchemaType.Array;

        // The rest of it is told when its turn comes.
        schema.Items = new OpenApiSchema { Type = isRead ? JsonSchemaType.Object | JsonSchemaType.String : JsonSchemaType.Object };
    }

    private static void DescribeCapability(OpenApiSchema schema)
    {
        schema.Type ??= JsonSchemaType.Object;
        schema.Description = "Something an agent can do. In a request a string will do: its name.";
        schema.Required = new HashSet<string>(StringComparer.Ordinal) { "name" };
        schema.Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["name"] = Text("1–128 characters, unique within the agent."),
            ["description"] = Text("In plain words; searched."),
            ["cost_estimate"] = Text("What a call costs, in the agent's own words."),
            ["tags"] = Texts("Searched."),
            ["examples"] = Texts("Queries that this capability answers; searched."),
        };
    }

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };

    private static OpenApiSchema Texts(string description) =>
        new() { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String }, Description = description };
}
