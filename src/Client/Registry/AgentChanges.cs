using System.Collections.Concurrent;
using AgentRegistry.Contracts;
using MassTransit;

namespace AgentRegistry.Client;

/// <summary>
/// Hears of changes of the agents that this process runs. One temporary queue for all of them: it goes with the process, and what is
/// published while it is away is lost, so that after each return the agents ask how they stand.
/// </summary>
internal sealed class AgentChanges(RegistryLink link) : IReceiveEndpointObserver
{
    private readonly ConcurrentDictionary<string, Listener> _listeners = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private HostReceiveEndpointHandle? _endpoint;

    /// <summary>Listens for the changes of one agent.</summary>
    /// <param name="agentId">Whose.</param>
    /// <param name="changed">Called with each of its changes, in any order and perhaps twice.</param>
    /// <param name="missed">Called when changes may have been missed.</param>
    /// <exception cref="AgentRunsAlreadyException">An agent of this id runs in this process already.</exception>
    public IDisposable Listen(string agentId, Action<AgentChanged> changed, Action missed)
    {
        var listener = new Listener(this, agentId, changed, missed);
        return _listeners.TryAdd(agentId, listener)
            ? listener
            : throw new AgentRunsAlreadyException(agentId);
    }

    /// <summary>Completes when changes are heard.</summary>
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
internal sealed class AgentRunsAlreadyException(string agentId) : Exception($"An agent {agentId} runs in this process already.");
