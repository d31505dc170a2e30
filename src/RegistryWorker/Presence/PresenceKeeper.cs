using AgentRegistry.Storage;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Presence;
using Microsoft.Extensions.Logging;

namespace AgentRegistry.RegistryWorker.Presence;

/// <summary>
/// Tells presence what was committed. Presence may be unavailable: what it then misses it gets when it is back, by a fill from the
/// tables, and no caller fails for it.
/// </summary>
internal sealed partial class PresenceKeeper(IPresence presence, IRegistryStore store, TimeProvider time, ILogger<PresenceKeeper> logger)
{
    private const int PageSize = 1_000;

    private volatile bool _missedSomething = true;

    public async Task PutAsync(IReadOnlyList<AgentState> states, DateTimeOffset now, LeaseStart lease, CancellationToken cancellationToken)
    {
        try
        {
            await presence.PutAsync([.. states.Where(state => state.Exists)], now, lease, cancellationToken);
            var gone = states.Where(state => !state.Exists).Select(state => new RemovedAgent(state.Id, state.Revision)).ToList();
            if (gone.Count > 0)
            {
                await presence.RemoveAsync(gone, cancellationToken);
            }
        }
        catch (Exception exception) when (StoreFaults.IsUnavailable(exception))
        {
            _missedSomething = true;
            LogUnavailable(exception.Message);
        }
    }

    /// <summary>Others may have failed to tell presence something: the next fill does.</summary>
    public void FillAgain() => _missedSomething = true;

    /// <summary>
    /// Fills presence from the tables when it has lost its memory, when it missed something, and once after a start. Leases that
    /// run go on; those that were lost begin anew, so that nobody is evicted for the registry's own fault.
    /// </summary>
    public async Task FillIfNeededAsync(CancellationToken cancellationToken)
    {
        if (!_missedSomething && await presence.IsFilledAsync(cancellationToken))
        {
            return;
        }

        _missedSomething = false;
        try
        {
            var count = await FillAsync(cancellationToken);
            await presence.MarkFilledAsync(cancellationToken);
            LogFilled(count);
        }
        catch
        {
            _missedSomething = true;
            throw;
        }
    }

    private async Task<int> FillAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        var last = "";
        while (true)
        {
            var page = await store.Agents.StatesAfterAsync(last, PageSize, cancellationToken);
            if (page.Count == 0)
            {
                return count;
            }

            await presence.PutAsync(page, time.GetUtcNow(), LeaseStart.Keep, cancellationToken);
            count += page.Count;
            last = page[^1].Id;
        }
    }

    [LoggerMessage(EventId = 3001, Level = LogLevel.Warning, Message = "Presence is unavailable ({Reason}); it will be filled when it is back")]
    private partial void LogUnavailable(string reason);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Information, Message = "Presence was filled with {Agents} agents")]
    private partial void LogFilled(int agents);
}
