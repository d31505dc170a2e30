using System.Collections.Concurrent;
using AgentRegistry.Contracts;
using MassTransit;

namespace AgentRegistry.Client;

/// <summary>
/// Receives the changes of the agents that this process runs, by one temporary queue for all. Events that are published while the queue does
/// not exist are lost, so that after each reconnection the agents read their state.
/// </summary>
internal sealed class AgentChanges(RegistryLink link) : IReceiveEndpointObserver
{
    private readonly ConcurrentDictionary<string, Listener> _listeners = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private HostReceiveEndpointHandle? _endpoint;

    /// <summary>Subscribes to the changes of one agent.</summary>
    /// <param name="agentId">The agent.</param>
    /// <param name="changed">Called with each of its changes, in any order and perhaps twice.</param>
    /// <param name="missed">Called when changes may have been missed.</param>
    /// <exception cref="DuplicateAgentException">An agent with this id runs in this process already.</exception>
    public IDisposable Listen(string agentId, Action<AgentChanged> changed, Action missed)
    {
        var listener = new Listener(this, agentId, changed, missed);
        return _listeners.TryAdd(agentId, listener)
            ? listener
            : throw new DuplicateAgentException(agentId);
    }

    /// <summary>Completes when changes are received.</summary>
    public async Task ReadyAsync(CancellationToken cancellationToken) => await Endpoint().Ready.WaitAsync(cancellationToken);

    Task IReceiveEndpointObserver.Ready(ReceiveEndpointReady ready)
    {
        foreach (var listener in _listeners.Values)
        {
            listener.Missed();
        }

        return Task.CompletedTask;
    }

    Task IReceiveEndpointObserver.Stopping(ReceiveEndpointStopping stopping) => Task.CompletedTask;

    Task IReceiveEndpointObserver.Completed(ReceiveEndpointCompleted completed) => Task.CompletedTask;

    Task IReceiveEndpointObserver.Faulted(ReceiveEndpointFaulted faulted) => Task.CompletedTask;

    private HostReceiveEndpointHandle Endpoint()
    {
        lock (_lock)
        {
            return _endpoint ??= link.Bus.ConnectReceiveEndpoint(new TemporaryEndpointDefinition(), null, endpoint =>
            {
                endpoint.ConnectReceiveEndpointObserver(this);
                endpoint.Handler<AgentChanged>(context =>
                {
                    if (_listeners.TryGetValue(context.Message.AgentId, out var listener))
                    {
                        listener.Changed(context.Message);
                    }

                    return Task.CompletedTask;
                });
            });
        }
    }

    private sealed class Listener(AgentChanges changes, string agentId, Action<AgentChanged> changed, Action missed) : IDisposable
    {
        public Action<AgentChanged> Changed => changed;

        public Action Missed => missed;

        public void Dispose() => changes._listeners.TryRemove(KeyValuePair.Create(agentId, this));
    }
}

/// <summary>Two agents of a process have the same id.</summary>
internal sealed class DuplicateAgentException(string agentId) : Exception($"An agent '{agentId}' runs in this process already.");
