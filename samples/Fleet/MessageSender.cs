using AgentRegistry.Contracts;

namespace AgentRegistry.Fleet;

/// <summary>Sends messages to the registry, again where there is no response, and records the results in the ledger.</summary>
internal sealed class MessageSender(IFleetLink link, Ledger ledger, FleetMessages messages, TimeProvider time)
{
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(2);

    /// <summary>Registers these agents of the fleet.</summary>
    /// <param name="agents">Their indexes in the fleet.</param>
    /// <param name="cancel">No more attempts.</param>
    public async Task RegisterAsync(IReadOnlyList<int> agents, CancellationToken cancel)
    {
        RegisterAgent[] registrations = [.. agents.Select(agent => ledger.Accounts[agent].Registration)];
        var receipt = await UntilRespondedAsync(token => link.RegisterAsync(registrations, token), cancel);
        foreach (var agent in agents)
        {
            ledger.Registered(agent, receipt);
        }
    }

    /// <summary>Sends the message of an action.</summary>
    /// <param name="action">The action.</param>
    /// <param name="cancel">No more attempts.</param>
    public async Task DeliverAsync(FleetAction action, CancellationToken cancel)
    {
        switch (action)
        {
            case HostHeartbeats host:
                ledger.Heartbeat(host, await link.SendHeartbeatsAsync(messages.Of(host, time.GetUtcNow()), cancel));
                break;
            case TaskStep step:
                var activity = messages.Of(step, time.GetUtcNow());
                ledger.Logged(step, await UntilRespondedAsync(token => link.LogAsync(activity, token), cancel));
                break;
        }
    }

    private async Task<Receipt> UntilRespondedAsync(Func<CancellationToken, Task<Receipt>> send, CancellationToken cancel)
    {
        for (var pause = TimeSpan.FromMilliseconds(100); ; pause = pause * 2 < MaxPause ? pause * 2 : MaxPause)
        {
            var receipt = await send(cancel);
            if (receipt.Outcome != SendOutcome.NoResponse || cancel.IsCancellationRequested)
            {
                return receipt;
            }

            await Task.Delay(receipt.RetryAfter ?? pause, time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancel.IsCancellationRequested)
            {
                return receipt;
            }

            ledger.CountResent(receipt.Reason);
        }
    }
}
