using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Bus;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Sessions;

internal static class RecordInvocationEndpoint
{
    public static async Task<Results<Ok<SessionAccepted>, Problem>> HandleAsync(
        string id,
        Body<Invocation> body,
        IdempotencyKey key,
        Workspace workspace,
        HttpContext context,
        IRequestClient<RecordInvocation> worker,
        CommandSender commands)
    {
        var (accepted, problem, _) = await RecordAsync(id, body.Value, SessionFields.OfOne, key, workspace, worker, commands, context.RequestAborted);
        return accepted is null ? problem! : TypedResults.Ok(accepted);
    }

    public static Task<CommandAnswer<SessionAccepted>> RecordAsync(
        string id,
        Invocation invocation,
        FieldNames fields,
        IdempotencyKey key,
        Workspace workspace,
        IRequestClient<RecordInvocation> worker,
        CommandSender commands,
        CancellationToken cancellationToken)
    {
        var now = commands.Now;
        var command = new RecordInvocation
        {
            MessageId = key.MessageId($"invocation {workspace.Id} {id}", now),
            SentAt = now,
            Workspace = workspace.Id,
            SessionId = id,
            InvocationId = invocation.Id,
            AgentId = invocation.AgentId?.Text ?? "",
            Query = invocation.Query ?? "",
            Response = invocation.Response,
            Success = invocation.Success,
            Error = invocation.Error,
            DurationMs = invocation.DurationMs,
            Timestamp = invocation.Timestamp,
        };
        var faults = MessageRules.Check(command, commands.Limits, now);
        return commands.SendAsync<RecordInvocation, SessionAccepted>(worker, command, faults, fields, cancellationToken);
    }
}

/// <summary>A call of an agent.</summary>
internal record Invocation
{
    /// <summary>Identifies it within the session: a second one of the same id is passed over. Absent: from the Idempotency-Key, else new.</summary>
    public Guid? Id { get; init; }

    /// <summary>Who was called. Required.</summary>
    public TextOrNumber? AgentId { get; init; }

    /// <summary>What was asked, up to 1 MiB.</summary>
    public string? Query { get; init; }

    /// <summary>What was answered, up to 1 MiB.</summary>
    public string? Response { get; init; }

    /// <summary>Whether the call succeeded. Required.</summary>
    public bool? Success { get; init; }

    /// <summary>What went wrong, up to 1 MiB.</summary>
    public string? Error { get; init; }

    /// <summary>How long it took, in milliseconds. Absent: not measured; then it does not count in averages.</summary>
    public long? DurationMs { get; init; }

    /// <summary>When it was made. Absent: now.</summary>
    public DateTimeOffset? Timestamp { get; init; }
}
