using AgentRegistry.QueryApi.Requests;
using Microsoft.AspNetCore.OpenApi;

namespace AgentRegistry.QueryApi.Docs;

/// <summary>The OpenAPI document, the page to try it, and the service's own card.</summary>
internal static class ApiDocument
{
    private const string Name = "v1";

    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddOpenApi(Name, options =>
    {
        // HEAD is GET once more.
        options.ShouldInclude = operation => operation.HttpMethod != HttpMethods.Head;
        options.CreateSchemaReferenceId = type => WireSchemas.IsPlain(type.Type) ? null : OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        options.AddDocumentTransformer<DocumentCard>();
        options.AddDocumentTransformer<OperatorPaths>();

        // The examples look at what the parameters allow.
        options.AddOperationTransformer<OperationParameters>();
        options.AddOperationTransformer<OperationExamples>();
        options.AddSchemaTransformer<WireSchemas>();
    });

    public static WebApplication MapApiDocument(this WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").Finally(RequestFilter.AddHead);
        app.UseSwaggerUI(page =>
        {
            page.RoutePrefix = "docs";
            page.DocumentTitle = DocumentCard.Title;
            page.SwaggerEndpoint($"/openapi/{Name}.json", DocumentCard.Title);
        });
        app.MapGet("/", () => TypedResults.Ok(ServiceCard.Current)).ExcludeFromDescription().Finally(RequestFilter.AddHead);
        return app;
    }
}
