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
    private readonly BatchProcessor<string, AgentState?> _reads;

    public RegisteredAgents(AgentDirectory directory, IRegistryStore store, Limits limits)
    {
        _directory = directory;
        _store = store;
        _limits = limits;
        _reads = new BatchProcessor<string, AgentState?>(ReadAsync, new BatchingOptions { Writers = 1 });
    }

    /// <summary>Where an agent is registered and its lease; null when it is not registered.</summary>
    public ValueTask<AgentLease?> FindAsync(string agentId, CancellationToken cancellationToken) =>
        _directory.Find(agentId) is { } agent
            ? ValueTask.FromResult<AgentLease?>(new AgentLease(agent.Workspace, agent.HeartbeatIntervalSeconds, agent.LeaseSeconds))
            : new ValueTask<AgentLease?>(FindInTablesAsync(agentId, cancellationToken));

    public ValueTask DisposeAsync() => _reads.DisposeAsync();

    private async Task<AgentLease?> FindInTablesAsync(string agentId, CancellationToken cancellationToken)
    {
        // What breaks the rules for an id can be in no table.
        if (MessageRules.Check(new GetAgent { AgentId = agentId }, _limits).Count > 0)
        {
            return null;
        }

        var state = await _reads.WriteAsync(agentId, cancellationToken);
        return state is { Exists: true } ? new AgentLease(state.Workspace, state.IntervalSeconds, state.LeaseSeconds) : null;
    }

    private async Task<IReadOnlyList<AgentState?>> ReadAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
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

/// <summary>The workspace of a registered agent, the interval of its heartbeats, and how long one is valid.</summary>
internal sealed record AgentLease(string Workspace, int IntervalSeconds, int LeaseSeconds);
