using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Bus;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Instances;

internal static class DeleteInstanceEndpoint
{
    public static async Task<Results<Ok<InstanceAccepted>, Problem>> HandleAsync(
        string id,
        Workspace workspace,
        HttpContext context,
        IRequestClient<DeleteInstance> worker,
        CommandSender commands)
    {
        var now = commands.Now;
        var command = new DeleteInstance
        {
            MessageId = Guid.CreateVersion7(now),
            SentAt = now,
            Workspace = workspace.Id,
            InstanceId = id,
        };
        var faults = MessageRules.Check(command, commands.Limits, now);
        var (accepted, problem, _) = await commands.SendAsync<DeleteInstance, InstanceAccepted>(worker, command, faults, InstanceFields.OfOne, context.RequestAborted);
        return accepted is null ? problem! : TypedResults.Ok(accepted);
    }
}
