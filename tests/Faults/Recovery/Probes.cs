using System.Collections.Concurrent;
using System.Diagnostics;
using AgentRegistry.Faults.Following;
using AgentRegistry.Faults.Ledger;
using AgentRegistry.Faults.Load;

namespace AgentRegistry.Faults.Recovery;

/// <summary>
/// Tries a fresh message of every kind, again and again, until one is accepted and all followers have been given what came of
/// it: it is stored then, for an entry of the feed is committed with its change.
/// </summary>
public sealed class Probes(Crowd crowd, BusPublisher publisher, ApiCaller api, Followers followers, ReceiptBook book)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);
    private static readonly string[] Statuses = ["active", "busy"];

    private readonly ConcurrentBag<Task<Outcome>> _sent = [];
    private int _count;

    /// <summary>Measures from now on.</summary>
    public async Task<Recovered> UntilNormalAsync(TimeSpan limit)
    {
        (string Kind, Func<Task> Try)[] kinds =
        [
            ("activity", () => TryActivityAsync(PublishActivityAsync)),
            ("activity over HTTP", () => TryActivityAsync((id, agent) => api.ActivityAsync(id, agent.Id, "success"))),
            ("registration", () => TryRegistrationAsync(crowd.BusProbe, () => crowd.BusProbe.RegisterAsync(publisher, book))),
            ("registration over HTTP", () => TryRegistrationAsync(crowd.HttpProbe, RegisterOverHttpAsync)),
            ("heartbeat", Beats(crowd.BusProbe, BeatAsync)),
            ("heartbeat over HTTP", Beats(crowd.HttpProbe, status => api.HeartbeatAsync(crowd.HttpProbe.Id, status))),
        ];
        return new([.. await Task.WhenAll(kinds.Select(async kind => (kind.Kind, await UntilDoneAsync(kind.Try, limit))))]);
    }

    /// <summary>Waits until every try has its receipt, those too that were overtaken.</summary>
    public Task SettleAsync() => Task.WhenAll(_sent);

    /// <summary>Does not wait for one try before the next: the first may hang where the next goes through.</summary>
    private static async Task<TimeSpan?> UntilDoneAsync(Func<Task> once, TimeSpan limit)
    {
        var watch = Stopwatch.StartNew();
        var tries = new List<Task>();
        while (watch.Elapsed < limit)
        {
            tries.Add(once());
            await Task.WhenAny([.. tries, Task.Delay(Pause)]);
            if (tries.Find(attempt => attempt.IsCompleted) is { } done)
            {
                await done;
                return watch.Elapsed;
            }
        }

        return null;
    }

    private Task TryActivityAsync(Func<Guid, CrowdAgent, Task<Outcome>> send)
    {
        var id = Guid.NewGuid();
        var agent = crowd.OnBus[Interlocked.Increment(ref _count) % crowd.OnBus.Count];
        return BothAsync(followers.WhenGivenAsync(given => given.EventId == id), send(id, agent));
    }

    private Task TryRegistrationAsync(CrowdAgent agent, Func<Task<Outcome>> send)
    {
        var version = $"{agent.Version + 1}";
        return BothAsync(followers.WhenGivenAsync(given => given.AgentId == agent.Id && given.Version == version), send());
    }

    private Func<Task> Beats(CrowdAgent agent, Func<string, Task<Outcome>> send)
    {
        var turn = 0;
        return () =>
        {
            // Another status each time: it is the change that the feed tells of.
            var status = Statuses[turn++ % Statuses.Length];
            return BothAsync(followers.WhenGivenAsync(given => given.AgentId == agent.Id && given.Status == status), send(status));
        };
    }

    private async Task<Outcome> PublishActivityAsync(Guid id, CrowdAgent agent)
    {
        var outcome = await publisher.PublishAsync(agent.Activity(id, "success"));
        book.Current.Activity(id, outcome, "of a probe");
        return outcome;
    }

    private Task<Outcome> RegisterOverHttpAsync() => api.UnorderedRegistrationAsync(crowd.HttpProbe.Id, crowd.HttpProbe.NextVersion(), crowd.HttpProbe.IntervalSeconds);

    private async Task<Outcome> BeatAsync(string status)
    {
        var outcome = await publisher.PublishAsync(crowd.BusProbe.Beat(status));
        book.Current.Heartbeat(outcome);
        return outcome;
    }

    /// <summary>Ends only for a try that was accepted and came through.</summary>
    private async Task BothAsync(Task given, Task<Outcome> sending)
    {
        _sent.Add(sending);
        if (await sending != Outcome.Accepted)
        {
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
        }

        await given;
    }
}
