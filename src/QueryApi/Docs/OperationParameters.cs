using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentRegistry.QueryApi.Requests;
using AgentRegistry.QueryApi.Responses;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AgentRegistry.QueryApi.Docs;

/// <summary>Declares the types of query parameters and the headers that an operation reads.</summary>
internal sealed class OperationParameters : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        operation.RequestBody?.Content?.Remove(JsonBody.AnyContentType);

        // Handlers declare them in C#'s case; a URL's are written in lower case, and read in any.
        foreach (var query in operation.Parameters?.OfType<OpenApiParameter>().Where(parameter => parameter.In == ParameterLocation.Query) ?? [])
        {
            query.Name = query.Name?.ToLowerInvariant();
        }

        foreach (var described in context.Description.ParameterDescriptions)
        {
            var attribute = (described.ParameterDescriptor as IParameterInfoParameterDescriptor)?.ParameterInfo
                .GetCustomAttributes(typeof(DocumentedQueryAttribute), inherit: false).OfType<DocumentedQueryAttribute>().FirstOrDefault();
            if (attribute is not null && operation.Parameters?.FirstOrDefault(parameter => string.Equals(parameter.Name, described.Name, StringComparison.OrdinalIgnoreCase)) is OpenApiParameter parameter)
            {
                parameter.Schema = SchemaOf(attribute, context.Document!);
            }
        }

        foreach (var header in context.Description.ActionDescriptor.EndpointMetadata.OfType<DocumentedHeader>())
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = header.Name,
                In = ParameterLocation.Header,
                Description = header.Description,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                Example = JsonValue.Create(header.Example),
            });
        }

        return Task.CompletedTask;
    }

    private static IOpenApiSchema SchemaOf(DocumentedQueryAttribute attribute, OpenApiDocument document)
    {
        if (attribute.Type == typeof(bool))
        {
            return new OpenApiSchema { Type = JsonSchemaType.Boolean, Default = DefaultOf(attribute) };
        }

        if (attribute.Type.IsEnum)
        {
            // The same type as in responses: inline, every generator would make up a name for each use.
            return new OpenApiSchemaReference(attribute.Type.Name, document);
        }

        return new OpenApiSchema
        {
            Type = JsonSchemaType.Integer,
            Format = attribute.Type == typeof(long) ? "int64" : "int32",
            Minimum = attribute.Minimum.ToString(CultureInfo.InvariantCulture),
            Maximum = attribute.Maximum == 0 ? null : attribute.Maximum.ToString(CultureInfo.InvariantCulture),
            Default = DefaultOf(attribute),
        };
    }

    private static JsonNode? DefaultOf(DocumentedQueryAttribute attribute) => JsonSerializer.SerializeToNode(attribute.Default);
}
