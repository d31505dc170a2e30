using AgentRegistry.Contracts;
using AgentRegistry.Storage.Memory;

namespace AgentRegistry.Memory;

/// <summary>
/// Stores a batch although some of its records are refused. To find them the batch is halved, so that the cost grows with their
/// number and not with the batch.
/// </summary>
internal static class MemoryIsolation
{
    /// <summary>Records that are refused, by their place in the batch. One counts as refused only if another is taken: else the store is to blame.</summary>
    /// <exception cref="MemoryServerException">The store is away, or takes none of them.</exception>
    public static async Task<IReadOnlyList<(int Index, string Reason)>> StoreAsync(
        IMemoryStore memory, IReadOnlyList<MemoryRecord> records, CancellationToken cancellationToken)
    {
        var refused = new List<(int Index, string Reason)>();
        MemoryServerException? last = null;
        await StoreAsync(0, records.Count);
        return refused.Count < records.Count ? refused : throw last!;

        async Task StoreAsync(int start, int count)
        {
            try
            {
                await memory.StoreAsync([.. records.Skip(start).Take(count)], cancellationToken);
            }
            catch (MemoryServerException exception) when (exception.IsRefusal && memory.IsReachable)
            {
                last = exception;
                if (count == 1)
                {
                    refused.Add((start, exception.Message));
                    return;
                }

                await StoreAsync(start, count / 2);
                await StoreAsync(start + (count / 2), count - (count / 2));
            }
        }
    }
}
