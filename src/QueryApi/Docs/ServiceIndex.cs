using System.Reflection;

namespace AgentRegistry.QueryApi.Docs;

/// <summary>The response at <c>/</c>: what this service is, and its links.</summary>
internal sealed record ServiceIndex(string Name, string Version, string Description, IReadOnlyDictionary<string, string> Links)
{
    public static ServiceIndex Current { get; } = new(
        DocumentInfo.Title,
        typeof(ServiceIndex).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0",
        DocumentInfo.Summary,
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
