using System.Diagnostics;
using AgentRegistry.Faults.Breaking;
using AgentRegistry.Faults.Ledger;
using AgentRegistry.Faults.Planning;
using AgentRegistry.Faults.Recovery;
using AgentRegistry.Faults.Running;
using AgentRegistry.Testing;

namespace AgentRegistry.Faults;

/// <summary>One fault, from the load before it to the verdict after it.</summary>
public sealed class Trial(RunningSystem system, FaultPlan plan)
{
    private const int MessagesBefore = 300;
    private static readonly TimeSpan RecoveryLimit = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan FeedLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ArrivalLimit = TimeSpan.FromSeconds(60);

    public async Task<Report> RunAsync(Fault fault)
    {
        var receipts = system.Book.Open();
        var restarts = system.Restarts;
        using var stop = new CancellationTokenSource();
        var load = Task.WhenAll(system.Activities.RunAsync(stop.Token), system.Registrations.RunAsync(stop.Token));
        Recovered recovered;
        try
        {
            await Eventually.HoldsAsync(() => receipts.Accepted > MessagesBefore);
            recovered = await BreakAsync(fault, receipts);
            await Eventually.HoldsAsync(() => receipts.Accepted >= plan.LeastMessages, TimeSpan.FromMinutes(5));
        }
        finally
        {
            await stop.CancelAsync();
            await load;
        }

        return new Report(fault, await JudgeAsync(receipts), recovered, SurvivorsOf(fault), receipts.Silent.Count, system.Restarts - restarts);
    }

    private async Task<Recovered> BreakAsync(Fault fault, Receipts receipts)
    {
        var parts = fault.Parts.Select(part => (part.Kind, Target: system.Targets[part.Target])).ToList();
        try
        {
            await Task.WhenAll(parts.Select(part => part.Target.BeginAsync(part.Kind)));
            if (SurvivorsOf(fault))
            {
                // Service must go on while it is away.
                return await RecoverAsync(receipts);
            }

            await Task.Delay(plan.Length);
        }
        finally
        {
            await Task.WhenAll(parts.Select(part => part.Target.EndAsync(part.Kind)));
        }

        return await RecoverAsync(receipts);
    }

    private bool SurvivorsOf(Fault fault) =>
        fault is { IsSingle: true, Parts: [var part] } && part.Kind is FaultKind.Kill or FaultKind.Restart && system.Targets[part.Target].HasSurvivor;

    /// <summary>From now until all is as it was.</summary>
    private async Task<Recovered> RecoverAsync(Receipts receipts)
    {
        var backlog = DrainAsync([.. receipts.Activities.Keys]);
        var recovered = await system.Probes.UntilNormalAsync(RecoveryLimit);
        return new([.. recovered.Kinds, ("backlog", await backlog)]);
    }

    /// <summary>Until everything that had been accepted by now is on the feed.</summary>
    private async Task<TimeSpan?> DrainAsync(List<Guid> waiting)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            await Eventually.HoldsAsync(
                () =>
                {
                    waiting.RemoveAll(system.Followers.Saw);
                    return waiting.Count == 0;
                },
                RecoveryLimit);
            return watch.Elapsed;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private async Task<Verdict> JudgeAsync(Receipts receipts)
    {
        await system.Probes.SettleAsync();

        // From where the fault before was judged to: what came in between belongs to somebody too.
        var since = system.JudgedUpTo;
        var holdings = await EverythingInAsync(receipts, since);
        system.JudgedUpTo = holdings.Feed is [.., var last] ? last.Revision : since;
        await system.Followers.ReachAsync(system.JudgedUpTo, FeedLimit);

        // The server rewrites its file at each call: what was judged it need not carry on.
        system.Memory.Forget();
        return Audit.Of(receipts, holdings, since, system.Followers.TakeGiven(system.JudgedUpTo));
    }

    /// <summary>What is still on its way when the load ends is not lost: the tables as soon as nothing is missing, or after the limit as they are.</summary>
    private async Task<Holdings> EverythingInAsync(Receipts receipts, long since)
    {
        var holdings = new Holdings();
        try
        {
            await Eventually.HoldsAsync(
                async () =>
                {
                    holdings = await system.Tables.ReadAsync(since) with { Remembered = system.Memory.Activities };
                    return Audit.Of(receipts, holdings, since, []).Lost.Count == 0;
                },
                ArrivalLimit);
        }
        catch (TimeoutException)
        {
            // The verdict names what is missing.
        }

        return holdings;
    }
}
