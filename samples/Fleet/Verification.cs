namespace AgentRegistry.Fleet;

/// <summary>Waits until the registry has caught up with what was sent, and says where it has not.</summary>
internal sealed class Verification(RegistryReader reader, Ledger ledger, ProgressLine progress, TimeProvider time)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Waits for the registrations, and remembers what the registry says of each agent before it does anything.</summary>
    /// <returns>False when some were refused, or not there in time.</returns>
    public async Task<bool> AwaitRegistrationsAsync(CancellationToken stop)
    {
        var words = await AwaitAsync(Comparison.IsRegistered, "registered", stop);
        foreach (var account in ledger.Accounts)
        {
            account.Before = words.GetValueOrDefault(account.Registration.AgentId);
        }

        return ledger.Accounts.All(account => account.IsRegistered && Comparison.IsRegistered(account, account.Before));
    }

    /// <summary>Waits until the registry's word on each agent is what was sent, and reads everything once more: one who counts twice agrees only for a moment.</summary>
    /// <exception cref="RegistryUnreachableException">It does not answer.</exception>
    public async Task<IReadOnlyDictionary<string, AgentWord?>> AwaitLifeAsync()
    {
        await AwaitAsync((account, word) => Comparison.Differences(account, word).Count == 0, "as sent", CancellationToken.None);
        return await reader.AgentsAsync(ledger.Accounts.Select(account => account.Registration.AgentId), CancellationToken.None);
    }

    private async Task<IReadOnlyDictionary<string, AgentWord?>> AwaitAsync(
        Func<AgentAccount, AgentWord?, bool> agrees, string what, CancellationToken stop)
    {
        var words = new Dictionary<string, AgentWord?>(StringComparer.Ordinal);
        var waiting = ledger.Accounts.ToList();
        var started = time.GetTimestamp();
        progress.Follow(() => $"asking the registry: {ledger.Accounts.Count - waiting.Count:N0} of {ledger.Accounts.Count:N0} agents are {what}");
        while (true)
        {
            await ReadAsync(waiting, words);
            waiting = [.. waiting.Where(account => !agrees(account, words.GetValueOrDefault(account.Registration.AgentId)))];
            if (waiting.Count == 0 || stop.IsCancellationRequested || time.GetElapsedTime(started) > Limit)
            {
                await progress.EndAsync();
                return words;
            }

            await Task.Delay(Pause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReadAsync(IReadOnlyList<AgentAccount> accounts, Dictionary<string, AgentWord?> words)
    {
        try
        {
            foreach (var (id, word) in await reader.AgentsAsync(accounts.Select(account => account.Registration.AgentId), CancellationToken.None))
            {
                words[id] = word;
            }
        }
        catch (RegistryUnreachableException)
        {
            // It may be back in a moment; whoever waits has a limit.
        }
    }
}
