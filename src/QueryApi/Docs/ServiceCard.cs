using System.Reflection;

namespace AgentRegistry.QueryApi.Docs;

/// <summary>What answers at <c>/</c>: what this is, and where to go on.</summary>
internal sealed record ServiceCard(string Name, string Version, string Description, IReadOnlyDictionary<string, string> Links)
{
    public static ServiceCard Current { get; } = new(
        DocumentCard.Title,
        typeof(ServiceCard).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0",
        "Who the agents of a fleet are, whether they are alive, what they can do and what they did.",
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["docs"] = "/docs",
            ["openapi"] = "/openapi/v1.json",
            ["agents"] = "/api/v1/agents",
            ["sessions"] = "/api/v1/sessions",
            ["contexts"] = "/api/v1/contexts",
            ["search"] = "/api/v1/capabilities/search?q=",
            ["stats"] = "/api/v1/stats",
            ["live"] = "/ws",
            ["health"] = "/health",
            ["ready"] = "/ready",
            ["metrics"] = "/metrics",
        });
}
