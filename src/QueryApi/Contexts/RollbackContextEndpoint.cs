using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Agents;
using AgentRegistry.QueryApi.Bus;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Contexts;

internal static class RollbackContextEndpoint
{
    public static async Task<Results<Ok<ContextAccepted>, Problem>> HandleAsync(
        string agent,
        string name,
        Body<ContextRollback> body,
        ExpectedVersion expected,
        IdempotencyKey key,
        Workspace workspace,
        HttpContext context,
        IRequestClient<RollbackContext> worker,
        CommandSender commands)
    {
        var (version, disagreement) = expected.With(body.Value.ExpectedVersion);
        if (disagreement is not null)
        {
            return disagreement;
        }

        var now = commands.Now;
        var command = new RollbackContext
        {
            MessageId = key.MessageId($"rollback {workspace.Id} {agent} {name}", now),
            SentAt = now,
            Workspace = workspace.Id,
            AgentId = agent,
            Name = name,
            ToVersion = body.Value.ToVersion,
            ToCheckpoint = body.Value.ToCheckpoint,
            ExpectedVersion = version,
            ChangeDescription = body.Value.ChangeDescription,
            CreatedBy = body.Value.CreatedBy,
        };
        var faults = MessageRules.Check(command, commands.Limits, now);
        var (accepted, problem, _) = await commands.SendAsync<RollbackContext, ContextAccepted>(worker, command, faults, ContextFields.All, context.RequestAborted);
        if (accepted is null)
        {
            return problem!;
        }

        context.Response.Headers.ETag = EntityTag.Of(accepted.Version);
        return TypedResults.Ok(accepted);
    }
}

/// <summary>Back to an earlier version, or to a checkpoint.</summary>
internal sealed record ContextRollback
{
    /// <summary>To this version. One of both is required.</summary>
    public int? ToVersion { get; init; }

    /// <summary>To the version of this checkpoint.</summary>
    public string? ToCheckpoint { get; init; }

    /// <summary>Why; up to 1,000 characters.</summary>
    public string? ChangeDescription { get; init; }

    /// <summary>Who does it; up to 128 characters.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>As the header If-Match: the version that it must have now.</summary>
    public int? ExpectedVersion { get; init; }
}
