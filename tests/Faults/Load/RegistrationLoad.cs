using System.Collections.Concurrent;
using AgentRegistry.Faults.Ledger;

namespace AgentRegistry.Faults.Load;

/// <summary>New versions of the crowd's registrations, every other one followed by the version before it, from another publisher.</summary>
public sealed class RegistrationLoad(Crowd crowd, BusPublisher publisher, BusPublisher late, ApiCaller api, ReceiptBook book)
{
    private const int OverBus = 10;
    private const int OverHttp = 3;

    private readonly ConcurrentDictionary<string, bool> _calling = new(StringComparer.Ordinal);
    private int _onBus;
    private int _onHttp;

    public Task RunAsync(CancellationToken stopping) => Task.WhenAll(
        new Pace(OverBus).RunAsync(PublishAsync, stopping), new Pace(OverHttp).RunAsync(CallAsync, stopping));

    private async Task PublishAsync()
    {
        var turn = _onBus++;
        var agent = crowd.OnBus[turn % crowd.OnBus.Count];
        var older = agent.Newest;
        var version = agent.Version;
        var outcome = await agent.RegisterAsync(publisher, book);
        if (outcome == Outcome.Accepted && turn % 2 == 0 && older is not null)
        {
            book.Current.Registration(agent.Id, version, await late.PublishAsync(older));
        }
    }

    /// <summary>Over HTTP the registry says when it was sent: so one at a time for each agent, or their order would be anybody's.</summary>
    private async Task CallAsync()
    {
        var agent = crowd.OnHttp[_onHttp++ % crowd.OnHttp.Count];
        if (_calling.TryAdd(agent.Id, true))
        {
            await api.RegistrationAsync(agent.Id, agent.NextVersion(), agent.IntervalSeconds);
            _calling.TryRemove(agent.Id, out _);
        }
    }
}
