using AgentRegistry.Contracts;

namespace AgentRegistry.Storage.Memory;

/// <summary>Makes the memory of an activity.</summary>
public static class MemoryTags
{
    /// <summary>Tags an activity. The agent is null when it is not registered.</summary>
    public static MemoryRecord Of(ActivityRecorded activity, Agent? agent) => new()
    {
        ActivityId = activity.EventId,
        Who = new MemoryWho
        {
            AgentId = activity.AgentId,
            AgentType = agent?.Name ?? activity.AgentId,
            AgentCategory = agent?.Type ?? Defaults.AgentType,
            AgentCapabilities = [.. agent?.Capabilities.Select(capability => capability.Name) ?? []],
        },
        When = new MemoryWhen
        {
            IsoTimestamp = activity.Timestamp,
            UnixTimestamp = activity.Timestamp.ToUnixTimeSeconds(),
            Readable = activity.Timestamp.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'"),
        },
        Project = new MemoryProject
        {
            Workspace = activity.Workspace,
            ProjectId = activity.ProjectId ?? agent?.Project ?? Defaults.Project,
            ProjectName = activity.ProjectName ?? activity.ProjectId ?? agent?.Project ?? Defaults.Project,
            TaskId = activity.TaskId,
        },
        Why = new MemoryWhy { Intent = IntentOf(activity.Status), Description = activity.Description ?? "Agent activity logging" },
        Content = string.Join('\n', new[] { activity.TaskId, activity.Status.ToString(), activity.Description, activity.Output, activity.Error }
            .Where(text => !string.IsNullOrEmpty(text))),
    };

    /// <summary>Why an agent did something, concluded from what became of it.</summary>
    public static string IntentOf(ActivityStatus? status) => status switch
    {
        ActivityStatus.Success => "implementation",
        ActivityStatus.Failed or ActivityStatus.Timeout => "bugfix",
        ActivityStatus.Running => "testing",
        _ => "analysis",
    };

    /// <summary>All that is searched of a record.</summary>
    public static string WordsOf(MemoryRecord record) => string.Join(
        '\n', record.Content, record.Who.AgentId, record.Who.AgentType, record.Project.ProjectName, record.Why.Intent, record.Why.Description);
}
