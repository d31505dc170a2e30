using AgentRegistry.QueryApi.Requests;
using Microsoft.AspNetCore.OpenApi;

namespace AgentRegistry.QueryApi.Docs;

/// <summary>The OpenAPI document, the page to try it, and the links at <c>/</c>.</summary>
internal static class ApiDocument
{
    private const string Name = "v1";

    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddOpenApi(Name, options =>
    {
        // HEAD is GET once more.
        options.ShouldInclude = operation => operation.HttpMethod != HttpMethods.Head;
        options.CreateSchemaReferenceId = WireSchemas.NameOf;
        options.AddDocumentTransformer<DocumentInfo>();
        options.AddDocumentTransformer<OperatorPaths>();
        options.AddDocumentTransformer<SchemaConventions>();

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
            page.DocumentTitle = DocumentInfo.Title;
            page.SwaggerEndpoint($"/openapi/{Name}.json", DocumentInfo.Title);
        });
        app.MapGet("/", () => TypedResults.Ok(ServiceIndex.Current)).ExcludeFromDescription().Finally(RequestFilter.AddHead);
        return app;
    }
}
