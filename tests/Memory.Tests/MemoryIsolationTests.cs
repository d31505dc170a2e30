using AgentRegistry.Contracts;
using AgentRegistry.Memory;
using AgentRegistry.Storage.Memory;
using Shouldly;
using Xunit;

namespace AgentRegistry.Memory.Tests;

public sealed class MemoryIsolationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(new int[0], 1)]
    [InlineData(new[] { 0 }, 20)]
    [InlineData(new[] { 499 }, 20)]
    [InlineData(new[] { 3, 250, 251 }, 60)]
    public async Task Only_refused_records_become_dead_letters(int[] bad, int mostCalls)
    {
        var memory = new Picky(bad);

        var refused = await MemoryIsolation.StoreAsync(memory, memory.Records, Token);

        refused.Select(one => one.Index).ShouldBe(bad);
        refused.ShouldAllBe(one => one.Reason == "refused");
        memory.Stored.ShouldBe(memory.Records.Select(record => record.ActivityId).Where((_, i) => !bad.Contains(i)));
        memory.Calls.ShouldBeLessThanOrEqualTo(mostCalls);
    }

    [Fact]
    public async Task Server_that_refuses_everything_makes_no_dead_letters()
    {
        var memory = new Picky([.. Enumerable.Range(0, 500)]);

        await Should.ThrowAsync<MemoryServerException>(() => MemoryIsolation.StoreAsync(memory, memory.Records, Token));
    }

    private sealed class Picky(int[] bad) : IMemoryStore
    {
        public List<MemoryRecord> Records { get; } = [.. Enumerable.Range(0, 500).Select(_ => new MemoryRecord { ActivityId = Guid.NewGuid() })];

        public List<Guid> Stored { get; } = [];

        public int Calls { get; private set; }

        public bool IsReachable => true;

        public Task StoreAsync(IReadOnlyList<MemoryRecord> records, CancellationToken cancellationToken)
        {
            Calls++;
            if (records.Any(record => bad.Contains(Records.IndexOf(record))))
            {
                throw new MemoryServerException("refused", isRefusal: true);
            }

            Stored.AddRange(records.Select(record => record.ActivityId));
            return Task.CompletedTask;
        }

        public Task<IReadOnlyList<MemoryRecord>> SearchAsync(SearchMemory query, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
