namespace AgentRegistry.Contracts;

/// <content>The rules of agents, their heartbeats and the versions of their registrations.</content>
public static partial class MessageRules
{
    private const int MaxReason = 512;
    private const int MaxShortText = 1_024;
    private const int MaxFilterText = 256;
    private const int MaxIntervalSeconds = 3_600;

    internal static void Check(RuleCheck check, RegisterAgent message)
    {
        check.Command(message.MessageId, message.SentAt);
        check.OptionalTime(message.StartedAt, "startedAt");
        check.Id(message.AgentId, "agentId");
        check.Line(message.Name, "name", check.Limits.Name);
        check.Line(message.Type, "type", check.Limits.Name);
        check.OptionalText(message.Description, "description", check.Limits.Description);
        check.OptionalLine(message.BaseUrl, "baseUrl", check.Limits.BaseUrl);
        check.Require(message.BaseUrl is null || IsHttp(message.BaseUrl), "baseUrl", "must be an absolute http or https address");
        Capabilities(check, message.Capabilities, "");
        check.Lines(message.Tags, "tags", check.Limits.Tags, check.Limits.Name);
        check.JsonObject(message.Metadata, "metadata", check.Limits.MetadataBytes);
        Factory(check, message.Factory, "factory.");
        check.OptionalLine(message.Version, "version", check.Limits.Name);
        check.Id(message.Workspace, "workspace");
        check.Id(message.Project, "project");
        check.OptionalLine(message.Owner, "owner", check.Limits.Name);
        check.OptionalLine(message.ChangedBy, "changedBy", check.Limits.Name);
        check.Range(message.HeartbeatIntervalSeconds, "heartbeatIntervalSeconds", 1, MaxIntervalSeconds);
        check.Known(message.Status, "status");
    }

    /// <summary>Only the message as a whole: each agent is checked by itself, and has its own outcome.</summary>
    internal static void Check(RuleCheck check, RegisterAgents message)
    {
        check.Command(message.MessageId, message.SentAt);
        if (check.FilledList(message.Agents, "agents", check.Limits.BatchSize))
        {
            check.Require(message.Agents.All(agent => agent is not null), "agents", "must not hold null");
        }
    }

    internal static void Check(RuleCheck check, UpdateAgentCapabilities message)
    {
        check.Command(message.MessageId, message.SentAt);
        OfAgent(check, message.Workspace, message.AgentId);
        Capabilities(check, message.Capabilities, "");
        check.OptionalLine(message.ChangedBy, "changedBy", check.Limits.Name);
    }

    internal static void Check(RuleCheck check, ChangeAgentStatus message)
    {
        check.Command(message.MessageId, message.SentAt);
        check.OptionalId(message.Workspace, "workspace");
        if (check.FilledList(message.AgentIds, "agentIds", check.Limits.BatchSize))
        {
            for (var i = 0; i < message.AgentIds.Count; i++)
            {
                check.Id(message.AgentIds[i], $"agentIds[{i}]");
            }

            check.Require(
                message.ExpectedRevision is null || message.AgentIds.Count <= 1,
                "expectedRevision",
                "can be given for a single agent only");
        }

        check.Known(message.Status, "status");
        check.Require(
            message.Status is not null || message.Enabled is not null || message.Draining is not null,
            "status",
            "or enabled or draining must be given");
        check.OptionalLine(message.Reason, "reason", MaxReason);
    }

    internal static void Check(RuleCheck check, DeleteAgent message)
    {
        check.Command(message.MessageId, message.SentAt);
        OfAgent(check, message.Workspace, message.AgentId);
    }

    internal static void Check(RuleCheck check, Heartbeat message) => HeartbeatOf(check, message, "");

    /// <summary>Each heartbeat has the batch's time where it names none.</summary>
    internal static void Check(RuleCheck check, HeartbeatBatch message)
    {
        check.Time(message.SentAt, "sentAt");
        if (!check.FilledList(message.Heartbeats, "heartbeats", check.Limits.BatchSize))
        {
            return;
        }

        for (var i = 0; i < message.Heartbeats.Count; i++)
        {
            // The path is made for a faulty heartbeat only: this runs 150,000 times a second.
            if (message.Heartbeats[i] is not { } heartbeat)
            {
                check.Require(false, $"heartbeats[{i}]", "must not be null");
            }
            else if (!IsPlain(heartbeat, check.Limits))
            {
                HeartbeatOf(check, heartbeat.SentAt == default ? heartbeat with { SentAt = message.SentAt } : heartbeat, $"heartbeats[{i}].");
            }
        }
    }

    internal static void Check(RuleCheck check, GetAgent message)
    {
        OfAgent(check, message.Workspace, message.AgentId);
        check.Range(message.HistoryLimit, "historyLimit", 1, check.Limits.History);
    }

    internal static void Check(RuleCheck check, GetAgentHealth message) => OfAgent(check, message.Workspace, message.AgentId);

    internal static void Check(RuleCheck check, ListAgents message)
    {
        Filter(check, message, "");
        check.Page(message.Limit);
        check.Range(message.Offset, "offset", 0, int.MaxValue);
        check.Require(message.Cursor is null || message.Offset == 0, "cursor", "cannot be given with an offset");
        check.Cursor(message.Cursor, RuleCheck.IsIdCursor);
    }

    internal static void Check(RuleCheck check, RestoreRegistration message)
    {
        check.Command(message.MessageId, message.SentAt);
        OfAgent(check, message.Workspace, message.AgentId);
        check.Version(message.Version, "version");
        check.OptionalLine(message.ChangedBy, "changedBy", check.Limits.Name);
    }

    internal static void Check(RuleCheck check, GetRegistrationVersion message)
    {
        OfAgent(check, message.Workspace, message.AgentId);
        check.Version(message.Version, "version");
    }

    internal static void Check(RuleCheck check, ListRegistrationVersions message)
    {
        OfAgent(check, message.Workspace, message.AgentId);
        check.Page(message.Limit);
        check.Version(message.Before, "before");
    }

    internal static void Check(RuleCheck check, DiffRegistrationVersions message)
    {
        OfAgent(check, message.Workspace, message.AgentId);
        check.Version(message.From, "from");
        check.Version(message.To, "to");
    }

    /// <summary>Agents are found by their ids: a workspace is compared where one is named.</summary>
    private static void OfAgent(RuleCheck check, string? workspace, string agentId)
    {
        check.OptionalId(workspace, "workspace");
        check.Id(agentId, "agentId");
    }

    private static void Capabilities(RuleCheck check, IReadOnlyList<Capability>? capabilities, string path)
    {
        if (!check.List(capabilities, path + "capabilities", check.Limits.Capabilities))
        {
            return;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < capabilities!.Count; i++)
        {
            var at = $"{path}capabilities[{i}]";
            if (capabilities[i] is not { } capability)
            {
                check.Require(false, at, "must not be null");
                continue;
            }

            check.Line(capability.Name, at + ".name", check.Limits.CapabilityName);
            check.Require(capability.Name is null || names.Add(capability.Name), at + ".name", "must be unique within the agent");
            check.OptionalText(capability.Description, at + ".description", check.Limits.Description);
            check.OptionalLine(capability.CostEstimate, at + ".costEstimate", check.Limits.Name);
            check.Lines(capability.Tags, at + ".tags", check.Limits.Tags, check.Limits.Name);
            if (check.List(capability.Examples, at + ".examples", check.Limits.Tags))
            {
                for (var e = 0; e < capability.Examples.Count; e++)
                {
                    check.Require(capability.Examples[e] is not null, $"{at}.examples[{e}]", "must not be null");
                    check.OptionalText(capability.Examples[e], $"{at}.examples[{e}]", MaxShortText);
                }
            }
        }
    }

    private static void Factory(RuleCheck check, AgentFactoryReference? factory, string path)
    {
        if (factory is not null)
        {
            check.Id(factory.Name, path + "name");
            check.JsonObject(factory.Parameters, path + "parameters", check.Limits.MetadataBytes);
        }
    }

    private static void HeartbeatOf(RuleCheck check, Heartbeat heartbeat, string path)
    {
        check.Id(heartbeat.AgentId, path + "agentId");
        check.Time(heartbeat.SentAt, path + "sentAt");
        check.OptionalTime(heartbeat.StartedAt, path + "startedAt");
        check.Known(heartbeat.Status, path + "status");
        check.Range(heartbeat.ActiveTasks ?? 0, path + "activeTasks", 0, int.MaxValue);
        check.Require(heartbeat.Load is null or (>= 0 and <= 1), path + "load", "must be 0 to 1");
        check.Require(
            heartbeat.UptimeSeconds is null || (double.IsFinite(heartbeat.UptimeSeconds.Value) && heartbeat.UptimeSeconds >= 0),
            path + "uptimeSeconds",
            "must be 0 or more");
    }

    /// <summary>True for what nearly every heartbeat of a batch is: a valid id, and nothing else to check.</summary>
    private static bool IsPlain(Heartbeat heartbeat, Limits limits) =>
        heartbeat is { SentAt: var sent, StartedAt: null, Status: null, ActiveTasks: null, Load: null, UptimeSeconds: null, AgentId.Length: > 0 }
            && sent == default
            && heartbeat.AgentId.Length <= limits.AgentId
            && RuleCheck.IsId(heartbeat.AgentId);

    private static void Filter(RuleCheck check, ListAgents? filter, string path)
    {
        if (filter is not null)
        {
            check.OptionalLine(filter.Type, path + "type", check.Limits.Name);
            check.Known(filter.Status, path + "status");
            check.Known(filter.Health, path + "health");
            check.Lines(filter.Capabilities, path + "capabilities", check.Limits.Tags, check.Limits.CapabilityName);
            check.Lines(filter.Tags, path + "tags", check.Limits.Tags, check.Limits.Name);
            check.OptionalId(filter.Workspace, path + "workspace");
            check.OptionalLine(filter.Project, path + "project", check.Limits.AgentId);
            check.OptionalLine(filter.Text, path + "text", MaxFilterText);
        }
    }

    private static bool IsHttp(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";
}
