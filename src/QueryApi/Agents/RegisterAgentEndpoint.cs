using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Bus;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Agents;

internal static class RegisterAgentEndpoint
{
    public static async Task<Results<Created<RegistrationResponse>, Ok<RegistrationResponse>, Problem>> HandleAsync(
        Body<AgentRegistration> body,
        IdempotencyKey key,
        AgentScope scope,
        HttpContext context,
        IRequestClient<RegisterAgent> worker,
        CommandSender commands)
    {
        var (accepted, problem, _) = await RegisterAsync(body.Value, AgentRegistration.Fields, key, scope, worker, commands, context.RequestAborted);
        if (accepted is null)
        {
            return problem!;
        }

        context.Response.Headers.ETag = EntityTag.Of(accepted.Revision);
        return accepted.Outcome == AgentOutcome.Registered
            ? TypedResults.Created($"/api/v1/agents/{Uri.EscapeDataString(accepted.AgentId)}", RegistrationResponse.Of(accepted))
            : TypedResults.Ok(RegistrationResponse.Of(accepted));
    }

    /// <summary>Registers an agent, however the body that asks for it names its fields.</summary>
    public static Task<CommandAnswer<AgentAccepted>> RegisterAsync(
        AgentRegistration registration,
        FieldNames fields,
        IdempotencyKey key,
        AgentScope scope,
        IRequestClient<RegisterAgent> worker,
        CommandSender commands,
        CancellationToken cancellationToken)
    {
        var now = commands.Now;
        var (workspace, problem) = scope.With(registration.Workspace);
        if (problem is not null)
        {
            return Task.FromResult(new CommandAnswer<AgentAccepted>(null, problem, Seen: false));
        }

        var command = (registration with { Workspace = workspace }).ToCommand(Guid.Empty, now);
        command = command with { MessageId = key.MessageId(command.AgentId, now) };
        var faults = AgentRegistration.Check(command, commands.Limits, now);
        return commands.SendAsync<RegisterAgent, AgentAccepted>(worker, command, faults, fields, cancellationToken);
    }
}

/// <summary>What became of a registration: <see cref="AgentAccepted"/>, and its outcome once more as <c>status</c>, as the seeds have it.</summary>
internal sealed record RegistrationResponse
{
    /// <summary>Which agent.</summary>
    public required string AgentId { get; init; }

    /// <summary>The outcome, under the name that older clients read.</summary>
    public required AgentOutcome Status { get; init; }

    /// <summary><c>registered</c>, <c>updated</c>, <c>unchanged</c>, or <c>stale</c>: a newer registration was here first.</summary>
    public required AgentOutcome Outcome { get; init; }

    /// <summary>The agent's revision after it; also the ETag.</summary>
    public required long Revision { get; init; }

    /// <summary>Send a heartbeat this often, in seconds.</summary>
    public required int HeartbeatIntervalSeconds { get; init; }

    /// <summary>A heartbeat is good for this long, in seconds.</summary>
    public required int LeaseSeconds { get; init; }

    public static RegistrationResponse Of(AgentAccepted accepted) => new()
    {
        AgentId = accepted.AgentId,
        Status = accepted.Outcome,
        Outcome = accepted.Outcome,
        Revision = accepted.Revision,
        HeartbeatIntervalSeconds = accepted.HeartbeatIntervalSeconds,
        LeaseSeconds = accepted.LeaseSeconds,
    };
}
