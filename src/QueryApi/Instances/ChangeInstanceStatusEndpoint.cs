using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Bus;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Instances;

internal static class ChangeInstanceStatusEndpoint
{
    public static async Task<Results<Ok<InstanceAccepted>, Problem>> HandleAsync(
        string id,
        Body<InstanceStatus> body,
        Workspace workspace,
        HttpContext context,
        IRequestClient<ChangeInstanceStatus> worker,
        CommandSender commands)
    {
        var now = commands.Now;
        var command = new ChangeInstanceStatus
        {
            MessageId = Guid.CreateVersion7(now),
            SentAt = now,
            Workspace = workspace.Id,
            InstanceId = id,
            Status = body.Value.Status,
            Error = body.Value.Error,
        };
        var faults = MessageRules.Check(command, commands.Limits, now);
        var (accepted, problem, _) = await commands.SendAsync<ChangeInstanceStatus, InstanceAccepted>(worker, command, faults, InstanceFields.OfOne, context.RequestAborted);
        return accepted is null ? problem! : TypedResults.Ok(accepted);
    }
}

/// <summary>Another status.</summary>
internal sealed record InstanceStatus
{
    /// <summary>The status, which must be able to follow the one that it has. Required.</summary>
    public AgentStatus? Status { get; init; }

    /// <summary>What went wrong; up to 1,000 characters; only with the status error.</summary>
    public string? Error { get; init; }
}
