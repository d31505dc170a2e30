using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Bus;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Instances;

internal static class SpawnInstanceEndpoint
{
    public static async Task<Results<Created<InstanceAccepted>, Ok<InstanceAccepted>, Problem>> HandleAsync(
        Body<InstanceSpawn> body,
        IdempotencyKey key,
        Workspace workspace,
        HttpContext context,
        IRequestClient<SpawnInstance> worker,
        CommandSender commands)
    {
        var now = commands.Now;
        var command = new SpawnInstance
        {
            MessageId = key.MessageId($"spawn {workspace.Id}", now),
            SentAt = now,
            Workspace = workspace.Id,
            Definition = body.Value.Definition ?? "",
            DefinitionVersion = body.Value.DefinitionVersion?.Text,
            InstanceId = body.Value.InstanceId,
            Name = body.Value.Name,
            Project = body.Value.Project ?? Defaults.Project,
            Configuration = body.Value.Configuration,
        };
        var faults = MessageRules.Check(command, commands.Limits, now);
        var (accepted, problem, _) = await commands.SendAsync<SpawnInstance, InstanceAccepted>(worker, command, faults, InstanceFields.All, context.RequestAborted);
        return accepted is null ? problem!
            : accepted.Outcome == InstanceOutcome.Spawned
                ? TypedResults.Created($"/api/v1/instances/{Uri.EscapeDataString(accepted.InstanceId)}", accepted)
                : TypedResults.Ok(accepted);
    }
}

/// <summary>An instance that is to be spawned.</summary>
internal sealed record InstanceSpawn
{
    /// <summary>From which definition: its slug. Required.</summary>
    public string? Definition { get; init; }

    /// <summary>Which version: its number, or a label. Absent: the newest.</summary>
    public TextOrNumber? DefinitionVersion { get; init; }

    /// <summary>Its id, and its agent's; 1–128 of letters, digits, <c>. _ : -</c>, unique in the registry. Absent: the registry's choice.</summary>
    public string? InstanceId { get; init; }

    /// <summary>Its name; 1–128 characters. Absent: the definition's.</summary>
    public string? Name { get; init; }

    /// <summary>The project within the workspace. Absent: default.</summary>
    public string? Project { get; init; }

    /// <summary>Its configuration, which must keep the definition's schema; a JSON object of up to 256 KiB. Absent: the definition's default.</summary>
    public JsonElement? Configuration { get; init; }
}
