using System.Collections.Concurrent;

namespace AgentRegistry.Fleet;

/// <summary>Waits until the registry has caught up with what was sent, and says where it has not.</summary>
internal sealed class Verification(RegistryReader reader, Ledger ledger, Patience patience, ProgressLine progress, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Waits for the registrations, and remembers what the registry says of each agent before it does anything.</summary>
    /// <returns>False when some were refused, or not there in time.</returns>
    public async Task<bool> AwaitRegistrationsAsync()
    {
        var words = await AwaitAsync(Comparison.IsRegistered, "registered");
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
        await AwaitAsync((account, word) => Comparison.Differences(account, word).Count == 0, "as sent");
        return await ReadAllAsync();
    }

    private async Task<IReadOnlyDictionary<string, AgentWord?>> AwaitAsync(Func<AgentAccount, AgentWord?, bool> agrees, string what)
    {
        var words = NoWords();
        var waiting = Ids().ToList();
        var started = time.GetTimestamp();
        progress.Follow(() => $"asking the registry: {ledger.Accounts.Count - waiting.Count:N0} of {ledger.Accounts.Count:N0} agents are {what}");
        while (true)
        {
            await TryReadAsync(waiting, words);
            waiting = [.. ledger.Accounts
                .Where(account => !agrees(account, words.GetValueOrDefault(account.Registration.AgentId)))
                .Select(account => account.Registration.AgentId)];
            if (waiting.Count == 0 || time.GetElapsedTime(started) > patience.Now)
            {
                await progress.EndAsync();
                return words;
            }

            await Task.Delay(Pause, time);
        }
    }

    /// <summary>Everything anew, also where an answer has to be asked for twice.</summary>
    private async Task<IReadOnlyDictionary<string, AgentWord?>> ReadAllAsync()
    {
        var words = NoWords();
        var started = time.GetTimestamp();
        while (await TryReadAsync(Ids().Where(id => !words.ContainsKey(id)), words) is { } trouble)
        {
            if (time.GetElapsedTime(started) > patience.Now)
            {
                throw trouble;
            }

            await Task.Delay(Pause, time);
        }

        return words;
    }

    /// <summary>What kept the registry from answering for all of them; null when nothing did. Whoever waits has a limit.</summary>
    private async Task<RegistryUnreachableException?> TryReadAsync(IEnumerable<string> ids, ConcurrentDictionary<string, AgentWord?> words)
    {
        try
        {
            await reader.ReadAsync(ids, words);
            return null;
        }
        catch (RegistryUnreachableException exception)
        {
            return exception;
        }
    }

    private IEnumerable<string> Ids() => ledger.Accounts.Select(account => account.Registration.AgentId);

    private static ConcurrentDictionary<string, AgentWord?> NoWords() => new(StringComparer.Ordinal);
}
