using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Bus;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Sessions;

internal static class DeleteSessionEndpoint
{
    public static async Task<Results<Ok<SessionAccepted>, Problem>> HandleAsync(
        string id, Workspace workspace, HttpContext context, IRequestClient<DeleteSession> worker, CommandSender commands)
    {
        var (accepted, problem, _) = await DeleteAsync(id, workspace, worker, commands, context.RequestAborted);
        return accepted is null ? problem! : TypedResults.Ok(accepted);
    }

    public static Task<CommandAnswer<SessionAccepted>> DeleteAsync(
        string id, Workspace workspace, IRequestClient<DeleteSession> worker, CommandSender commands, CancellationToken cancellationToken)
    {
        var now = commands.Now;
        var command = new DeleteSession { MessageId = Guid.CreateVersion7(now), SentAt = now, Workspace = workspace.Id, SessionId = id };
        var faults = MessageRules.Check(command, commands.Limits, now);
        return commands.SendAsync<DeleteSession, SessionAccepted>(worker, command, faults, SessionFields.OfOne, cancellationToken);
    }
}
