using AgentRegistry.Contracts;
using AgentRegistry.SessionWorker.Sessions;
using AgentRegistry.Storage.Sessions;

namespace AgentRegistry.SessionWorker.Tests;

/// <summary>Sessions and commands in few words.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    public static readonly Limits Limits = new();

    public static readonly SessionKey Key = new(Defaults.Workspace, "session-1");

    public static SessionState State => new()
    {
        Key = Key,
        UserId = "alice",
        CreatedBy = Guid.NewGuid(),
        CreatedAt = Now.AddHours(-1),
        UpdatedAt = Now.AddHours(-1),
        StatusSince = Now.AddHours(-1),
        Messages = 2,
        Invocations = 1,
        Bytes = 10,
        LastAgentId = "tickets",
        Revision = 7,
    };

    public static CreateSession Creation(string id = "session-1", string workspace = Defaults.Workspace) =>
        new() { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = workspace, SessionId = id, UserId = "alice" };

    public static AppendSessionMessages Said(params string[] contents) => new()
    {
        MessageId = Guid.NewGuid(),
        SentAt = Now,
        SessionId = "session-1",
        Messages = [.. contents.Select(content => new NewSessionMessage { Role = MessageRole.User, Content = content })],
    };

    public static RecordInvocation Call(string agent = "tickets") => new()
    {
        MessageId = Guid.NewGuid(),
        SentAt = Now,
        SessionId = "session-1",
        AgentId = agent,
        Query = "show my tickets",
        Response = "three",
        Success = true,
        DurationMs = 850,
    };

    public static ChangeSessionStatus Status(SessionStatus status, DateTimeOffset? sentAt = null) =>
        new() { MessageId = Guid.NewGuid(), SentAt = sentAt ?? Now, SessionId = "session-1", Status = status };

    public static DeleteSession Deletion => new() { MessageId = Guid.NewGuid(), SentAt = Now, SessionId = "session-1" };

    public static SessionMessage Message(string content = "hello") =>
        new() { Id = Guid.NewGuid(), Role = MessageRole.User, Content = content, Timestamp = Now };

    public static SessionInvocation Invocation(string agent = "tickets") =>
        new() { Id = Guid.NewGuid(), AgentId = agent, Query = "q", Response = "r", Success = true, Timestamp = Now };

    /// <summary>As the consumers make it.</summary>
    public static SessionCommand Command(this AppendSessionMessages message) => SessionCommand.Of(message, Limits);

    /// <summary>As the consumers make it.</summary>
    public static SessionCommand Command(this RecordInvocation message) => SessionCommand.Of(message, Limits);
}
