using System.Text.Json.Serialization;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Bus;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Agents;

internal static class UpdateCapabilitiesEndpoint
{
    public static async Task<Results<Ok<AgentAccepted>, Problem>> HandleAsync(
        string id,
        Body<CapabilityUpdate> body,
        ExpectedRevision expected,
        AgentScope scope,
        HttpContext context,
        IRequestClient<UpdateAgentCapabilities> worker,
        CommandSender commands)
    {
        if (body.Value.Capabilities is not { } capabilities)
        {
            return Problem.Invalid("capabilities", "is required: a list, which may be empty");
        }

        var (accepted, problem, _) = await UpdateAsync(id, capabilities, body.Value.ChangedBy, expected.Revision, scope, worker, commands, context.RequestAborted);
        if (accepted is null)
        {
            return problem!;
        }

        context.Response.Headers.ETag = EntityTag.Of(accepted.Revision);
        return TypedResults.Ok(accepted);
    }

    /// <summary>Replaces the capabilities, however the body that asks for it writes them.</summary>
    public static Task<CommandAnswer<AgentAccepted>> UpdateAsync(
        string id,
        IReadOnlyList<Capability> capabilities,
        string? changedBy,
        long? expectedRevision,
        AgentScope scope,
        IRequestClient<UpdateAgentCapabilities> worker,
        CommandSender commands,
        CancellationToken cancellationToken)
    {
        var now = commands.Now;
        var command = new UpdateAgentCapabilities
        {
            MessageId = Guid.CreateVersion7(now),
            SentAt = now,
            Workspace = scope.Workspace,
            AgentId = id,
            Capabilities = capabilities,
            ChangedBy = changedBy,
            ExpectedRevision = expectedRevision,
        };
        var faults = MessageRules.Check(command, commands.Limits, now);
        return commands.SendAsync<UpdateAgentCapabilities, AgentAccepted>(worker, command, faults, GetAgentEndpoint.Fields, cancellationToken);
    }
}

/// <summary>The new capabilities of an agent.</summary>
internal sealed record CapabilityUpdate
{
    /// <summary>Up to 512, each name once: objects, or strings that are their names. An empty list takes all away.</summary>
    [JsonConverter(typeof(CapabilityListConverter))]
    public IReadOnlyList<Capability>? Capabilities { get; init; }

    /// <summary>Who does it, for the history of the registration; up to 128 characters. Absent: nobody is named.</summary>
    public string? ChangedBy { get; init; }
}
