using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Bus;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Contexts;

internal static class DeleteContextEndpoint
{
    public static async Task<Results<Ok<ContextAccepted>, Problem>> HandleAsync(
        string agent,
        string name,
        ExpectedVersion expected,
        Workspace workspace,
        HttpContext context,
        IRequestClient<DeleteContext> worker,
        CommandSender commands)
    {
        var now = commands.Now;
        var command = new DeleteContext
        {
            MessageId = Guid.CreateVersion7(now),
            SentAt = now,
            Workspace = workspace.Id,
            AgentId = agent,
            Name = name,
            ExpectedVersion = expected.Version,
        };
        var faults = MessageRules.Check(command, commands.Limits, now);
        var (accepted, problem, _) = await commands.SendAsync<DeleteContext, ContextAccepted>(worker, command, faults, ContextFields.All, context.RequestAborted);
        return accepted is null ? problem! : TypedResults.Ok(accepted);
    }
}
