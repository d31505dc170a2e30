using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AgentRegistry.QueryApi.Docs;

/// <summary>What the document says of the API as a whole.</summary>
internal sealed class DocumentCard : IOpenApiDocumentTransformer
{
    public const string Title = "Agent Registry";

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = Title,
            Version = ServiceCard.Current.Version,
            Description =
                "Who the agents of a fleet are, whether they are alive, what they can do and what they did. JSON in snake_case; fields "
                + "without a value are left out; times are ISO 8601. A command is answered when it is committed, and what it changed can "
                + "be read at once. Every error is problem details (RFC 9457) as application/problem+json. The live feed is a WebSocket "
                + "at /ws; it goes on after the revision given as ?since=.",
        };

        // Whoever reads the document through a proxy has other addresses than this process: paths relative to the document do for all.
        document.Servers = [];
        return Task.CompletedTask;
    }
}
