using System.Text.Json.Nodes;
using AgentRegistry.Contracts;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AgentRegistry.QueryApi.Docs;

/// <summary>
/// Makes the schemas plain enough for generators of clients: fields without a value are left out, so that none is null; an enumeration
/// is a string; what is always there is required.
/// </summary>
internal sealed class SchemaConventions : IOpenApiDocumentTransformer
{
    /// <summary>Ends the description of a field that a request must have, after its format.</summary>
    private const string RequiredMark = "Required";

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.AddComponent(nameof(Capability), WireSchemas.Capability());
        var requests = new HashSet<string>(StringComparer.Ordinal) { nameof(Capability) };
        foreach (var operation in document.Paths.Values.SelectMany(path => path.Operations?.Select(operation => operation.Value) ?? []))
        {
            foreach (var body in operation.RequestBody?.Content?.Values.ToList() ?? [])
            {
                Collect(body.Schema, requests);
                body.Schema = Tidy(body.Schema, isRequest: true, document);
            }

            foreach (var body in operation.Responses?.Values.SelectMany(response => response.Content?.Select(content => content.Value) ?? []) ?? [])
            {
                body.Schema = Tidy(body.Schema, isRequest: false, document);
            }
        }

        foreach (var (name, schema) in document.Components?.Schemas ?? new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal))
        {
            Tidy(schema, requests.Contains(name), document);
            if (WireSchemas.WithAlternatives.Contains(name) && requests.Contains(name))
            {
                ((OpenApiSchema)schema).Required = null;
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>The schemas that a request consists of, by name.</summary>
    private static void Collect(IOpenApiSchema? schema, HashSet<string> names)
    {
        if (schema is OpenApiSchemaReference { Reference.Id: { } id } && !names.Add(id))
        {
            return;
        }

        foreach (var part in (schema?.Properties?.Select(property => property.Value) ?? []).Concat(schema?.OneOf ?? []).Append(schema?.Items).Append(schema?.AdditionalProperties).OfType<IOpenApiSchema>())
        {
            Collect(part, names);
        }
    }

    private static IOpenApiSchema? Tidy(IOpenApiSchema? schema, bool isRequest, OpenApiDocument document)
    {
        if (schema is not OpenApiSchema own)
        {
            return schema;
        }

        if (own.Title == nameof(Capability))
        {
            return new OpenApiSchemaReference(own.Title, document);
        }

        if (own.OneOf is { Count: > 0 } choices && choices.FirstOrDefault(choice => choice.Type != JsonSchemaType.Null) is { } only && choices.Count == 2)
        {
            return Tidy(only, isRequest, document);
        }

        own.Type = own.Type is { } type and not JsonSchemaType.Null ? type & ~JsonSchemaType.Null : own.Type;
        if (own.Enum is { Count: > 0 } words)
        {
            own.Type = JsonSchemaType.String;
            own.Enum = [.. words.Where(word => word is JsonValue value && value.TryGetValue<string>(out _))];
        }

        own.Items = Tidy(own.Items, isRequest, document);
        own.AdditionalProperties = Tidy(own.AdditionalProperties, isRequest, document);
        foreach (var (name, property) in own.Properties?.ToList() ?? [])
        {
            if (isRequest ? DescriptionOf(property)?.Contains(RequiredMark, StringComparison.Ordinal) == true : !IsOptional(property))
            {
                own.Required ??= new HashSet<string>(StringComparer.Ordinal);
                own.Required.Add(name);
            }

            own.Properties![name] = Tidy(property, isRequest, document)!;
        }

        return own;
    }

    private static bool IsOptional(IOpenApiSchema schema) =>
        schema.Type?.HasFlag(JsonSchemaType.Null) == true || schema.OneOf?.Any(choice => choice.Type == JsonSchemaType.Null) == true;

    private static string? DescriptionOf(IOpenApiSchema schema) =>
        schema.Description ?? schema.OneOf?.Select(choice => choice.Description).FirstOrDefault(description => description is not null);
}
