using System.Threading.Channels;

namespace AgentRegistry.Hosting.Batching;

/// <summary>Commits what has come in, all of it or nothing, and gives one result for each item in its order.</summary>
public delegate Task<IReadOnlyList<TResult>> BatchCommit<TItem, TResult>(IReadOnlyList<TItem> items, CancellationToken cancellationToken);

/// <summary>
/// As <see cref="BatchCommit{TItem,TResult}"/>, for a commit that says when the next one may begin beside it: when it holds the
/// locks that keep the order of what belongs together. Two of a writer are under way at most.
/// </summary>
public delegate Task<IReadOnlyList<TResult>> OverlappingBatchCommit<TItem, TResult>(
    IReadOnlyList<TItem> items, Action nextMayBegin, CancellationToken cancellationToken);

/// <summary>
/// Group commit: many callers each wait for one item, and a few writers commit whatever has come in as one batch. Nothing waits
/// when there is no load: a single item is a batch of one. An item that its batch cannot be committed with fails alone; to find
/// it the batch is halved, so that the cost grows with the number of bad items and not with the batch.
/// </summary>
/// <typeparam name="TItem">What is written.</typeparam>
/// <typeparam name="TResult">What its caller gets.</typeparam>
public sealed class BatchProcessor<TItem, TResult> : IAsyncDisposable
{
    private readonly Channel<Waiting> _waiting = Channel.CreateUnbounded<Waiting>();
    private readonly OverlappingBatchCommit<TItem, TResult> _commit;
    private readonly BatchingOptions _options;
    private readonly Func<TItem, long> _sizeOf;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task[] _writers;

    /// <param name="commit">Commits a batch.</param>
    /// <param name="options">How it gathers.</param>
    /// <param name="sizeOf">An item's size, for <see cref="BatchingOptions.MaxSize"/>; without it all items are as good as empty.</param>
    public BatchProcessor(BatchCommit<TItem, TResult> commit, BatchingOptions options, Func<TItem, long>? sizeOf = null)
        : this((items, _, cancellationToken) => commit(items, cancellationToken), options, sizeOf)
    {
    }

    /// <param name="commit">Commits a batch, and lets the next begin before it ends.</param>
    /// <param name="options">How it gathers.</param>
    /// <param name="sizeOf">An item's size, for <see cref="BatchingOptions.MaxSize"/>; without it all items are as good as empty.</param>
    public BatchProcessor(OverlappingBatchCommit<TItem, TResult> commit, BatchingOptions options, Func<TItem, long>? sizeOf = null)
    {
        _commit = commit;
        _options = options;
        _sizeOf = sizeOf ?? (static _ => 0);
        _writers = [.. Enumerable.Range(0, options.Writers).Select(_ => Task.Run(WriteLoopAsync))];
    }

    /// <summary>
    /// Returns when the item is committed; throws what kept it from being so. Once handed over, an item is not taken back: a
    /// commit has time limits of its own, and a caller that left early could not know what became of it.
    /// </summary>
    public Task<TResult> WriteAsync(TItem item, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<TResult>(cancellationToken);
        }

        var waiting = new Waiting(item);
        return _waiting.Writer.TryWrite(waiting)
            ? waiting.Result.Task
            : Task.FromException<TResult>(new OperationCanceledException("The writer has been shut down."));
    }

    /// <summary>Commits what is waiting, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_waiting.Writer.TryComplete())
        {
            return;
        }

        _stopping.CancelAfter(_options.DrainLimit);
        await Task.WhenAll(_writers);
        _stopping.Dispose();
    }

    private async Task WriteLoopAsync()
    {
        var (begun, areMany) = (_options.Time.GetTimestamp(), false);
        var committing = Task.CompletedTask;
        while (await _waiting.Reader.WaitToReadAsync())
        {
            if (areMany)
            {
                await BreatheAsync(begun);
            }

            begun = _options.Time.GetTimestamp();
            var batch = Take();
            if (batch.Count > 0)
            {
                var before = committing;
                var someCame = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
                committing = CommitAsync(batch, () => someCame.TrySetResult(_waiting.Reader.Count > 0));
                areMany = await someCame.Task || batch.Count > 1;
                await before;
            }
        }

        await committing;
    }

    private List<Waiting> Take()
    {
        var batch = new List<Waiting>();
        var size = 0L;
        while (batch.Count < _options.MaxItems && size < _options.MaxSize && _waiting.Reader.TryRead(out var waiting))
        {
            batch.Add(waiting);
            size += _sizeOf(waiting.Item);
        }

        return batch;
    }

    /// <summary>When items come faster than commits end, but not so fast that they fill them, a short wait saves most of the commits.</summary>
    private async Task BreatheAsync(long begun)
    {
        var early = _options.Interval - _options.Time.GetElapsedTime(begun);
        if (early > TimeSpan.Zero && _waiting.Reader.Count < _options.MaxItems)
        {
            await Task.Delay(early, _options.Time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Commits, answers, and never throws; says in any case when the next commit may begin, at its end if not before.</summary>
    private async Task CommitAsync(IReadOnlyList<Waiting> batch, Action nextMayBegin)
    {
        try
        {
            var results = await _commit([.. batch.Select(waiting => waiting.Item)], nextMayBegin, _stopping.Token);
            if (results.Count != batch.Count)
            {
                throw new InvalidOperationException($"A commit of {batch.Count} items gave {results.Count} results.");
            }

            // Before its callers go on: what they bring next did not come during this commit.
            nextMayBegin();
            Answer(batch, results);
        }
        catch (Exception exception) when (batch.Count > 1 && _options.IsBadItem(exception))
        {
            var half = batch.Count / 2;
            await CommitAsync([.. batch.Take(half)], static () => { });
            await CommitAsync([.. batch.Skip(half)], nextMayBegin);
        }
        catch (Exception exception)
        {
            // Each caller decides for itself: a consumer retries or gives its message to the error queue. All get the exception as it
            // is now: set for each anew, it would bring the last one the frames of all before it, and logging 500 of those takes a minute.
            var failed = Task.FromException<TResult>(exception);
            nextMayBegin();
            foreach (var waiting in batch)
            {
                waiting.Result.TrySetFromTask(failed);
            }
        }
    }

    /// <summary>
    /// Callers go on one after the other, in the order in which they came, on one thread that is not the writer's. A consumer's
    /// way on is its acknowledgement, and the broker looks for each among all that are outstanding, the oldest first: out of
    /// order, that search is most of what a message costs it.
    /// </summary>
    private static void Answer(IReadOnlyList<Waiting> batch, IReadOnlyList<TResult> results) =>
        ThreadPool.UnsafeQueueUserWorkItem(
            static answer =>
            {
                for (var i = 0; i < answer.Waiting.Length; i++)
                {
                    answer.Waiting[i].Result.TrySetResult(answer.Results[i]);
                }
            },
            (Waiting: batch.ToArray(), Results: results),
            preferLocal: false);

    private sealed class Waiting(TItem item)
    {
        public TItem Item { get; } = item;

        public TaskCompletionSource<TResult> Result { get; } = new();
    }
}

/// <summary>How a <see cref="BatchProcessor{TItem,TResult}"/> gathers.</summary>
public sealed record BatchingOptions
{
    /// <summary>The most items of one commit.</summary>
    public int MaxItems { get; init; } = 500;

    /// <summary>The size of the items, in whatever unit they are measured, with which a commit takes no further one.</summary>
    public long MaxSize { get; init; } = long.MaxValue;

    /// <summary>
    /// From the begin of a commit to that of the next, where the one before had many items, or some came during it, and they do not
    /// fill the next. What comes alone waits for nothing.
    /// </summary>
    public TimeSpan Interval { get; init; }

    /// <summary>What the interval is measured by.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How many commits may be under way at once; twice as many of those that overlap.</summary>
    public int Writers { get; init; } = 2;

    /// <summary>True for a failure that a single item causes, so that its neighbours are tried without it. A database that is away is none.</summary>
    public Func<Exception, bool> IsBadItem { get; init; } = _ => false;

    /// <summary>How long a shutdown waits for what is being committed.</summary>
    public TimeSpan DrainLimit { get; init; } = TimeSpan.FromSeconds(10);
}
