using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Bus;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Definitions;

internal static class UnlabelDefinitionEndpoint
{
    public static async Task<Results<Ok<DefinitionAccepted>, Problem>> HandleAsync(
        string slug,
        string label,
        Workspace workspace,
        HttpContext context,
        IRequestClient<UnlabelDefinition> worker,
        CommandSender commands)
    {
        var now = commands.Now;
        var command = new UnlabelDefinition
        {
            MessageId = Guid.CreateVersion7(now),
            SentAt = now,
            Workspace = workspace.Id,
            Slug = slug,
            Label = label,
        };
        var faults = MessageRules.Check(command, commands.Limits, now);
        var (accepted, problem, _) = await commands.SendAsync<UnlabelDefinition, DefinitionAccepted>(worker, command, faults, DefinitionFields.All, context.RequestAborted);
        return accepted is null ? problem! : TypedResults.Ok(accepted);
    }
}
