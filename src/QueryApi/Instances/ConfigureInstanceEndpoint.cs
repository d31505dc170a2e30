using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Bus;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Instances;

internal static class ConfigureInstanceEndpoint
{
    public static async Task<Results<Ok<InstanceAccepted>, Problem>> HandleAsync(
        string id,
        Body<InstanceConfiguration> body,
        ExpectedRevision expected,
        Workspace workspace,
        HttpContext context,
        IRequestClient<ConfigureInstance> worker,
        CommandSender commands)
    {
        var now = commands.Now;
        var command = new ConfigureInstance
        {
            MessageId = Guid.CreateVersion7(now),
            SentAt = now,
            Workspace = workspace.Id,
            InstanceId = id,
            Configuration = body.Value.Configuration,
            ExpectedRevision = expected.Revision,
        };
        var faults = MessageRules.Check(command, commands.Limits, now);
        var (accepted, problem, _) = await commands.SendAsync<ConfigureInstance, InstanceAccepted>(worker, command, faults, InstanceFields.OfOne, context.RequestAborted);
        return accepted is null ? problem! : TypedResults.Ok(accepted);
    }
}

/// <summary>Another configuration.</summary>
internal sealed record InstanceConfiguration
{
    /// <summary>The configuration from now on, whole; a JSON object of up to 256 KiB that keeps the schema. Required.</summary>
    public JsonElement? Configuration { get; init; }
}
