namespace AgentRegistry.Contracts;

/// <content>The rules of sessions.</content>
public static partial class MessageRules
{
    /// <summary>The one valid id that no session can have: the API has a path of this name among them.</summary>
    private const string AnalysisPath = "analysis";

    internal static void Check(RuleCheck check, CreateSession message)
    {
        check.Command(message.MessageId, message.SentAt);
        check.Id(message.Workspace, "workspace");
        check.OptionalId(message.SessionId, "sessionId");
        check.Require(message.SessionId != AnalysisPath, "sessionId", "must not be 'analysis', which is a path of the API");
        check.Line(message.UserId, "userId", check.Limits.Name);
        check.JsonObject(message.Metadata, "metadata", check.Limits.MetadataBytes);
    }

    internal static void Check(RuleCheck check, AppendSessionMessages message)
    {
        check.Command(message.MessageId, message.SentAt);
        OfSession(check, message.Workspace, message.SessionId);
        if (!check.FilledList(message.Messages, "messages", check.Limits.BatchSize))
        {
            return;
        }

        for (var i = 0; i < message.Messages.Count; i++)
        {
            var path = $"messages[{i}]";
            if (message.Messages[i] is not { } added)
            {
                check.Require(false, path, "must not be null");
                continue;
            }

            check.Require(added.Id != Guid.Empty, path + ".id", "must be a UUID of the sender's choice, new for each message, or left out");
            check.Require(added.Role is not null, path + ".role", "is required: user, assistant or system");
            check.Known(added.Role, path + ".role");
            check.Require(added.Content is not null, path + ".content", "is required: what was said");
            check.OptionalBytes(added.Content, path + ".content", check.Limits.OutputBytes);
            check.JsonObject(added.Metadata, path + ".metadata", check.Limits.MetadataBytes);
            check.OptionalTime(added.Timestamp, path + ".timestamp");
        }
    }

    internal static void Check(RuleCheck check, RecordInvocation message)
    {
        check.Command(message.MessageId, message.SentAt);
        OfSession(check, message.Workspace, message.SessionId);
        check.Require(message.InvocationId != Guid.Empty, "invocationId", "must be a UUID of the sender's choice, new for each invocation, or left out");
        check.Id(message.AgentId, "agentId");
        check.Require(message.Query is not null, "query", "must not be null");
        check.OptionalBytes(message.Query, "query", check.Limits.OutputBytes);
        check.OptionalBytes(message.Response, "response", check.Limits.OutputBytes);
        check.Require(message.Success is not null, "success", "is required: true or false");
        check.OptionalBytes(message.Error, "error", check.Limits.OutputBytes);
        check.Range(message.DurationMs ?? 0, "durationMs", 0, MaxDurationMs);
        check.OptionalTime(message.Timestamp, "timestamp");
    }

    internal static void Check(RuleCheck check, ChangeSessionStatus message)
    {
        check.Command(message.MessageId, message.SentAt);
        OfSession(check, message.Workspace, message.SessionId);
        check.Require(message.Status is not null, "status", "is required: active, completed or expired");
        check.Known(message.Status, "status");
    }

    internal static void Check(RuleCheck check, DeleteSession message)
    {
        check.Command(message.MessageId, message.SentAt);
        OfSession(check, message.Workspace, message.SessionId);
    }

    internal static void Check(RuleCheck check, GetSession message) => OfSession(check, message.Workspace, message.SessionId);

    internal static void Check(RuleCheck check, GetSessionContext message) => OfSession(check, message.Workspace, message.SessionId);

    internal static void Check(RuleCheck check, ListSessionMessages message)
    {
        OfSession(check, message.Workspace, message.SessionId);
        check.Page(message.Limit);
        check.Range(message.After, "after", 0, int.MaxValue);
    }

    internal static void Check(RuleCheck check, ListSessionInvocations message)
    {
        OfSession(check, message.Workspace, message.SessionId);
        check.Page(message.Limit);
        check.Range(message.After, "after", 0, int.MaxValue);
    }

    internal static void Check(RuleCheck check, ListSessions message)
    {
        check.Id(message.Workspace, "workspace");
        check.OptionalLine(message.UserId, "userId", check.Limits.Name);
        check.Known(message.Status, "status");
        check.OptionalId(message.AgentId, "agentId");
        Period(check, message.From, message.To);
        check.Page(message.Limit);
        check.Cursor(message.Cursor, cursor => SessionCursor.TryRead(cursor, out _));
    }

    internal static void Check(RuleCheck check, AnalyseSessions message)
    {
        check.Id(message.Workspace, "workspace");
        check.OptionalLine(message.UserId, "userId", check.Limits.Name);
        Period(check, message.From, message.To);
    }

    private static void OfSession(RuleCheck check, string workspace, string sessionId)
    {
        check.Id(workspace, "workspace");
        check.Id(sessionId, "sessionId");
    }

    private static void Period(RuleCheck check, DateTimeOffset? from, DateTimeOffset? to) =>
        check.Require(from is null || to is null || from <= to, "to", "must not be before from");
}
