using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Bus;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Definitions;

internal static class SwitchDefinitionEndpoint
{
    public static async Task<Results<Ok<DefinitionAccepted>, Problem>> HandleAsync(
        string slug,
        Body<DefinitionSwitch> body,
        Workspace workspace,
        HttpContext context,
        IRequestClient<SwitchDefinition> worker,
        CommandSender commands)
    {
        var now = commands.Now;
        var command = new SwitchDefinition
        {
            MessageId = Guid.CreateVersion7(now),
            SentAt = now,
            Workspace = workspace.Id,
            Slug = slug,
            Enabled = body.Value.Enabled,
        };
        var faults = MessageRules.Check(command, commands.Limits, now);
        var (accepted, problem, _) = await commands.SendAsync<SwitchDefinition, DefinitionAccepted>(worker, command, faults, DefinitionFields.All, context.RequestAborted);
        return accepted is null ? problem! : TypedResults.Ok(accepted);
    }
}

/// <summary>On or off.</summary>
internal sealed record DefinitionSwitch
{
    /// <summary>True: agents may be spawned from it. Required.</summary>
    public bool? Enabled { get; init; }
}
