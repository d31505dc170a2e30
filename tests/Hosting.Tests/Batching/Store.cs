using System.Collections.Concurrent;
using AgentRegistry.Hosting.Batching;

namespace AgentRegistry.Hosting.Tests.Batching;

/// <summary>Commits numbers and answers with their doubles; fails as it is told to.</summary>
internal sealed class Store
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _holds;
    private int _atOnce;
    private int _mostAtOnce;
    private int _tries;

    public Predicate<int> IsBad { get; init; } = _ => false;

    public Func<int, int> Answers { get; init; } = count => count;

    public bool IsUnavailable { get; set; }

    /// <summary>What was committed, in the order of the commits.</summary>
    public ConcurrentQueue<IReadOnlyList<int>> Commits { get; } = new();

    public int Tries => _tries;

    public int MostAtOnce => _mostAtOnce;

    public BatchProcessor<int, int> Writer(BatchingOptions? options = null, Func<int, long>? sizeOf = null) =>
        new(CommitAsync, (options ?? new()) with { IsBadItem = exception => exception is BadItemException }, sizeOf);

    /// <summary>Writes 0, and holds its commit until it is released: what is written meanwhile is gathered.</summary>
    public async Task<Task<int>> HoldAsync(BatchProcessor<int, int> writer)
    {
        _holds = true;
        var first = writer.WriteAsync(0, CancellationToken.None);
        await _held.Task;
        return first;
    }

    public void Release() => _released.SetResult();

    private async Task<IReadOnlyList<int>> CommitAsync(IReadOnlyList<int> items, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _tries);
        var atOnce = Interlocked.Increment(ref _atOnce);
        InterlockedMax(ref _mostAtOnce, atOnce);
        try
        {
            await Task.Yield();
            if (_holds)
            {
                _holds = false;
                _held.SetResult();
                await _released.Task.WaitAsync(cancellationToken);
            }
            else if (IsUnavailable)
            {
                throw new TimeoutException();
            }

            cancellationToken.ThrowIfCancellationRequested();
            foreach (var item in items)
            {
                if (IsBad(item))
                {
                    throw new BadItemException(item);
                }
            }

            Commits.Enqueue(items);
            return [.. items.Take(Answers(items.Count)).Select(item => item * 2)];
        }
        finally
        {
            Interlocked.Decrement(ref _atOnce);
        }
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
            // Another one was faster; look again.
        }
    }
}

internal sealed class BadItemException(int item) : Exception
{
    public int Item { get; } = item;
}
