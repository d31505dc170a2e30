using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Bus;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Definitions;

internal static class DeleteDefinitionEndpoint
{
    public static async Task<Results<Ok<DefinitionAccepted>, Problem>> HandleAsync(
        string slug,
        ExpectedVersion expected,
        Workspace workspace,
        HttpContext context,
        IRequestClient<DeleteDefinition> worker,
        CommandSender commands)
    {
        var now = commands.Now;
        var command = new DeleteDefinition
        {
            MessageId = Guid.CreateVersion7(now),
            SentAt = now,
            Workspace = workspace.Id,
            Slug = slug,
            ExpectedVersion = expected.Version,
        };
        var faults = MessageRules.Check(command, commands.Limits, now);
        var (accepted, problem, _) = await commands.SendAsync<DeleteDefinition, DefinitionAccepted>(worker, command, faults, DefinitionFields.All, context.RequestAborted);
        return accepted is null ? problem! : TypedResults.Ok(accepted);
    }
}
