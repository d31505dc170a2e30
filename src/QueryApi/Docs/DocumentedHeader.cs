namespace AgentRegistry.QueryApi.Docs;

/// <summary>A request header that an endpoint reads.</summary>
internal sealed record DocumentedHeader(string Name, string Description, string Example);
