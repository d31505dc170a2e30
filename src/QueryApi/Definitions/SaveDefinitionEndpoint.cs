using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Agents;
using AgentRegistry.QueryApi.Bus;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Definitions;

internal static class SaveDefinitionEndpoint
{
    public static async Task<Results<Created<DefinitionAccepted>, Ok<DefinitionAccepted>, Problem>> HandleAsync(
        string slug,
        Body<DefinitionWrite> body,
        ExpectedVersion expected,
        IdempotencyKey key,
        Workspace workspace,
        HttpContext context,
        IRequestClient<SaveDefinition> worker,
        CommandSender commands)
    {
        var (version, disagreement) = expected.With(body.Value.ExpectedVersion);
        if (disagreement is not null)
        {
            return disagreement;
        }

        var now = commands.Now;
        var command = new SaveDefinition
        {
            MessageId = key.MessageId($"definition {workspace.Id} {slug}", now),
            SentAt = now,
            Workspace = workspace.Id,
            Slug = slug,
            Content = body.Value.Content!,
            ExpectedVersion = version,
            ChangeDescription = body.Value.ChangeDescription,
            CreatedBy = body.Value.CreatedBy,
        };
        var faults = MessageRules.Check(command, commands.Limits, now);
        var (accepted, problem, _) = await commands.SendAsync<SaveDefinition, DefinitionAccepted>(worker, command, faults, DefinitionFields.All, context.RequestAborted);
        if (accepted is null)
        {
            return problem!;
        }

        context.Response.Headers.ETag = EntityTag.Of(accepted.Version);
        return accepted.Outcome == DefinitionOutcome.Created
            ? TypedResults.Created($"/api/v1/definitions/{Uri.EscapeDataString(slug)}", accepted)
            : TypedResults.Ok(accepted);
    }
}

/// <summary>What a definition says from now on.</summary>
internal sealed record DefinitionWrite
{
    /// <summary>All of it: what is left out is gone. Required.</summary>
    public DefinitionContent? Content { get; init; }

    /// <summary>What was changed and why; up to 1,000 characters.</summary>
    public string? ChangeDescription { get; init; }

    /// <summary>Who wrote it; up to 128 characters.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>As the header If-Match: the version that it must have now; 0 as If-None-Match: *.</summary>
    public int? ExpectedVersion { get; init; }
}
