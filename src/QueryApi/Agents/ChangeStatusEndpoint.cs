using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Bus;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Agents;

internal static class ChangeStatusEndpoint
{
    private static readonly FieldNames FieldsOfOne = new(("agentIds", "id"));

    public static async Task<Results<Ok<AgentResult>, Problem>> HandleOneAsync(
        string id,
        Body<StatusChange> body,
        ExpectedRevision expected,
        AgentScope scope,
        HttpContext context,
        IRequestClient<ChangeAgentStatus> worker,
        CommandSender commands)
    {
        var (result, problem, _) = await ChangeOneAsync(id, body.Value, expected.Revision, scope, worker, commands, context.RequestAborted);
        if (result is null)
        {
            return problem!;
        }

        context.Response.Headers.ETag = EntityTag.Of(result.Revision);
        return TypedResults.Ok(result);
    }

    public static async Task<Results<Ok<BulkStatusResponse>, Problem>> HandleManyAsync(
        Body<BulkStatusChange> body,
        AgentScope scope,
        HttpContext context,
        IRequestClient<ChangeAgentStatus> worker,
        CommandSender commands)
    {
        IReadOnlyList<string> ids = [.. (body.Value.AgentIds ?? []).Select(id => id.Text ?? "")];
        var (accepted, problem, _) = await SendAsync(ids, body.Value, null, scope, FieldNames.AsTheyAre, worker, commands, context.RequestAborted);
        return accepted is null ? problem! : TypedResults.Ok(BulkStatusResponse.Of(accepted.Results));
    }

    /// <summary>Changes one agent's status; one that is not registered is a problem.</summary>
    public static async Task<CommandAnswer<AgentResult>> ChangeOneAsync(
        string id,
        StatusChange change,
        long? expectedRevision,
        AgentScope scope,
        IRequestClient<ChangeAgentStatus> worker,
        CommandSender commands,
        CancellationToken cancellationToken)
    {
        var (accepted, problem, seen) = await SendAsync([id], change, expectedRevision, scope, FieldsOfOne, worker, commands, cancellationToken);
        if (accepted is null)
        {
            return new(null, problem, seen);
        }

        var result = accepted.Results.Single();
        return result.Outcome == AgentOutcome.NotFound ? new(null, Problem.AgentNotFound(id), seen) : new(result, null, seen);
    }

    private static Task<CommandAnswer<AgentsAccepted>> SendAsync(
        IReadOnlyList<string> ids,
        StatusChange change,
        long? expectedRevision,
        AgentScope scope,
        FieldNames fields,
        IRequestClient<ChangeAgentStatus> worker,
        CommandSender commands,
        CancellationToken cancellationToken)
    {
        var now = commands.Now;
        var command = new ChangeAgentStatus
        {
            MessageId = Guid.CreateVersion7(now),
            SentAt = now,
            Workspace = scope.Workspace,
            AgentIds = ids,
            Status = change.Status,
            Enabled = change.Enabled,
            Draining = change.Draining,
            Reason = change.Reason,
            ExpectedRevision = expectedRevision,
        };
        var faults = MessageRules.Check(command, commands.Limits, now);
        return commands.SendAsync<ChangeAgentStatus, AgentsAccepted>(worker, command, faults, fields, cancellationToken);
    }
}

/// <summary>A change of status. What is left out stays as it is; something must be given.</summary>
internal record StatusChange
{
    /// <summary>The new status; <c>offline</c> is the graceful leave.</summary>
    public AgentStatus? Status { get; init; }

    /// <summary>False: no work is routed to the agent until it is true again.</summary>
    public bool? Enabled { get; init; }

    /// <summary>True: the agent takes no new work.</summary>
    public bool? Draining { get; init; }

    /// <summary>Why, for people; up to 512 characters.</summary>
    public string? Reason { get; init; }
}

/// <summary>The same change for many agents.</summary>
internal sealed record BulkStatusChange : StatusChange
{
    /// <summary>1–1,000 agent ids.</summary>
    public IReadOnlyList<TextOrNumber>? AgentIds { get; init; }
}

/// <summary>What became of a change of many agents.</summary>
internal sealed record BulkStatusResponse
{
    /// <summary>One for each agent, in the order of the request.</summary>
    public required IReadOnlyList<AgentResult> Results { get; init; }

    /// <summary>How many have changed.</summary>
    public required int Updated { get; init; }

    /// <summary>How many were so already.</summary>
    public required int Unchanged { get; init; }

    /// <summary>How many changed nothing because a newer command was here first.</summary>
    public required int Stale { get; init; }

    /// <summary>How many are not registered.</summary>
    public required int NotFound { get; init; }

    public static BulkStatusResponse Of(IReadOnlyList<AgentResult> results) => new()
    {
        Results = results,
        Updated = results.Count(result => result.Outcome == AgentOutcome.Updated),
        Unchanged = results.Count(result => result.Outcome == AgentOutcome.Unchanged),
        Stale = results.Count(result => result.Outcome == AgentOutcome.Stale),
        NotFound = results.Count(result => result.Outcome == AgentOutcome.NotFound),
    };
}
