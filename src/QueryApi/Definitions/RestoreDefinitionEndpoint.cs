using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Agents;
using AgentRegistry.QueryApi.Bus;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Definitions;

internal static class RestoreDefinitionEndpoint
{
    public static async Task<Results<Ok<DefinitionAccepted>, Problem>> HandleAsync(
        string slug,
        Body<DefinitionRestore> body,
        ExpectedVersion expected,
        IdempotencyKey key,
        Workspace workspace,
        HttpContext context,
        IRequestClient<RestoreDefinition> worker,
        CommandSender commands)
    {
        var (version, disagreement) = expected.With(body.Value.ExpectedVersion);
        if (disagreement is not null)
        {
            return disagreement;
        }

        var now = commands.Now;
        var command = new RestoreDefinition
        {
            MessageId = key.MessageId($"restore {workspace.Id} {slug}", now),
            SentAt = now,
            Workspace = workspace.Id,
            Slug = slug,
            ToVersion = body.Value.ToVersion?.Text ?? "",
            ExpectedVersion = version,
            ChangeDescription = body.Value.ChangeDescription,
            CreatedBy = body.Value.CreatedBy,
        };
        var faults = MessageRules.Check(command, commands.Limits, now);
        var (accepted, problem, _) = await commands.SendAsync<RestoreDefinition, DefinitionAccepted>(worker, command, faults, DefinitionFields.All, context.RequestAborted);
        if (accepted is null)
        {
            return problem!;
        }

        context.Response.Headers.ETag = EntityTag.Of(accepted.Version);
        return TypedResults.Ok(accepted);
    }
}

/// <summary>Back to an earlier version.</summary>
internal sealed record DefinitionRestore
{
    /// <summary>To this version: its number, or a label. Required.</summary>
    public TextOrNumber? ToVersion { get; init; }

    /// <summary>Why; up to 1,000 characters.</summary>
    public string? ChangeDescription { get; init; }

    /// <summary>Who does it; up to 128 characters.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>As the header If-Match: the version that it must have now.</summary>
    public int? ExpectedVersion { get; init; }
}
