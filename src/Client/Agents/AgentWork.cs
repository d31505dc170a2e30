namespace AgentRegistry.Client;

/// <summary>The work of an agent: whether it takes any, how much is under way, and when all of it is done.</summary>
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

    /// <summary>A piece of work has ended; it is done with when it is logged.</summary>
    /// <param name="logged">Never fails.</param>
    public void EndAfter(Task logged)
    {
        lock (_lock)
        {
            Running--;
        }

        _ = EndAsync(logged);
    }

    /// <summary>Completes when nothing is under way any more. Only after it is closed.</summary>
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
