using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Requests;
using Microsoft.AspNetCore.Mvc;

namespace AgentRegistry.QueryApi.Sessions;

/// <summary>The URL's parameters of a list of sessions. All are text here, so that every faulty one is named and not the first only.</summary>
internal readonly record struct SessionListParameters(
    [property: Description("Of this user.")] string? User,
    [property: Description("With this status."), DocumentedQuery(typeof(SessionStatus))] string? Status,
    [property: Description("In which this agent was called.")] string? Agent,
    [property: Description("Created then or later, such as 2026-01-31 or 2026-01-31T12:00:00Z.")] string? From,
    [property: Description("Created before that.")] string? To,
    [property: Description("How many at most."), DocumentedQuery(typeof(int), Minimum = 1, Maximum = 1_000, Default = Defaults.PageSize)] string? Limit,
    [property: Description("The next_cursor of the page before.")] string? Cursor)
{
    public ListSessions Read(Workspace workspace, ApiRequest request) => new()
    {
        Workspace = workspace.Id,
        UserId = QueryText.Text(User),
        Status = request.Text.Name<SessionStatus>(Status, "status"),
        AgentId = QueryText.Text(Agent),
        From = request.Text.Time(From, "from"),
        To = request.Text.Time(To, "to"),
        Limit = request.Text.Whole(Limit, "limit", Defaults.PageSize),
        Cursor = QueryText.Text(Cursor),
    };
}

/// <summary>The URL's parameters of a page of a session.</summary>
internal readonly record struct SessionPageParameters(
    [property: FromRoute] string Id,
    [property: Description("How many at most."), DocumentedQuery(typeof(int), Minimum = 1, Maximum = 1_000, Default = Defaults.PageSize)] string? Limit,
    [property: Description("Those after this sequence."), DocumentedQuery(typeof(int), Default = 0)] string? After)
{
    public int ReadLimit(ApiRequest request) => request.Text.Whole(Limit, "limit", Defaults.PageSize);

    public int ReadAfter(ApiRequest request) => request.Text.Whole(After, "after", 0);
}

/// <summary>A session that is to begin.</summary>
internal sealed record NewSession
{
    /// <summary>1–128 of letters, digits, <c>. _ : -</c>, unique within the workspace. Absent: the registry's choice.</summary>
    public TextOrNumber? SessionId { get; init; }

    /// <summary>Whose session it is; 1–128 characters. Required.</summary>
    [Required]
    public TextOrNumber? UserId { get; init; }

    /// <summary>Kept as it is; a JSON object of up to 64 KiB.</summary>
    public JsonElement? Metadata { get; init; }
}

/// <summary>A message of a conversation.</summary>
internal record NewMessage
{
    /// <summary>Identifies it within the session: a second one of the same id is skipped. Absent: from the Idempotency-Key, else new.</summary>
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
internal sealed record NewMessages : NewMessage
{
    /// <summary>1–1,000 messages, in their order.</summary>
    public IReadOnlyList<NewMessage?>? Messages { get; init; }
}

/// <summary>The invocation of an agent.</summary>
internal sealed record Invocation
{
    /// <summary>Identifies it within the session: a second one of the same id is skipped. Absent: from the Idempotency-Key, else new.</summary>
    public Guid? Id { get; init; }

    /// <summary>Who was called. Required.</summary>
    [Required]
    public TextOrNumber? AgentId { get; init; }

    /// <summary>The query, up to 1 MiB.</summary>
    public string? Query { get; init; }

    /// <summary>The response, up to 1 MiB.</summary>
    public string? Response { get; init; }

    /// <summary>Whether the call succeeded. Required.</summary>
    [Required]
    public bool? Success { get; init; }

    /// <summary>What went wrong, up to 1 MiB.</summary>
    public string? Error { get; init; }

    /// <summary>How long it took, in milliseconds. Absent: not measured; then it does not count in averages.</summary>
    public long? DurationMs { get; init; }

    /// <summary>When it was made. Absent: now.</summary>
    public DateTimeOffset? Timestamp { get; init; }
}

/// <summary>A change of a session's status.</summary>
internal sealed record SessionStatusChange
{
    /// <summary>The new status. Required.</summary>
    [Required]
    public SessionStatus? Status { get; init; }
}
