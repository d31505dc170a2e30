using AgentRegistry.QueryApi.Requests;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AgentRegistry.QueryApi.Docs;

/// <summary>The head of the document: title, licence, server, tags.</summary>
internal sealed class DocumentInfo : IOpenApiDocumentTransformer
{
    public const string Title = "Agent Registry";
    public const string Summary = "A registry of agents: their capabilities, health and activities.";

    private static readonly Dictionary<string, string> Tags = new(StringComparer.Ordinal)
    {
        ["Agents"] = "Register, list, read, change and delete agents; versions of their registrations.",
        ["Heartbeats"] = "Renew the leases of agents.",
        ["Activities"] = "Log what agents have done.",
        ["Capabilities"] = "Search for agents by what they can do.",
        ["Routing"] = "Rank the agents for a query, and explain earlier decisions.",
        ["Sessions"] = "Conversations: messages, invocations, status, analysis.",
        ["Contexts"] = "Versioned documents that agents share.",
        ["Definitions"] = "Versioned templates of agents.",
        ["Instances"] = "Agents that were created from a definition.",
        ["Memory"] = "Search the activities of all agents as text.",
        ["Statistics"] = "Counts and rates of the registry.",
        ["Live feed"] = "Every change, by server-sent events and long poll; a WebSocket is at /ws.",
        ["Operations"] = "Health, readiness, metrics and dead letters.",
        [LegacyTags.Service] = "Paths of an earlier registry service, for its clients.",
        [LegacyTags.Factories] = "Paths of an earlier registry with agent factories, for its clients.",
    };

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = Title,
            Version = ServiceIndex.Current.Version,
            Description =
                Summary + " JSON in snake_case; fields without a value are omitted; times are ISO 8601. A command is answered after its commit, and "
                + "its effect can be read at once. Every error is problem details (RFC 9457) as application/problem+json. The live feed is a "
                + "WebSocket at /ws, which resumes after the revision given as ?since=.",
            License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
        };

        // Relative to the document: whoever reads it through a proxy has another address than this process.
        document.Servers = [new OpenApiServer { Url = "/" }];

        // Nobody is asked who they are.
        document.Security = [new OpenApiSecurityRequirement()];
        document.Tags = document.Tags?.Select(tag => tag.Name).OfType<string>()
            .Select(name => new OpenApiTag { Name = name, Description = Tags.GetValueOrDefault(name) })
            .ToHashSet();
        return Task.CompletedTask;
    }
}
