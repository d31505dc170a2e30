using AgentRegistry.Faults.Ledger;

namespace AgentRegistry.Faults.Load;

/// <summary>
/// The heartbeats of the whole crowd, which never stop, whatever is away; and between them farewells that come too late. Some
/// agents' ways in are the bus, the others' HTTP.
/// </summary>
public sealed class Pulse(Crowd crowd, Uri broker, ApiCaller api, ReceiptBook book) : IAsyncDisposable
{
    private const double SecondsBetweenBeats = 2;
    private const double LatePerSecond = 5;

    /// <summary>More than there are beats in the time that one may take.</summary>
    private const int MostAtOnce = 500;

    private readonly BusPublisher[] _publishers = [new(broker), new(broker), new(broker)];
    private readonly CancellationTokenSource _stop = new();
    private Task _beating = Task.CompletedTask;

    public void Start()
    {
        CrowdAgent[] onBus = [.. crowd.OnBus, crowd.BusProbe];
        CrowdAgent[] onHttp = [.. crowd.OnHttp, crowd.HttpProbe];
        var (nextOnBus, nextOnHttp, nextLate) = (0, 0, 0);
        _beating = Task.WhenAll(
            new Pace(onBus.Length / SecondsBetweenBeats, MostAtOnce).RunAsync(
                () => BeatAsync(_publishers[nextOnBus % 2], Next(onBus, nextOnBus++).Beat()), _stop.Token),
            new Pace(onHttp.Length / SecondsBetweenBeats, MostAtOnce).RunAsync(
                () => api.HeartbeatAsync(Next(onHttp, nextOnHttp++).Id), _stop.Token),
            new Pace(LatePerSecond).RunAsync(() => BeatAsync(_publishers[2], Late(onBus[nextLate++ % onBus.Length], nextLate)), _stop.Token));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _beating;
        foreach (var publisher in _publishers)
        {
            await publisher.DisposeAsync();
        }

        _stop.Dispose();
    }

    /// <summary>Whose turn it is; if that comes too late, the harness is at fault and not the registry.</summary>
    private CrowdAgent Next(CrowdAgent[] agents, int turn)
    {
        var agent = agents[turn % agents.Length];
        if (agent.Beats() > TimeSpan.FromSeconds(agent.IntervalSeconds))
        {
            book.Current.FellSilent(agent.Id);
        }

        return agent;
    }

    private async Task BeatAsync(BusPublisher publisher, Message beat) => book.Current.Heartbeat(await publisher.PublishAsync(beat));

    private static Message Late(CrowdAgent agent, int turn) => turn % 2 == 0 ? agent.BeatOfFormerLife() : agent.BeatBeforeRegistration();
}
