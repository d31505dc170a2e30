using System.Diagnostics;
using AgentRegistry.Ingest.Services;

namespace AgentRegistry.Ingest.Agents;

/// <summary>Keeps agents alive as their hosts would: a hundred in a message, each once in its interval, evenly spread.</summary>
internal sealed class Pulse : IAsyncDisposable
{
    private const int InMessage = 100;

    private readonly CancellationTokenSource _ending = new();
    private readonly HashSet<string> _silent = [];
    private readonly Lock _lock = new();
    private readonly Task _beating;

    private Pulse(Broker broker, IReadOnlyList<string> ids, TimeSpan interval) => _beating = Task.Run(() => BeatAsync(broker, ids, interval));

    /// <summary>How far the slowest message was behind its time.</summary>
    public TimeSpan Behind { get; private set; }

    public static Pulse Start(Broker broker, IReadOnlyList<string> ids, int intervalSeconds) => new(broker, ids, TimeSpan.FromSeconds(intervalSeconds));

    /// <summary>From now on nothing more is sent for these.</summary>
    public void Stop(IEnumerable<string> ids)
    {
        lock (_lock)
        {
            _silent.UnionWith(ids);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _beating;
        _ending.Dispose();
    }

    private async Task BeatAsync(Broker broker, IReadOnlyList<string> ids, TimeSpan interval)
    {
        var hosts = ids.Chunk(InMessage).ToArray();
        var pause = interval / hosts.Length;
        var started = Stopwatch.GetTimestamp();
        try
        {
            for (var message = 0; ; message++)
            {
                var ahead = (pause * message) - Stopwatch.GetElapsedTime(started);
                if (ahead > TimeSpan.Zero)
                {
                    await Task.Delay(ahead, _ending.Token);
                }
                else if (-ahead > Behind)
                {
                    Behind = -ahead;
                }

                _ending.Token.ThrowIfCancellationRequested();
                string[] alive;
                lock (_lock)
                {
                    alive = [.. hosts[message % hosts.Length].Where(id => !_silent.Contains(id))];
                }

                await broker.PublishAsync("heartbeat-batch", [Crowd.Beats(alive, TimeProvider.System.GetUtcNow())], persistent: false);
            }
        }
        catch (OperationCanceledException)
        {
            // Told to end.
        }
    }
}
