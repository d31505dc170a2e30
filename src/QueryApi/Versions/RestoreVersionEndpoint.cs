using System.ComponentModel;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Agents;
using AgentRegistry.QueryApi.Bus;
using AgentRegistry.QueryApi.Docs;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Versions;

internal static class RestoreVersionEndpoint
{
    public static async Task<Results<Ok<AgentAccepted>, Problem>> HandleAsync(
        string id,
        [Description("The version to restore."), DocumentedQuery(typeof(int), Least = 1)] string version,
        Body<Restoration> body,
        ExpectedRevision expected,
        AgentScope scope,
        HttpContext context,
        IRequestClient<RestoreRegistration> worker,
        CommandSender commands)
    {
        var text = new QueryText();
        var now = commands.Now;
        var command = new RestoreRegistration
        {
            MessageId = Guid.CreateVersion7(now),
            SentAt = now,
            Workspace = scope.Workspace,
            AgentId = id,
            Version = text.Whole(version, "version") ?? 1,
            ChangedBy = body.Value.ChangedBy,
            ExpectedRevision = expected.Revision,
        };
        IReadOnlyList<Contracts.Fault> faults = [.. text.Faults, .. MessageRules.Check(command, commands.Limits, now)];
        var (accepted, problem, _) = await commands.SendAsync<RestoreRegistration, AgentAccepted>(
            worker, command, faults, VersionFields.All, context.RequestAborted);
        if (accepted is null)
        {
            return problem!;
        }

        context.Response.Headers.ETag = EntityTag.Of(accepted.Revision);
        return TypedResults.Ok(accepted);
    }
}

/// <summary>An earlier version of a registration is to be the current one.</summary>
internal sealed record Restoration
{
    /// <summary>Who does it; up to 128 characters. Absent: nobody is named.</summary>
    public string? ChangedBy { get; init; }
}
