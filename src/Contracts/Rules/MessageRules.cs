namespace AgentRegistry.Contracts;

/// <summary>
/// What must hold for each message, checked where it comes in: over HTTP and on the bus alike. Each method names every rule that
/// is broken; an empty list means that the message may be trusted from there on.
/// </summary>
public static partial class MessageRules
{
    private const int LongestReason = 512;
    private const int LongestTaskId = 256;
    private const int LongestShortText = 1_024;
    private const int LongestIntervalSeconds = 3_600;
    private const long LongestDurationMs = 10L * 365 * 24 * 3_600 * 1_000;

    /// <summary>Checks a registration.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <param name="now">The registry's time.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(RegisterAgent message, Limits limits, DateTimeOffset now)
    {
        var check = new RuleCheck();
        check.MessageId(message.MessageId, "messageId");
        check.Time(message.SentAt, "sentAt", now);
        check.OptionalTime(message.StartedAt, "startedAt", now);
        check.Id(message.AgentId, "agentId", limits.AgentId);
        check.Line(message.Name, "name", limits.Name);
        check.Line(message.Type, "type", limits.Name);
        check.OptionalText(message.Description, "description", limits.Description);
        check.OptionalLine(message.BaseUrl, "baseUrl", limits.BaseUrl);
        check.Require(message.BaseUrl is null || IsHttp(message.BaseUrl), "baseUrl", "must be an absolute http or https address");
        Capabilities(check, message.Capabilities, limits);
        check.Lines(message.Tags, "tags", limits.Tags, limits.Name);
        check.JsonObject(message.Metadata, "metadata", limits.MetadataBytes);
        if (message.Factory is not null)
        {
            Factory(check, message.Factory, "factory.", limits);
        }

        check.OptionalLine(message.Version, "version", limits.Name);
        check.Id(message.Workspace, "workspace", limits.AgentId);
        check.Id(message.Project, "project", limits.AgentId);
        check.OptionalLine(message.Owner, "owner", limits.Name);
        check.OptionalLine(message.ChangedBy, "changedBy", limits.Name);
        check.Range(message.HeartbeatIntervalSeconds, "heartbeatIntervalSeconds", 1, LongestIntervalSeconds);
        check.Known(message.Status, "status");
        return check.Faults;
    }

    /// <summary>Checks the frame of a bulk registration; each agent is checked by itself.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <param name="now">The registry's time.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(RegisterAgents message, Limits limits, DateTimeOffset now)
    {
        var check = new RuleCheck();
        check.MessageId(message.MessageId, "messageId");
        check.Time(message.SentAt, "sentAt", now);
        if (check.Listed(message.Agents, "agents", limits.BatchSize))
        {
            check.Require(message.Agents.Count > 0, "agents", "must not be empty");
            check.Require(message.Agents.All(agent => agent is not null), "agents", "must not hold null");
        }

        return check.Faults;
    }

    /// <summary>Checks a change of capabilities.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <param name="now">The registry's time.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(UpdateAgentCapabilities message, Limits limits, DateTimeOffset now)
    {
        var check = new RuleCheck();
        check.MessageId(message.MessageId, "messageId");
        check.Time(message.SentAt, "sentAt", now);
        OfWorkspace(check, message.Workspace, limits);
        check.Id(message.AgentId, "agentId", limits.AgentId);
        Capabilities(check, message.Capabilities, limits);
        check.OptionalLine(message.ChangedBy, "changedBy", limits.Name);
        return check.Faults;
    }

    /// <summary>Checks a change of status.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <param name="now">The registry's time.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(ChangeAgentStatus message, Limits limits, DateTimeOffset now)
    {
        var check = new RuleCheck();
        check.MessageId(message.MessageId, "messageId");
        check.Time(message.SentAt, "sentAt", now);
        OfWorkspace(check, message.Workspace, limits);
        if (check.Listed(message.AgentIds, "agentIds", limits.BatchSize))
        {
            check.Require(message.AgentIds.Count > 0, "agentIds", "must not be empty");
            for (var i = 0; i < message.AgentIds.Count; i++)
            {
                check.Id(message.AgentIds[i], $"agentIds[{i}]", limits.AgentId);
            }

            check.Require(
                message.ExpectedRevision is null || message.AgentIds.Count == 1,
                "expectedRevision",
                "can be given for a single agent only");
        }

        check.Known(message.Status, "status");
        check.Require(
            message.Status is not null || message.Enabled is not null || message.Draining is not null,
            "status",
            "or enabled or draining must be given");
        check.OptionalLine(message.Reason, "reason", LongestReason);
        return check.Faults;
    }

    /// <summary>Checks a deletion.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <param name="now">The registry's time.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(DeleteAgent message, Limits limits, DateTimeOffset now)
    {
        var check = new RuleCheck();
        check.MessageId(message.MessageId, "messageId");
        check.Time(message.SentAt, "sentAt", now);
        OfWorkspace(check, message.Workspace, limits);
        check.Id(message.AgentId, "agentId", limits.AgentId);
        return check.Faults;
    }

    /// <summary>Checks a heartbeat.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <param name="now">The registry's time.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(Heartbeat message, Limits limits, DateTimeOffset now)
    {
        var check = new RuleCheck();
        Beat(check, message, "", limits, now);
        return check.Faults;
    }

    /// <summary>Checks a batch of heartbeats, each with the batch's time where it names none.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <param name="now">The registry's time.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(HeartbeatBatch message, Limits limits, DateTimeOffset now)
    {
        var check = new RuleCheck();
        check.Time(message.SentAt, "sentAt", now);
        if (!check.Listed(message.Heartbeats, "heartbeats", limits.BatchSize))
        {
            return check.Faults;
        }

        check.Require(message.Heartbeats.Count > 0, "heartbeats", "must not be empty");
        for (var i = 0; i < message.Heartbeats.Count; i++)
        {
            // The path is made for a faulty beat only: this runs 150,000 times a second.
            if (message.Heartbeats[i] is not { } beat)
            {
                check.Require(false, $"heartbeats[{i}]", "must not be null");
            }
            else if (!IsPlain(beat, limits))
            {
                Beat(check, beat.SentAt == default ? beat with { SentAt = message.SentAt } : beat, $"heartbeats[{i}].", limits, now);
            }
        }

        return check.Faults;
    }

    /// <summary>Checks an activity.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The sizes that hold.</param>
    /// <param name="now">The registry's time.</param>
    /// <returns>Every broken rule.</returns>
    public static IReadOnlyList<Fault> Check(ActivityLogged message, Limits limits, DateTimeOffset now)
    {
        var check = new RuleCheck();
        check.MessageId(message.ActivityId, "activityId");
        check.Time(message.OccurredAt, "occurredAt", now);
        check.Id(message.AgentId, "agentId", limits.AgentId);
        check.Line(message.TaskId, "taskId", LongestTaskId);
        check.Require(message.Status is not null, "status", "is required: running, success, failed or timeout");
        check.Known(message.Status, "status");
        check.OptionalBytes(message.Output, "output", limits.OutputBytes);
        check.OptionalBytes(message.Error, "error", limits.OutputBytes);
        check.Range(message.DurationMs ?? 0, "durationMs", 0, LongestDurationMs);
        if (message.ProjectId is not null)
        {
            check.Id(message.ProjectId, "projectId", limits.AgentId);
        }

        check.OptionalLine(message.ProjectName, "projectName", limits.Name);
        check.OptionalText(message.Description, "description", LongestShortText);
        return check.Faults;
    }

    private static void Capabilities(RuleCheck check, IReadOnlyList<Capability>? capabilities, Limits limits, string within = "")
    {
        if (!check.Listed(capabilities, within + "capabilities", limits.Capabilities))
        {
            return;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < capabilities!.Count; i++)
        {
            var path = $"{within}capabilities[{i}]";
            if (capabilities[i] is not { } capability)
            {
                check.Require(false, path, "must not be null");
                continue;
            }

            check.Line(capability.Name, path + ".name", limits.CapabilityName);
            check.Require(capability.Name is null || names.Add(capability.Name), path + ".name", "must be unique within the agent");
            check.OptionalText(capability.Description, path + ".description", limits.Description);
            check.OptionalLine(capability.CostEstimate, path + ".costEstimate", limits.Name);
            check.Lines(capability.Tags, path + ".tags", limits.Tags, limits.Name);
            if (check.Listed(capability.Examples, path + ".examples", limits.Tags))
            {
                for (var e = 0; e < capability.Examples.Count; e++)
                {
                    check.Require(capability.Examples[e] is not null, $"{path}.examples[{e}]", "must not be null");
                    check.OptionalText(capability.Examples[e], $"{path}.examples[{e}]", LongestShortText);
                }
            }
        }
    }

    private static void Factory(RuleCheck check, AgentFactoryReference factory, string path, Limits limits)
    {
        check.Id(factory.Name, path + "name", limits.AgentId);
        check.JsonObject(factory.Parameters, path + "parameters", limits.MetadataBytes);
    }

    private static void Beat(RuleCheck check, Heartbeat beat, string path, Limits limits, DateTimeOffset now)
    {
        check.Id(beat.AgentId, path + "agentId", limits.AgentId);
        check.Time(beat.SentAt, path + "sentAt", now);
        check.OptionalTime(beat.StartedAt, path + "startedAt", now);
        check.Known(beat.Status, path + "status");
        check.Range(beat.ActiveTasks ?? 0, path + "activeTasks", 0, int.MaxValue);
        check.Require(beat.Load is null or (>= 0 and <= 1), path + "load", "must be 0 to 1");
        check.Require(
            beat.UptimeSeconds is null || (double.IsFinite(beat.UptimeSeconds.Value) && beat.UptimeSeconds >= 0),
            path + "uptimeSeconds",
            "must be 0 or more");
    }

    /// <summary>True for what nearly every beat of a batch is: an id that is valid, and nothing that needs a closer look.</summary>
    private static bool IsPlain(Heartbeat beat, Limits limits) =>
        beat is { SentAt: var sent, StartedAt: null, Status: null, ActiveTasks: null, Load: null, UptimeSeconds: null, AgentId.Length: > 0 }
            && sent == default
            && beat.AgentId.Length <= limits.AgentId
            && RuleCheck.IsId(beat.AgentId);

    private static bool IsHttp(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";
}
