using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Agents;
using Microsoft.AspNetCore.Http.Metadata;

namespace AgentRegistry.QueryApi.Heartbeats;

/// <summary>The answer to a heartbeat, made once for each agent as long as it does not change.</summary>
internal sealed class HeartbeatResult : IResult, IEndpointMetadataProvider
{
    private static readonly ConditionalWeakTable<Agent, HeartbeatResult> Known = [];

    private readonly byte[] _json;

    private HeartbeatResult(string agentId, AgentLease lease) => _json = JsonSerializer.SerializeToUtf8Bytes(
        new HeartbeatResponse { AgentId = agentId, HeartbeatIntervalSeconds = lease.IntervalSeconds, LeaseSeconds = lease.LeaseSeconds },
        WireJson.Options);

    public static HeartbeatResult Of(Agent agent) =>
        Known.GetValue(agent, static one => new HeartbeatResult(one.Id, new AgentLease(one.Workspace, one.HeartbeatIntervalSeconds, one.LeaseSeconds)));

    public static HeartbeatResult Of(string agentId, AgentLease lease) => new(agentId, lease);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = _json.Length;
        return response.BodyWriter.WriteAsync(_json, httpContext.RequestAborted).AsTask();
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(HeartbeatResponse), ["application/json"]));
}

/// <summary>The heartbeat counts.</summary>
internal sealed record HeartbeatResponse
{
    /// <summary>Whose.</summary>
    public required string AgentId { get; init; }

    /// <summary>Always <c>ok</c>.</summary>
    public string Status { get; init; } = "ok";

    /// <summary>Send the next one in this many seconds.</summary>
    public required int HeartbeatIntervalSeconds { get; init; }

    /// <summary>This one is good for this many seconds.</summary>
    public required int LeaseSeconds { get; init; }
}
