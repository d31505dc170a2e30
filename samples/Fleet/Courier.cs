using AgentRegistry.Contracts;

namespace AgentRegistry.Fleet;

/// <summary>Brings messages to the registry, again and again where no answer comes, and has everything entered in the ledger.</summary>
internal sealed class Courier(IFleetLink link, Ledger ledger, FleetMessages messages, TimeProvider time)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <summary>Registers these agents of the fleet.</summary>
    /// <param name="agents">Their places in the fleet.</param>
    /// <param name="giveUp">No more tries.</param>
    public async Task RegisterAsync(IReadOnlyList<int> agents, CancellationToken giveUp)
    {
        RegisterAgent[] registrations = [.. agents.Select(agent => ledger.Accounts[agent].Registration)];
        var receipt = await UntilAnsweredAsync(token => link.RegisterAsync(registrations, token), giveUp);
        foreach (var agent in agents)
        {
            ledger.Registered(agent, receipt);
        }
    }

    /// <summary>Sends what a moment of the fleet's life says.</summary>
    /// <param name="moment">The moment.</param>
    /// <param name="giveUp">No more tries.</param>
    public async Task DeliverAsync(Moment moment, CancellationToken giveUp)
    {
        switch (moment)
        {
            case HostBeats host:
                ledger.Beat(host, await link.BeatAsync(messages.Of(host, time.GetUtcNow()), giveUp));
                break;
            case TaskStep step:
                var activity = messages.Of(step, time.GetUtcNow());
                ledger.Logged(step, await UntilAnsweredAsync(token => link.LogAsync(activity, token), giveUp));
                break;
        }
    }

    private async Task<Receipt> UntilAnsweredAsync(Func<CancellationToken, Task<Receipt>> send, CancellationToken giveUp)
    {
        for (var pause = TimeSpan.FromMilliseconds(100); ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var receipt = await send(giveUp);
            if (receipt.Outcome != SendOutcome.NoAnswer || giveUp.IsCancellationRequested)
            {
                return receipt;
            }

            await Task.Delay(receipt.RetryAfter ?? pause, time, giveUp).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (giveUp.IsCancellationRequested)
            {
                return receipt;
            }

            ledger.WasSentAgain(receipt.Reason);
        }
    }
}
