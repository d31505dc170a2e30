using System.Collections.Concurrent;

namespace AgentRegistry.Fleet;

/// <summary>Waits until the registry has processed what was sent.</summary>
internal sealed class Verification(RegistryReader reader, Ledger ledger, CatchUpTimeout timeout, ProgressLine progress, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Waits for the registrations, and keeps each agent as it is before the schedule.</summary>
    /// <returns>False when some were refused, or missing after the timeout.</returns>
    public async Task<bool> AwaitRegistrationsAsync()
    {
        var views = await AwaitAsync(Comparison.IsRegistered, "registered");
        foreach (var account in ledger.Accounts)
        {
            account.Before = views.GetValueOrDefault(account.Registration.AgentId);
        }

        return ledger.Accounts.All(account => account.IsRegistered && Comparison.IsRegistered(account, account.Before));
    }

    /// <summary>Waits until the registry has each agent as sent, and reads everything once more: a message that is counted twice agrees only for a moment.</summary>
    /// <exception cref="RegistryUnreachableException">It does not respond.</exception>
    public async Task<IReadOnlyDictionary<string, AgentView?>> AwaitActivityAsync()
    {
        await AwaitAsync((account, view) => Comparison.Differences(account, view).Count == 0, "as sent");
        return await ReadAllAsync();
    }

    private async Task<IReadOnlyDictionary<string, AgentView?>> AwaitAsync(Func<AgentAccount, AgentView?, bool> agrees, string what)
    {
        var views = NoViews();
        var waiting = Ids().ToList();
        var started = time.GetTimestamp();
        progress.Follow(() => $"reading the registry: {ledger.Accounts.Count - waiting.Count:N0} of {ledger.Accounts.Count:N0} agents are {what}");
        while (true)
        {
            await TryReadAsync(waiting, views);
            waiting = [.. ledger.Accounts
                .Where(account => !agrees(account, views.GetValueOrDefault(account.Registration.AgentId)))
                .Select(account => account.Registration.AgentId)];
            if (waiting.Count == 0 || time.GetElapsedTime(started) > timeout.Now)
            {
                await progress.EndAsync();
                return views;
            }

            await Task.Delay(Pause, time);
        }
    }

    /// <summary>Reads everything again, with retries.</summary>
    private async Task<IReadOnlyDictionary<string, AgentView?>> ReadAllAsync()
    {
        var views = NoViews();
        var started = time.GetTimestamp();
        while (await TryReadAsync(Ids().Where(id => !views.ContainsKey(id)), views) is { } error)
        {
            if (time.GetElapsedTime(started) > timeout.Now)
            {
                throw error;
            }

            await Task.Delay(Pause, time);
        }

        return views;
    }

    /// <summary>Why the registry did not respond for all of them; null when it did. Callers have a time limit.</summary>
    private async Task<RegistryUnreachableException?> TryReadAsync(IEnumerable<string> ids, ConcurrentDictionary<string, AgentView?> views)
    {
        try
        {
            await reader.ReadAsync(ids, views);
            return null;
        }
        catch (RegistryUnreachableException exception)
        {
            return exception;
        }
    }

    private IEnumerable<string> Ids() => ledger.Accounts.Select(account => account.Registration.AgentId);

    private static ConcurrentDictionary<string, AgentView?> NoViews() => new(StringComparer.Ordinal);
}
