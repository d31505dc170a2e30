using AgentRegistry.Contracts;
using AgentRegistry.Storage.Agents;

namespace AgentRegistry.ActivityWorker.Activities;

/// <summary>What activities say of their agent's status.</summary>
internal static class ActivityDecision
{
    /// <summary>Each agent's latest activity. Of those that bear the same time one that ended is later than one that began.</summary>
    public static Dictionary<string, ActivityLogged> Latest(IReadOnlyCollection<ActivityLogged> activities) => activities
        .GroupBy(activity => activity.AgentId, StringComparer.Ordinal)
        .ToDictionary(
            agent => agent.Key,
            agent => agent.Aggregate((latest, next) => IsLater(next, latest.OccurredAt) ? next : latest),
            StringComparer.Ordinal);

    /// <summary>The agent's state after its latest activity; null when it stays. Health is not concluded from activities.</summary>
    /// <param name="lastActive">When its last activity before that was; the least of all times when it had none.</param>
    public static AgentState? Decide(AgentState state, ActivityLogged latest, DateTimeOffset lastActive, DateTimeOffset now) =>
        Changes(state.Report, latest, lastActive)
            ? state with { ReportedStatus = StatusAfter(latest.Status.GetValueOrDefault()), ReportedAt = latest.OccurredAt, UpdatedAt = now }
            : null;

    /// <summary>True when an agent's latest activity says otherwise than the agent last did.</summary>
    public static bool Changes(AgentReport report, ActivityLogged latest, DateTimeOffset lastActive) =>
        report.Exists
        && IsLater(latest, report.SaidAt)
        && IsLater(latest, lastActive)
        && StatusAfter(latest.Status.GetValueOrDefault()) != report.Status
        && MayBeConcluded(report.Status);

    /// <summary>Clocks may be coarse: a task may begin and end at one moment.</summary>
    private static bool IsLater(ActivityLogged activity, DateTimeOffset than) =>
        activity.OccurredAt > than || (activity.OccurredAt == than && activity.Status != ActivityStatus.Running);

    /// <summary>A task that began makes its agent busy; one that ended, however, leaves it idle.</summary>
    public static AgentStatus StatusAfter(ActivityStatus status) => status == ActivityStatus.Running ? AgentStatus.Busy : AgentStatus.Idle;

    /// <summary>What an agent says of itself as a whole (starting, failing, gone) is not overruled by one task.</summary>
    private static bool MayBeConcluded(AgentStatus reported) => reported is AgentStatus.Idle or AgentStatus.Active or AgentStatus.Busy;

    /// <summary>The event of an activity, with long texts cut.</summary>
    public static ActivityRecorded ToEvent(ActivityLogged message, string workspace, long revision) => new()
    {
        EventId = message.ActivityId,
        Revision = revision,
        AgentId = message.AgentId,
        Workspace = workspace,
        TaskId = message.TaskId,
        Status = message.Status.GetValueOrDefault(),
        Output = Cut(message.Output, ActivityRecorded.OutputLimit),
        Error = Cut(message.Error, ActivityRecorded.ErrorLimit),
        DurationMs = message.DurationMs,
        Description = message.Description,
        ProjectId = message.ProjectId,
        ProjectName = message.ProjectName,
        Timestamp = message.OccurredAt,
    };

    /// <summary>At most so many characters, and never half of a surrogate pair.</summary>
    public static string? Cut(string? text, int limit) => text is null || text.Length <= limit
        ? text
        : text[..(char.IsHighSurrogate(text[limit - 1]) ? limit - 1 : limit)];
}
