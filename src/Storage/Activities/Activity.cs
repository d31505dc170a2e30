using AgentRegistry.Contracts;

namespace AgentRegistry.Storage.Activities;

/// <summary>An activity as it is stored.</summary>
public sealed record Activity(long Revision, ActivityLogged Message, string Workspace, DateTimeOffset RecordedAt)
{
    public ExecutionHistoryItem ToHistoryItem() => new()
    {
        ActivityId = Message.ActivityId,
        TaskId = Message.TaskId,
        Status = Message.Status.GetValueOrDefault(),
        Output = Message.Output,
        Error = Message.Error,
        DurationMs = Message.DurationMs,
        Description = Message.Description,
        ProjectId = Message.ProjectId,
        Timestamp = Message.OccurredAt,
        RecordedAt = RecordedAt,
    };
}
