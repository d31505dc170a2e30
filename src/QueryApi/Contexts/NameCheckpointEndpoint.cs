using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Bus;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Contexts;

internal static class NameCheckpointEndpoint
{
    public static async Task<Results<Ok<ContextAccepted>, Problem>> HandleAsync(
        string agent,
        string name,
        string checkpoint,
        Body<CheckpointName> body,
        Workspace workspace,
        HttpContext context,
        IRequestClient<NameCheckpoint> worker,
        CommandSender commands)
    {
        var now = commands.Now;
        var command = new NameCheckpoint
        {
            MessageId = Guid.CreateVersion7(now),
            SentAt = now,
            Workspace = workspace.Id,
            AgentId = agent,
            Name = name,
            Checkpoint = checkpoint,
            Version = body.Value.Version,
        };
        var faults = MessageRules.Check(command, commands.Limits, now);
        var (accepted, problem, _) = await commands.SendAsync<NameCheckpoint, ContextAccepted>(worker, command, faults, ContextFields.All, context.RequestAborted);
        return accepted is null ? problem! : TypedResults.Ok(accepted);
    }
}

/// <summary>Which version gets the name.</summary>
internal sealed record CheckpointName
{
    /// <summary>The version. Absent: the current one.</summary>
    public int? Version { get; init; }
}
