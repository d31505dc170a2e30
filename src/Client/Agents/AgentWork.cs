using System.Text;
using AgentRegistry.Contracts;
using Microsoft.Extensions.Logging;

namespace AgentRegistry.Client;

/// <summary>The work of an agent: whether it accepts any, how much is active, and when all of it is finished.</summary>
internal sealed class AgentWork
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _finished;
    private int _unlogged;

    public bool IsOpen { get; private set; }

    public int Running { get; private set; }

    public void Open()
    {
        lock (_lock)
        {
            IsOpen = true;
        }
    }

    public void Close()
    {
        lock (_lock)
        {
            IsOpen = false;
        }
    }

    public bool TryBegin()
    {
        lock (_lock)
        {
            if (!IsOpen)
            {
                return false;
            }

            Running++;
            _unlogged++;
            return true;
        }
    }

    /// <summary>A task has ended; it counts as finished when it is logged.</summary>
    /// <param name="logged">Never fails.</param>
    public void EndAfter(Task logged)
    {
        lock (_lock)
        {
            Running--;
        }

        _ = EndAsync(logged);
    }

    /// <summary>Completes when no work is active. Call it after <see cref="Close"/>.</summary>
    public Task FinishedAsync()
    {
        lock (_lock)
        {
            return _unlogged == 0 ? Task.CompletedTask : (_finished ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    private async Task EndAsync(Task logged)
    {
        await logged;
        lock (_lock)
        {
            if (--_unlogged == 0)
            {
                _finished?.TrySetResult();
                _finished = null;
            }
        }
    }
}

/// <summary>Logs the activities of an agent.</summary>
internal sealed partial class AgentActivities(IAgentRegistryClient registry, TimeProvider time, ILogger logger)
{
    public ActivityRecord Begin(string agentId, string taskId) => new(agentId, taskId, time, time.GetTimestamp());

    /// <summary>Never fails: the result of the work does not depend on the log.</summary>
    public async Task LogAsync(ActivityRecord record)
    {
        // The result of the work must not wait for the log.
        await Task.Yield();
        try
        {
            await registry.LogActivityAsync(record.Activity, CancellationToken.None);
        }
        catch (AgentRegistryException exception)
        {
            NotLogged(logger, record.Activity.TaskId, record.Activity.AgentId, exception.Message);
        }
    }

    [LoggerMessage(EventId = 7010, Level = LogLevel.Warning, Message = "Activity {TaskId} of agent {AgentId} was not logged: {Reason}")]
    private static partial void NotLogged(ILogger logger, string taskId, string agentId, string reason);
}

/// <summary>A task, as it is logged.</summary>
internal sealed class ActivityRecord(string agentId, string taskId, TimeProvider time, long started)
{
    /// <summary>The registry's default limit of an output.</summary>
    private const int MaxBytes = 1 << 20;

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
        if (text is null || Encoding.UTF8.GetByteCount(text) <= MaxBytes)
        {
            return text;
        }

        // As many whole characters as fit.
        var encoder = Encoding.UTF8.GetEncoder();
        encoder.Convert(text, new byte[MaxBytes], flush: false, out var used, out _, out _);
        return text[..used];
    }
}
