using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Bus;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Agents;

internal static class DeleteAgentEndpoint
{
    public static async Task<Results<Ok<AgentAccepted>, Problem>> HandleAsync(
        string id,
        ExpectedRevision expected,
        AgentScope scope,
        HttpContext context,
        IRequestClient<DeleteAgent> worker,
        CommandSender commands)
    {
        var (accepted, problem, _) = await DeleteAsync(id, expected.Revision, scope, worker, commands, context.RequestAborted);
        if (accepted is null)
        {
            return problem!;
        }

        context.Response.Headers.ETag = EntityTag.Of(accepted.Revision);
        return TypedResults.Ok(accepted);
    }

    public static Task<CommandAnswer<AgentAccepted>> DeleteAsync(
        string id, long? expectedRevision, AgentScope scope, IRequestClient<DeleteAgent> worker, CommandSender commands, CancellationToken cancellationToken)
    {
        var now = commands.Now;
        var command = new DeleteAgent { MessageId = Guid.CreateVersion7(now), SentAt = now, Workspace = scope.Workspace, AgentId = id, ExpectedRevision = expectedRevision };
        var faults = MessageRules.Check(command, commands.Limits, now);
        return commands.SendAsync<DeleteAgent, AgentAccepted>(worker, command, faults, GetAgentEndpoint.Fields, cancellationToken);
    }
}
