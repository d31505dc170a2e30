using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Bus;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;
using Fault = AgentRegistry.Contracts.Fault;

namespace AgentRegistry.QueryApi.Sessions;

internal static class AppendMessagesEndpoint
{
    /// <summary>What the rules call a message that stands alone in its request.</summary>
    private const string First = "messages[0].";

    public static async Task<Results<Ok<SessionAccepted>, Problem>> HandleAsync(
        string id,
        Body<SaidMessages> body,
        IdempotencyKey key,
        Workspace workspace,
        HttpContext context,
        IRequestClient<AppendSessionMessages> worker,
        CommandSender commands)
    {
        var (accepted, problem, _) = await AppendAsync(id, body.Value, key, workspace, worker, commands, context.RequestAborted);
        return accepted is null ? problem! : TypedResults.Ok(accepted);
    }

    public static Task<CommandAnswer<SessionAccepted>> AppendAsync(
        string id,
        SaidMessages said,
        IdempotencyKey key,
        Workspace workspace,
        IRequestClient<AppendSessionMessages> worker,
        CommandSender commands,
        CancellationToken cancellationToken)
    {
        var now = commands.Now;
        var command = new AppendSessionMessages
        {
            MessageId = key.MessageId($"messages {workspace.Id} {id}", now),
            SentAt = now,
            Workspace = workspace.Id,
            SessionId = id,
            Messages = said.Messages is { } many ? [.. many.Select(one => one?.ToMessage()!)] : [said.ToMessage()],
        };
        var faults = MessageRules.Check(command, commands.Limits, now);
        return commands.SendAsync<AppendSessionMessages, SessionAccepted>(
            worker, command, said.Messages is null ? [.. faults.Select(Alone)] : faults, SessionFields.OfOne, cancellationToken);
    }

    private static Fault Alone(Fault fault) =>
        fault.Field.StartsWith(First, StringComparison.Ordinal) ? fault with { Field = fault.Field[First.Length..] } : fault;
}

/// <summary>Something that was said.</summary>
internal record SaidMessage
{
    /// <summary>Identifies it within the session: a second one of the same id is passed over. Absent: from the Idempotency-Key, else new.</summary>
    public Guid? Id { get; init; }

    /// <summary>Who spoke. Required.</summary>
    public MessageRole? Role { get; init; }

    /// <summary>What was said, up to 1 MiB. Required.</summary>
    public string? Content { get; init; }

    /// <summary>Kept as it is; a JSON object of up to 64 KiB.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>When it was said. Absent: now.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    public NewSessionMessage ToMessage() => new() { Id = Id, Role = Role, Content = Content, Metadata = Metadata, Timestamp = Timestamp };
}

/// <summary>One message, or a list of them; with a list, the other fields do not count.</summary>
internal sealed record SaidMessages : SaidMessage
{
    /// <summary>1–1,000 messages, in their order.</summary>
    public IReadOnlyList<SaidMessage?>? Messages { get; init; }
}
