using AgentRegistry.Contracts;
using AgentRegistry.Discovery;
using AgentRegistry.Hosting.Batching;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Agents;

namespace AgentRegistry.QueryApi.Agents;

/// <summary>
/// Who is registered. The replica answers for nearly all; one that it does not know may have registered a moment ago, through
/// another process: the tables are asked, once for all who ask at that moment.
/// </summary>
internal sealed class RegisteredAgents : IAsyncDisposable
{
    private static readonly TimeSpan StoreLimit = TimeSpan.FromSeconds(5);

    private readonly AgentDirectory _directory;
    private readonly IRegistryStore _store;
    private readonly Limits _limits;
    private readonly BatchProcessor<string, AgentState?> _asking;

    public RegisteredAgents(AgentDirectory directory, IRegistryStore store, Limits limits)
    {
        _directory = directory;
        _store = store;
        _limits = limits;
        _asking = new BatchProcessor<string, AgentState?>(AskAsync, new BatchingOptions { Writers = 1 });
    }

    /// <summary>What an agent promised when it registered; null when it is not registered.</summary>
    public ValueTask<Promise?> FindAsync(string agentId, CancellationToken cancellationToken) =>
        _directory.Find(agentId) is { } agent
            ? ValueTask.FromResult<Promise?>(new Promise(agent.Workspace, agent.HeartbeatIntervalSeconds, agent.LeaseSeconds))
            : new ValueTask<Promise?>(FindInTablesAsync(agentId, cancellationToken));

    public ValueTask DisposeAsync() => _asking.DisposeAsync();

    private async Task<Promise?> FindInTablesAsync(string agentId, CancellationToken cancellationToken)
    {
        // What breaks the rules for an id can be in no table.
        if (MessageRules.Check(new GetAgent { AgentId = agentId }, _limits).Count > 0)
        {
            return null;
        }

        var state = await _asking.WriteAsync(agentId, cancellationToken);
        return state is { Exists: true } ? new Promise(state.Workspace, state.IntervalSeconds, state.LeaseSeconds) : null;
    }

    private async Task<IReadOnlyList<AgentState?>> AskAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StoreLimit);
        try
        {
            await using var transaction = await _store.BeginAsync(limit.Token);
            var states = await transaction.Agents.ReadStatesAsync([.. ids.Distinct(StringComparer.Ordinal)], limit.Token);
            return [.. ids.Select(states.GetValueOrDefault)];
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("The tables did not answer in time.", exception);
        }
    }
}

/// <summary>Where an agent is registered, how often it promised to send a heartbeat, and how long one is good for.</summary>
internal sealed record Promise(string Workspace, int IntervalSeconds, int LeaseSeconds);
