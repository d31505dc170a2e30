using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Bus;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Sessions;

internal static class CreateSessionEndpoint
{
    public static async Task<Results<Created<SessionAccepted>, Ok<SessionAccepted>, Problem>> HandleAsync(
        Body<NewSession> body,
        IdempotencyKey key,
        Workspace workspace,
        HttpContext context,
        IRequestClient<CreateSession> worker,
        CommandSender commands)
    {
        var (accepted, problem, _) = await CreateAsync(body.Value, key, workspace, worker, commands, context.RequestAborted);
        return accepted is null ? problem!
            : accepted.Outcome == SessionOutcome.Created
                ? TypedResults.Created($"/api/v1/sessions/{Uri.EscapeDataString(accepted.SessionId)}", accepted)
                : TypedResults.Ok(accepted);
    }

    public static Task<CommandAnswer<SessionAccepted>> CreateAsync(
        NewSession session,
        IdempotencyKey key,
        Workspace workspace,
        IRequestClient<CreateSession> worker,
        CommandSender commands,
        CancellationToken cancellationToken)
    {
        var now = commands.Now;
        var command = new CreateSession
        {
            MessageId = key.MessageId($"session {workspace.Id}", now),
            SentAt = now,
            Workspace = workspace.Id,
            SessionId = session.SessionId?.Text,
            UserId = session.UserId?.Text ?? "",
            Metadata = session.Metadata,
        };
        var faults = MessageRules.Check(command, commands.Limits, now);
        return commands.SendAsync<CreateSession, SessionAccepted>(worker, command, faults, SessionFields.OfMany, cancellationToken);
    }
}

/// <summary>A session that is to begin.</summary>
internal sealed record NewSession
{
    /// <summary>1–128 of letters, digits, <c>. _ : -</c>, unique within the workspace. Absent: the registry's choice.</summary>
    public TextOrNumber? SessionId { get; init; }

    /// <summary>Whose session it is; 1–128 characters. Required.</summary>
    public TextOrNumber? UserId { get; init; }

    /// <summary>Kept as it is; a JSON object of up to 64 KiB.</summary>
    public JsonElement? Metadata { get; init; }
}
