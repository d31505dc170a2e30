using System.Text;
using AgentRegistry.Contracts;
using Microsoft.Extensions.Logging;

namespace AgentRegistry.Client;

/// <summary>Logs what an agent did.</summary>
internal sealed partial class AgentActivities(IAgentRegistryClient registry, TimeProvider time, ILogger logger)
{
    public ActivityRecord Begin(string agentId, string taskId) => new(agentId, taskId, time, time.GetTimestamp());

    /// <summary>Never fails: work that was done is done, whether the registry hears of it or not.</summary>
    public async Task LogAsync(ActivityRecord record)
    {
        // The result must not wait for it.
        await Task.Yield();
        try
        {
            await registry.LogActivityAsync(record.Activity, CancellationToken.None);
        }
        catch (AgentRegistryException exception)
        {
            NotLogged(logger, record.Activity.AgentId, record.Activity.TaskId, exception.Message);
        }
    }

    [LoggerMessage(EventId = 7010, Level = LogLevel.Warning, Message = "That {AgentId} did {TaskId} is not logged: {Reason}")]
    private static partial void NotLogged(ILogger logger, string agentId, string taskId, string reason);
}

/// <summary>A piece of work, as it will be logged.</summary>
internal sealed class ActivityRecord(string agentId, string taskId, TimeProvider time, long started)
{
    /// <summary>What the registry takes, by its default limits.</summary>
    private const int MostBytes = 1 << 20;

    public ActivityLogged Activity { get; private init; } = new() { AgentId = agentId, TaskId = taskId, Status = ActivityStatus.Failed };

    public ActivityRecord Succeeded(string? output) => Ended(ActivityStatus.Success, output, error: null);

    public ActivityRecord Failed(Exception exception) =>
        Ended(exception is TimeoutException ? ActivityStatus.Timeout : ActivityStatus.Failed, output: null, exception.Message);

    private ActivityRecord Ended(ActivityStatus status, string? output, string? error) => new(agentId, taskId, time, started)
    {
        Activity = new ActivityLogged
        {
            ActivityId = Guid.CreateVersion7(),
            OccurredAt = time.GetUtcNow().ToMicroseconds(),
            AgentId = agentId,
            TaskId = taskId,
            Status = status,
            Output = Cut(output),
            Error = Cut(error),
            DurationMs = (long)time.GetElapsedTime(started).TotalMilliseconds,
        },
    };

    private static string? Cut(string? text)
    {
        if (text is null || Encoding.UTF8.GetByteCount(text) <= MostBytes)
        {
            return text;
        }

        // As many characters as fit, whatever they are; never half of one.
        var encoder = Encoding.UTF8.GetEncoder();
        encoder.Convert(text, new byte[MostBytes], flush: false, out var used, out _, out _);
        return text[..used];
    }
}
