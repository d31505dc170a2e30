using System.Text.Json;

namespace AgentRegistry.Contracts;

/// <content>The rules of what is written to and asked of contexts.</content>
public static partial class MessageRules
{
    private const string OneOfBoth = "must be given, or the other of toVersion and toCheckpoint, and not both";

    /// <summary>Checks a write.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <param name="now">The registry's time.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(WriteContext message, Limits limits, DateTimeOffset now)
    {
        var check = new RuleCheck();
        Command(check, message.MessageId, message.SentAt, now);
        OfContext(check, message.Workspace, message.AgentId, message.Name, limits);
        check.Require(message.Data is { ValueKind: not JsonValueKind.Null }, "data", "is required: a JSON object");
        check.JsonObject(message.Data, "data", limits.ContextBytes);
        check.Range(message.ExpectedVersion ?? 0, "expectedVersion", 0, int.MaxValue);
        Told(check, message.ChangeDescription, message.CreatedBy, limits);
        return check.Faults;
    }

    /// <summary>Checks a rollback.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <param name="now">The registry's time.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(RollbackContext message, Limits limits, DateTimeOffset now)
    {
        var check = new RuleCheck();
        Command(check, message.MessageId, message.SentAt, now);
        OfContext(check, message.Workspace, message.AgentId, message.Name, limits);
        check.Require((message.ToVersion is null) != (message.ToCheckpoint is null), "toVersion", OneOfBoth);
        AtVersion(check, message.ToVersion, "toVersion");
        AtCheckpoint(check, message.ToCheckpoint, "toCheckpoint", limits);
        AtVersion(check, message.ExpectedVersion, "expectedVersion");
        Told(check, message.ChangeDescription, message.CreatedBy, limits);
        return check.Faults;
    }

    /// <summary>Checks a checkpoint's name.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <param name="now">The registry's time.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(NameCheckpoint message, Limits limits, DateTimeOffset now)
    {
        var check = new RuleCheck();
        Command(check, message.MessageId, message.SentAt, now);
        OfContext(check, message.Workspace, message.AgentId, message.Name, limits);
        check.Id(message.Checkpoint, "checkpoint", limits.AgentId);
        AtVersion(check, message.Version, "version");
        return check.Faults;
    }

    /// <summary>Checks a checkpoint's removal.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <param name="now">The registry's time.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(RemoveCheckpoint message, Limits limits, DateTimeOffset now)
    {
        var check = new RuleCheck();
        Command(check, message.MessageId, message.SentAt, now);
        OfContext(check, message.Workspace, message.AgentId, message.Name, limits);
        check.Id(message.Checkpoint, "checkpoint", limits.AgentId);
        return check.Faults;
    }

    /// <summary>Checks a context's deletion.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <param name="now">The registry's time.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(DeleteContext message, Limits limits, DateTimeOffset now)
    {
        var check = new RuleCheck();
        Command(check, message.MessageId, message.SentAt, now);
        OfContext(check, message.Workspace, message.AgentId, message.Name, limits);
        AtVersion(check, message.ExpectedVersion, "expectedVersion");
        return check.Faults;
    }

    /// <summary>Checks a request for a context.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(GetContext message, Limits limits)
    {
        var check = new RuleCheck();
        OfContext(check, message.Workspace, message.AgentId, message.Name, limits);
        check.Require(message.Version is null || message.Checkpoint is null, "checkpoint", "must not be given together with version");
        AtVersion(check, message.Version, "version");
        AtCheckpoint(check, message.Checkpoint, "checkpoint", limits);
        return check.Faults;
    }

    /// <summary>Checks a request for a context's versions.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(ListContextVersions message, Limits limits)
    {
        var check = new RuleCheck();
        OfContext(check, message.Workspace, message.AgentId, message.Name, limits);
        check.Range(message.Limit, "limit", 1, limits.PageSize);
        AtVersion(check, message.Before, "before");
        return check.Faults;
    }

    /// <summary>Checks a request for what makes one version another.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(DiffContext message, Limits limits)
    {
        var check = new RuleCheck();
        OfContext(check, message.Workspace, message.AgentId, message.Name, limits);
        AtVersion(check, message.From, "from");
        AtVersion(check, message.To, "to");
        return check.Faults;
    }

    /// <summary>Checks a list of contexts: filter and paging.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(ListContexts message, Limits limits)
    {
        var check = new RuleCheck();
        check.Id(message.Workspace, "workspace", limits.AgentId);
        if (message.AgentId is not null)
        {
            check.Id(message.AgentId, "agentId", limits.AgentId);
        }

        check.Range(message.Limit, "limit", 1, limits.PageSize);
        check.Require(
            message.Cursor is null || ContextCursor.TryRead(message.Cursor, out _),
            "cursor",
            "must be the next_cursor of an earlier page");
        return check.Faults;
    }

    private static void Command(RuleCheck check, Guid messageId, DateTimeOffset sentAt, DateTimeOffset now)
    {
        check.MessageId(messageId, "messageId");
        check.Time(sentAt, "sentAt", now);
    }

    private static void OfContext(RuleCheck check, string workspace, string agentId, string name, Limits limits)
    {
        check.Id(workspace, "workspace", limits.AgentId);
        check.Id(agentId, "agentId", limits.AgentId);
        check.Id(name, "name", limits.AgentId);
    }

    private static void Told(RuleCheck check, string? changeDescription, string? createdBy, Limits limits)
    {
        check.OptionalText(changeDescription, "changeDescription", limits.ChangeDescription);
        check.OptionalLine(createdBy, "createdBy", limits.Name);
    }

    private static void AtVersion(RuleCheck check, int? version, string field) => check.Range(version ?? 1, field, 1, int.MaxValue);

    private static void AtCheckpoint(RuleCheck check, string? checkpoint, string field, Limits limits)
    {
        if (checkpoint is not null)
        {
            check.Id(checkpoint, field, limits.AgentId);
        }
    }
}
