using System.Text.Json;

namespace AgentRegistry.Contracts;

/// <content>The rules of contexts.</content>
public static partial class MessageRules
{
    internal static void Check(RuleCheck check, WriteContext message)
    {
        check.Command(message.MessageId, message.SentAt);
        OfContext(check, message.Workspace, message.AgentId, message.Name);
        check.Require(message.Data is { ValueKind: not JsonValueKind.Null }, "data", "is required: a JSON object");
        check.JsonObject(message.Data, "data", check.Limits.ContextBytes);
        check.Range(message.ExpectedVersion ?? 0, "expectedVersion", 0, int.MaxValue);
        Change(check, message.ChangeDescription, message.CreatedBy);
    }

    internal static void Check(RuleCheck check, RollbackContext message)
    {
        check.Command(message.MessageId, message.SentAt);
        OfContext(check, message.Workspace, message.AgentId, message.Name);
        check.Require(
            (message.ToVersion is null) != (message.ToCheckpoint is null),
            "toVersion",
            "must be given, or the other of toVersion and toCheckpoint, and not both");
        check.Version(message.ToVersion, "toVersion");
        check.OptionalId(message.ToCheckpoint, "toCheckpoint");
        check.Version(message.ExpectedVersion, "expectedVersion");
        Change(check, message.ChangeDescription, message.CreatedBy);
    }

    internal static void Check(RuleCheck check, NameCheckpoint message)
    {
        check.Command(message.MessageId, message.SentAt);
        OfContext(check, message.Workspace, message.AgentId, message.Name);
        check.Id(message.Checkpoint, "checkpoint");
        check.Version(message.Version, "version");
    }

    internal static void Check(RuleCheck check, RemoveCheckpoint message)
    {
        check.Command(message.MessageId, message.SentAt);
        OfContext(check, message.Workspace, message.AgentId, message.Name);
        check.Id(message.Checkpoint, "checkpoint");
    }

    internal static void Check(RuleCheck check, DeleteContext message)
    {
        check.Command(message.MessageId, message.SentAt);
        OfContext(check, message.Workspace, message.AgentId, message.Name);
        check.Version(message.ExpectedVersion, "expectedVersion");
    }

    internal static void Check(RuleCheck check, GetContext message)
    {
        OfContext(check, message.Workspace, message.AgentId, message.Name);
        check.Require(message.Version is null || message.Checkpoint is null, "checkpoint", "must not be given together with version");
        check.Version(message.Version, "version");
        check.OptionalId(message.Checkpoint, "checkpoint");
    }

    internal static void Check(RuleCheck check, ListContextVersions message)
    {
        OfContext(check, message.Workspace, message.AgentId, message.Name);
        check.Page(message.Limit);
        check.Version(message.Before, "before");
    }

    internal static void Check(RuleCheck check, DiffContext message)
    {
        OfContext(check, message.Workspace, message.AgentId, message.Name);
        check.Version(message.From, "from");
        check.Version(message.To, "to");
    }

    internal static void Check(RuleCheck check, ListContexts message)
    {
        check.Id(message.Workspace, "workspace");
        check.OptionalId(message.AgentId, "agentId");
        check.Page(message.Limit);
        check.Cursor(message.Cursor, cursor => ContextCursor.TryRead(cursor, out _));
    }

    private static void OfContext(RuleCheck check, string workspace, string agentId, string name)
    {
        check.Id(workspace, "workspace");
        check.Id(agentId, "agentId");
        check.Id(name, "name");
    }

    private static void Change(RuleCheck check, string? description, string? createdBy)
    {
        check.OptionalText(description, "changeDescription", check.Limits.ChangeDescription);
        check.OptionalLine(createdBy, "createdBy", check.Limits.Name);
    }
}
