namespace AgentRegistry.Contracts;

/// <content>The rules of what is said and asked of sessions.</content>
public static partial class MessageRules
{
    /// <summary>The one valid id that no session can have: the API has a path of this name among them.</summary>
    private const string AnalysisPath = "analysis";

    /// <summary>Checks a session's beginning.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <param name="now">The registry's time.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(CreateSession message, Limits limits, DateTimeOffset now)
    {
        var check = new RuleCheck();
        check.MessageId(message.MessageId, "messageId");
        check.Time(message.SentAt, "sentAt", now);
        check.Id(message.Workspace, "workspace", limits.AgentId);
        if (message.SessionId is not null)
        {
            check.Id(message.SessionId, "sessionId", limits.AgentId);
            check.Require(message.SessionId != AnalysisPath, "sessionId", "must not be 'analysis', which is a path of the API");
        }

        check.Line(message.UserId, "userId", limits.Name);
        check.JsonObject(message.Metadata, "metadata", limits.MetadataBytes);
        return check.Faults;
    }

    /// <summary>Checks messages of a session.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <param name="now">The registry's time.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(AppendSessionMessages message, Limits limits, DateTimeOffset now)
    {
        var check = new RuleCheck();
        Command(check, message.MessageId, message.SentAt, message.Workspace, message.SessionId, limits, now);
        if (!check.Listed(message.Messages, "messages", limits.BatchSize))
        {
            return check.Faults;
        }

        check.Require(message.Messages.Count > 0, "messages", "must not be empty");
        for (var i = 0; i < message.Messages.Count; i++)
        {
            var path = $"messages[{i}]";
            if (message.Messages[i] is not { } said)
            {
                check.Require(false, path, "must not be null");
                continue;
            }

            check.Require(said.Id != Guid.Empty, path + ".id", "must be a UUID of the sender's choice, new for each message, or left out");
            check.Require(said.Role is not null, path + ".role", "is required: user, assistant or system");
            check.Known(said.Role, path + ".role");
            check.Require(said.Content is not null, path + ".content", "is required: what was said");
            check.OptionalBytes(said.Content, path + ".content", limits.OutputBytes);
            check.JsonObject(said.Metadata, path + ".metadata", limits.MetadataBytes);
            check.OptionalTime(said.Timestamp, path + ".timestamp", now);
        }

        return check.Faults;
    }

    /// <summary>Checks an invocation.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <param name="now">The registry's time.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(RecordInvocation message, Limits limits, DateTimeOffset now)
    {
        var check = new RuleCheck();
        Command(check, message.MessageId, message.SentAt, message.Workspace, message.SessionId, limits, now);
        check.Require(message.InvocationId != Guid.Empty, "invocationId", "must be a UUID of the sender's choice, new for each invocation, or left out");
        check.Id(message.AgentId, "agentId", limits.AgentId);
        check.Require(message.Query is not null, "query", "must not be null");
        check.OptionalBytes(message.Query, "query", limits.OutputBytes);
        check.OptionalBytes(message.Response, "response", limits.OutputBytes);
        check.Require(message.Success is not null, "success", "is required: true or false");
        check.OptionalBytes(message.Error, "error", limits.OutputBytes);
        check.Range(message.DurationMs ?? 0, "durationMs", 0, LongestDurationMs);
        check.OptionalTime(message.Timestamp, "timestamp", now);
        return check.Faults;
    }

    /// <summary>Checks a change of a session's status.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <param name="now">The registry's time.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(ChangeSessionStatus message, Limits limits, DateTimeOffset now)
    {
        var check = new RuleCheck();
        Command(check, message.MessageId, message.SentAt, message.Workspace, message.SessionId, limits, now);
        check.Require(message.Status is not null, "status", "is required: active, completed or expired");
        check.Known(message.Status, "status");
        return check.Faults;
    }

    /// <summary>Checks a session's deletion.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <param name="now">The registry's time.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(DeleteSession message, Limits limits, DateTimeOffset now)
    {
        var check = new RuleCheck();
        Command(check, message.MessageId, message.SentAt, message.Workspace, message.SessionId, limits, now);
        return check.Faults;
    }

    /// <summary>Checks a request for a session.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(GetSession message, Limits limits)
    {
        var check = new RuleCheck();
        OfSession(check, message.Workspace, message.SessionId, limits);
        return check.Faults;
    }

    /// <summary>Checks a request for a session's context.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(GetSessionContext message, Limits limits)
    {
        var check = new RuleCheck();
        OfSession(check, message.Workspace, message.SessionId, limits);
        return check.Faults;
    }

    /// <summary>Checks a request for a session's messages.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(ListSessionMessages message, Limits limits)
    {
        var check = new RuleCheck();
        OfSession(check, message.Workspace, message.SessionId, limits);
        check.Range(message.Limit, "limit", 1, limits.PageSize);
        check.Range(message.After, "after", 0, int.MaxValue);
        return check.Faults;
    }

    /// <summary>Checks a request for a session's invocations.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(ListSessionInvocations message, Limits limits)
    {
        var check = new RuleCheck();
        OfSession(check, message.Workspace, message.SessionId, limits);
        check.Range(message.Limit, "limit", 1, limits.PageSize);
        check.Range(message.After, "after", 0, int.MaxValue);
        return check.Faults;
    }

    /// <summary>Checks a list of sessions: filters and paging.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(ListSessions message, Limits limits)
    {
        var check = new RuleCheck();
        check.Id(message.Workspace, "workspace", limits.AgentId);
        check.OptionalLine(message.UserId, "userId", limits.Name);
        check.Known(message.Status, "status");
        if (message.AgentId is not null)
        {
            check.Id(message.AgentId, "agentId", limits.AgentId);
        }

        Period(check, message.From, message.To);
        check.Range(message.Limit, "limit", 1, limits.PageSize);
        check.Require(
            message.Cursor is null || SessionCursor.TryRead(message.Cursor, out _),
            "cursor",
            "must be the next_cursor of an earlier page");
        return check.Faults;
    }

    /// <summary>Checks a request for what sessions add up to.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(AnalyseSessions message, Limits limits)
    {
        var check = new RuleCheck();
        check.Id(message.Workspace, "workspace", limits.AgentId);
        check.OptionalLine(message.UserId, "userId", limits.Name);
        Period(check, message.From, message.To);
        return check.Faults;
    }

    private static void Command(
        RuleCheck check, Guid messageId, DateTimeOffset sentAt, string workspace, string sessionId, Limits limits, DateTimeOffset now)
    {
        check.MessageId(messageId, "messageId");
        check.Time(sentAt, "sentAt", now);
        OfSession(check, workspace, sessionId, limits);
    }

    private static void OfSession(RuleCheck check, string workspace, string sessionId, Limits limits)
    {
        check.Id(workspace, "workspace", limits.AgentId);
        check.Id(sessionId, "sessionId", limits.AgentId);
    }

    private static void Period(RuleCheck check, DateTimeOffset? from, DateTimeOffset? to) =>
        check.Require(from is null || to is null || from <= to, "to", "must not be before from");
}
