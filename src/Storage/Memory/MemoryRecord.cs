using AgentRegistry.Contracts;

namespace AgentRegistry.Storage.Memory;

/// <summary>A memory of something an agent did, tagged with WHO, WHEN, PROJECT and WHY.</summary>
public sealed record MemoryRecord
{
    /// <summary>The activity that it remembers; also its identity.</summary>
    public Guid ActivityId { get; init; }

    public required MemoryWho Who { get; init; }

    public required MemoryWhen When { get; init; }

    public required MemoryProject Project { get; init; }

    public required MemoryWhy Why { get; init; }

    /// <summary>What is searched: task, outcome, output and error in plain words.</summary>
    public string Content { get; init; } = "";

    /// <summary>Makes the record of an activity. The agent is null when it is not registered.</summary>
    public static MemoryRecord Of(ActivityRecorded activity, Agent? agent) => new()
    {
        ActivityId = activity.EventId,
        Who = new MemoryWho(
            activity.AgentId,
            agent?.Name ?? activity.AgentId,
            agent?.Type ?? Defaults.AgentType,
            [.. agent?.Capabilities.Select(capability => capability.Name) ?? []]),
        When = new MemoryWhen(
            activity.Timestamp,
            activity.Timestamp.ToUnixTimeSeconds(),
            activity.Timestamp.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'")),
        Project = new MemoryProject(
            activity.ProjectId ?? agent?.Project ?? Defaults.Project,
            activity.ProjectName ?? activity.ProjectId ?? agent?.Project ?? Defaults.Project,
            activity.TaskId),
        Why = new MemoryWhy(IntentOf(activity.Status), activity.Description ?? "Agent activity logging"),
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
}

/// <summary>WHO did it.</summary>
public sealed record MemoryWho(string AgentId, string AgentType, string AgentCategory, IReadOnlyList<string> AgentCapabilities);

/// <summary>WHEN it happened, for machines and people.</summary>
public sealed record MemoryWhen(DateTimeOffset IsoTimestamp, long UnixTimestamp, string Readable);

/// <summary>For which PROJECT.</summary>
public sealed record MemoryProject(string ProjectId, string ProjectName, string TaskId);

/// <summary>WHY.</summary>
public sealed record MemoryWhy(string Intent, string Description);
