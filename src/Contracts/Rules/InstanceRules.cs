using System.Text.Json;

namespace AgentRegistry.Contracts;

/// <content>The rules of what is said and asked of instances.</content>
public static partial class MessageRules
{
    /// <summary>Checks the spawning of an instance; its configuration is checked against its schema where that is known.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <param name="now">The registry's time.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(SpawnInstance message, Limits limits, DateTimeOffset now)
    {
        var check = new RuleCheck();
        Command(check, message.MessageId, message.SentAt, now);
        check.Id(message.Workspace, "workspace", limits.AgentId);
        check.Id(message.Definition, "definition", limits.AgentId);
        VersionName(check, message.DefinitionVersion, "definitionVersion", limits);
        if (message.InstanceId is not null)
        {
            check.Id(message.InstanceId, "instanceId", limits.AgentId);
        }

        if (message.Name is not null)
        {
            check.Line(message.Name, "name", limits.Name);
        }

        check.Id(message.Project, "project", limits.AgentId);
        IsSound(check, message.Configuration, "configuration", limits.ConfigurationBytes);
        return check.Faults;
    }

    /// <summary>Checks another configuration.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <param name="now">The registry's time.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(ConfigureInstance message, Limits limits, DateTimeOffset now)
    {
        var check = new RuleCheck();
        Command(check, message.MessageId, message.SentAt, now);
        OfInstance(check, message.Workspace, message.InstanceId, limits);
        check.Require(message.Configuration is { ValueKind: not JsonValueKind.Null }, "configuration", "is required: a JSON object");
        IsSound(check, message.Configuration, "configuration", limits.ConfigurationBytes);
        return check.Faults;
    }

    /// <summary>Checks another status.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <param name="now">The registry's time.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(ChangeInstanceStatus message, Limits limits, DateTimeOffset now)
    {
        var check = new RuleCheck();
        Command(check, message.MessageId, message.SentAt, now);
        OfInstance(check, message.Workspace, message.InstanceId, limits);
        check.Require(message.Status is not null, "status", "is required: idle, initializing, active, busy, error or offline");
        check.Known(message.Status, "status");
        check.OptionalText(message.Error, "error", limits.ChangeDescription);
        check.Require(message.Error is null || message.Status is null or AgentStatus.Error, "error", "can be given with the status error only");
        return check.Faults;
    }

    /// <summary>Checks an instance's end.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <param name="now">The registry's time.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(DeleteInstance message, Limits limits, DateTimeOffset now)
    {
        var check = new RuleCheck();
        Command(check, message.MessageId, message.SentAt, now);
        OfInstance(check, message.Workspace, message.InstanceId, limits);
        return check.Faults;
    }

    /// <summary>Checks a request for an instance.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(GetInstance message, Limits limits)
    {
        var check = new RuleCheck();
        OfInstance(check, message.Workspace, message.InstanceId, limits);
        return check.Faults;
    }

    /// <summary>Checks a list of instances: filter and paging.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(ListInstances message, Limits limits)
    {
        var check = new RuleCheck();
        check.Id(message.Workspace, "workspace", limits.AgentId);
        if (message.Project is not null)
        {
            check.Id(message.Project, "project", limits.AgentId);
        }

        if (message.Definition is not null)
        {
            check.Id(message.Definition, "definition", limits.AgentId);
        }

        check.Known(message.Status, "status");
        check.Range(message.Limit, "limit", 1, limits.PageSize);
        check.Require(
            message.Cursor is null || (PageCursor.TryRead(message.Cursor, out var id) && RuleCheck.IsId(id)),
            "cursor",
            "must be the next_cursor of an earlier page");
        return check.Faults;
    }

    private static void OfInstance(RuleCheck check, string workspace, string instanceId, Limits limits)
    {
        check.Id(workspace, "workspace", limits.AgentId);
        check.Id(instanceId, "instanceId", limits.AgentId);
    }
}
