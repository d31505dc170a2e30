using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Bus;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Definitions;

internal static class LabelDefinitionEndpoint
{
    public static async Task<Results<Ok<DefinitionAccepted>, Problem>> HandleAsync(
        string slug,
        string label,
        Body<DefinitionLabelling> body,
        Workspace workspace,
        HttpContext context,
        IRequestClient<LabelDefinition> worker,
        CommandSender commands)
    {
        var now = commands.Now;
        var command = new LabelDefinition
        {
            MessageId = Guid.CreateVersion7(now),
            SentAt = now,
            Workspace = workspace.Id,
            Slug = slug,
            Label = label,
            Version = body.Value.Version?.Text,
        };
        var faults = MessageRules.Check(command, commands.Limits, now);
        var (accepted, problem, _) = await commands.SendAsync<LabelDefinition, DefinitionAccepted>(worker, command, faults, DefinitionFields.All, context.RequestAborted);
        return accepted is null ? problem! : TypedResults.Ok(accepted);
    }
}

/// <summary>Which version gets the label.</summary>
internal sealed record DefinitionLabelling
{
    /// <summary>The version: its number, or another label. Absent: the newest.</summary>
    public TextOrNumber? Version { get; init; }
}
