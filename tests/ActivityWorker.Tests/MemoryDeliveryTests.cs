using AgentRegistry.Contracts;
using AgentRegistry.Memory;
using AgentRegistry.Storage.Memory;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace AgentRegistry.ActivityWorker.Tests;

public sealed class MemoryDeliveryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Missed_activities_are_delivered_in_order_when_the_memory_store_returns()
    {
        await using var worker = await Embedded.StartAsync();
        var memory = new Memory { IsUnavailable = true };
        using var delivery = Delivery(worker, memory);
        await delivery.StartAsync(Token);
        var last = 0L;
        for (var i = 0; i < 20; i++)
        {
            last = (await worker.Writer.WriteAsync(Activity($"task {i}"), Token)).Revision;
        }

        await memory.WasTried.Task.WaitAsync(TimeSpan.FromSeconds(20), Token);
        (await delivery.HasDeliveredAsync(last, Token)).ShouldBeFalse();
        memory.IsUnavailable = false;

        await memory.Holds(20).WaitAsync(TimeSpan.FromSeconds(20), Token);
        memory.Records.Select(record => record.Project.TaskId).ShouldBe(Enumerable.Range(0, 20).Select(i => $"task {i}"));
        await delivery.StopAsync(Token);
    }

    [Fact]
    public async Task Response_says_that_the_memory_store_has_the_activity()
    {
        await using var worker = await Embedded.StartAsync();
        var memory = new Memory();
        using var delivery = Delivery(worker, memory, MemoryRoute.ToSqlite with { AnswerLimit = TimeSpan.FromSeconds(20) });
        await delivery.StartAsync(Token);
        var committed = await worker.Writer.WriteAsync(Activity("task"), Token);
        await memory.Holds(1).WaitAsync(TimeSpan.FromSeconds(20), Token);

        (await delivery.HasDeliveredAsync(committed.Revision, Token)).ShouldBeTrue();
        await delivery.StopAsync(Token);
    }

    [Fact]
    public async Task Duplicate_is_not_reported_in_the_memory_store_before_its_delivery()
    {
        await using var worker = await Embedded.StartAsync();
        using var delivery = Delivery(worker, new Memory { IsUnavailable = true });
        var message = Activity("task");
        await worker.Writer.WriteAsync(message, Token);
        var duplicate = await worker.Writer.WriteAsync(message, Token);

        (await delivery.HasDeliveredAsync(duplicate.Revision, Token)).ShouldBeFalse();
    }

    private static MemoryDelivery Delivery(Embedded worker, IMemoryStore memory, MemoryRoute? route = null) =>
        new(worker.Store, worker.Signal, memory, route ?? MemoryRoute.ToSqlite, TimeProvider.System, NullLogger<MemoryDelivery>.Instance);

    private static ActivityLogged Activity(string task) => new()
    {
        ActivityId = Guid.NewGuid(),
        OccurredAt = Embedded.Noon,
        AgentId = "a",
        TaskId = task,
        Status = ActivityStatus.Success,
    };

    private sealed class Memory : IMemoryStore
    {
        private readonly List<MemoryRecord> _records = [];
        private readonly TaskCompletionSource _full = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _wanted = int.MaxValue;

        public volatile bool IsUnavailable;

        public bool IsReachable => true;

        public TaskCompletionSource WasTried { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IReadOnlyList<MemoryRecord> Records => _records;

        public Task Holds(int count)
        {
            lock (_records)
            {
                _wanted = count;
                Look();
            }

            return _full.Task;
        }

        public Task StoreAsync(IReadOnlyList<MemoryRecord> records, CancellationToken cancellationToken)
        {
            WasTried.TrySetResult();
            if (IsUnavailable)
            {
                throw new TimeoutException("The memory store is away.");
            }

            lock (_records)
            {
                _records.AddRange(records);
                Look();
            }

            return Task.CompletedTask;
        }

        public Task<IReadOnlyList<MemoryRecord>> SearchAsync(SearchMemory query, CancellationToken cancellationToken) => throw new NotSupportedException();

        private void Look()
        {
            if (_records.Count >= _wanted)
            {
                _full.TrySetResult();
            }
        }
    }
}
