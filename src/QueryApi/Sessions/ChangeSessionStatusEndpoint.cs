using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Bus;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Sessions;

internal static class ChangeSessionStatusEndpoint
{
    public static async Task<Results<Ok<SessionAccepted>, Problem>> HandleAsync(
        string id,
        Body<SessionStatusChange> body,
        Workspace workspace,
        HttpContext context,
        IRequestClient<ChangeSessionStatus> worker,
        CommandSender commands)
    {
        var (accepted, problem, _) = await ChangeAsync(id, body.Value, workspace, worker, commands, context.RequestAborted);
        return accepted is null ? problem! : TypedResults.Ok(accepted);
    }

    public static Task<CommandAnswer<SessionAccepted>> ChangeAsync(
        string id,
        SessionStatusChange change,
        Workspace workspace,
        IRequestClient<ChangeSessionStatus> worker,
        CommandSender commands,
        CancellationToken cancellationToken)
    {
        var now = commands.Now;
        var command = new ChangeSessionStatus
        {
            MessageId = Guid.CreateVersion7(now),
            SentAt = now,
            Workspace = workspace.Id,
            SessionId = id,
            Status = change.Status,
        };
        var faults = MessageRules.Check(command, commands.Limits, now);
        return commands.SendAsync<ChangeSessionStatus, SessionAccepted>(worker, command, faults, SessionFields.OfOne, cancellationToken);
    }
}

/// <summary>A change of a session's status.</summary>
internal sealed record SessionStatusChange
{
    /// <summary>The new status. Required.</summary>
    public SessionStatus? Status { get; init; }
}
