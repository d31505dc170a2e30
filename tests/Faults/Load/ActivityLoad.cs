using System.Collections.Concurrent;
using AgentRegistry.Faults.Ledger;

namespace AgentRegistry.Faults.Load;

/// <summary>
/// Activities from many publishers and over HTTP. One in ten that was accepted is sent again, and every other one of which
/// nobody knows until it is accepted: by another publisher as a rule, or over the bus after HTTP.
/// </summary>
public sealed class ActivityLoad(Crowd crowd, IReadOnlyList<BusPublisher> publishers, ApiCaller api, ReceiptBook book)
{
    private const int PerPublisher = 50;
    private const int OverHttp = 20;

    private static readonly string[] Statuses = ["success", "running", "failed", "success", "timeout"];

    private readonly IReadOnlyList<CrowdAgent> _agents = [.. crowd.OnBus, .. crowd.OnHttp];
    private readonly ConcurrentQueue<Sending> _again = new();
    private int _count;

    public async Task RunAsync(CancellationToken stopping)
    {
        await Task.WhenAll(
            [
                .. publishers.Select(publisher => new Pace(PerPublisher).RunAsync(() => PublishAsync(publisher), stopping)),
                new Pace(OverHttp).RunAsync(CallAsync, stopping),
            ]);

        // What was not sent again belongs to this fault, and the next one has receipts of its own.
        _again.Clear();
    }

    private async Task PublishAsync(BusPublisher publisher)
    {
        var sending = _again.TryDequeue(out var again) ? again : Fresh();
        var outcome = await publisher.PublishAsync(sending.Agent.Activity(sending.Id, sending.Status));
        book.Current.Activity(sending.Id, outcome, $"{(sending.IsRepeat ? "the second time" : "at once")} at {TimeProvider.System.GetUtcNow():HH:mm:ss.f}");
        Repeat(sending, outcome);
    }

    private async Task CallAsync()
    {
        var sending = Fresh();
        Repeat(sending, await api.ActivityAsync(sending.Id, sending.Agent.Id, sending.Status));
    }

    private void Repeat(Sending sending, Outcome outcome)
    {
        var isToRepeat = (outcome, sending.IsRepeat) switch
        {
            (Outcome.Accepted, false) => sending.Number % 10 == 0,
            (Outcome.Accepted, true) => false,
            (Outcome.Unknown, false) => sending.Number % 2 == 0,
            (Outcome.NotSent, false) => false,
            (_, true) => true,
            _ => false,
        };
        if (isToRepeat)
        {
            _again.Enqueue(sending with { IsRepeat = true });
        }
    }

    private Sending Fresh()
    {
        var number = Interlocked.Increment(ref _count);
        return new(number, Guid.NewGuid(), _agents[number % _agents.Count], Statuses[number % Statuses.Length], IsRepeat: false);
    }

    private sealed record Sending(int Number, Guid Id, CrowdAgent Agent, string Status, bool IsRepeat);
}
