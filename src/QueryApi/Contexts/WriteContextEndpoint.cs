using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Agents;
using AgentRegistry.QueryApi.Bus;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Contexts;

internal static class WriteContextEndpoint
{
    public static async Task<Results<Created<ContextAccepted>, Ok<ContextAccepted>, Problem>> HandleAsync(
        string agent,
        string name,
        Body<ContextWrite> body,
        ExpectedVersion expected,
        IdempotencyKey key,
        Workspace workspace,
        HttpContext context,
        IRequestClient<WriteContext> worker,
        CommandSender commands)
    {
        var (version, disagreement) = expected.With(body.Value.ExpectedVersion);
        if (disagreement is not null)
        {
            return disagreement;
        }

        var now = commands.Now;
        var command = new WriteContext
        {
            MessageId = key.MessageId($"context {workspace.Id} {agent} {name}", now),
            SentAt = now,
            Workspace = workspace.Id,
            AgentId = agent,
            Name = name,
            Data = body.Value.Data,
            ExpectedVersion = version,
            ChangeDescription = body.Value.ChangeDescription,
            CreatedBy = body.Value.CreatedBy,
        };
        var faults = MessageRules.Check(command, commands.Limits, now);
        var (accepted, problem, _) = await commands.SendAsync<WriteContext, ContextAccepted>(worker, command, faults, ContextFields.All, context.RequestAborted);
        if (accepted is null)
        {
            return problem!;
        }

        context.Response.Headers.ETag = EntityTag.Of(accepted.Version);
        return accepted.Outcome == ContextOutcome.Created
            ? TypedResults.Created($"/api/v1/contexts/{Uri.EscapeDataString(agent)}/{Uri.EscapeDataString(name)}", accepted)
            : TypedResults.Ok(accepted);
    }
}

/// <summary>New data of a context.</summary>
internal sealed record ContextWrite
{
    /// <summary>What it holds from now on, whole; a JSON object of up to 1 MiB. Required.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>What was changed and why; up to 1,000 characters.</summary>
    public string? ChangeDescription { get; init; }

    /// <summary>Who wrote it; up to 128 characters.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>As the header If-Match: the version that it must have now; 0 as If-None-Match: *.</summary>
    public int? ExpectedVersion { get; init; }
}
