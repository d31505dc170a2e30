using AgentRegistry.Faults.Planning;
using AgentRegistry.Faults.Running;
using Xunit;

namespace AgentRegistry.Faults;

/// <summary>One running system for all faults, one after the other; a new one when a fault has ruined it.</summary>
public sealed class Laboratory : IAsyncLifetime
{
    private static readonly TimeSpan WellLimit = TimeSpan.FromSeconds(30);

    private RunningSystem? _system;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Makes a fault, and puts a line into the file that AGENT_REGISTRY_FAULTS_TABLE names.</summary>
    public async Task<Report> TryAsync(Fault fault)
    {
        var report = await new Trial(await WellAsync(), FaultPlan.Current).RunAsync(fault);
        if (Environment.GetEnvironmentVariable("AGENT_REGISTRY_FAULTS_TABLE") is { Length: > 0 } table)
        {
            await File.AppendAllTextAsync(table, report.Row + "\n");
        }

        return report;
    }

    public ValueTask DisposeAsync() => _system?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<RunningSystem> WellAsync()
    {
        if (_system is not null && (await _system.Probes.UntilNormalAsync(WellLimit)).All is null)
        {
            await _system.DisposeAsync();
            _system = null;
        }

        return _system ??= await StartAsync();
    }

    private static async Task<RunningSystem> StartAsync()
    {
        var system = await RunningSystem.StartAsync();
        var start = await system.Probes.UntilNormalAsync(WellLimit);
        return start.All is null ? throw new InvalidOperationException($"The system does not work before any fault: {start}\n{system.Output}") : system;
    }
}
