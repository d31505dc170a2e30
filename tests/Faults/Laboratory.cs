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

    /// <summary>
    /// Makes a fault, and puts a line into the file that AGENT_REGISTRY_FAULTS_TABLE names. What the programs printed goes into
    /// the folder of AGENT_REGISTRY_FAULTS_LOGS when a promise was broken.
    /// </summary>
    public async Task<Report> TryAsync(Fault fault)
    {
        var system = await WellAsync();
        var report = await new Trial(system, FaultPlan.Current).RunAsync(fault);
        if (Environment.GetEnvironmentVariable("AGENT_REGISTRY_FAULTS_TABLE") is { Length: > 0 } table)
        {
            await File.AppendAllTextAsync(table, report.Row + "\n");
        }

        if (report.Broken.Count > 0 && Environment.GetEnvironmentVariable("AGENT_REGISTRY_FAULTS_LOGS") is { Length: > 0 } logs)
        {
            Directory.CreateDirectory(logs);
            await File.WriteAllTextAsync(Path.Combine(logs, $"{fault.Name}.log"), system.Output);
        }

        return report;
    }

    public ValueTask DisposeAsync() => _system?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<RunningSystem> WellAsync()
    {
        if (_system is { } ruined && (await ruined.Probes.UntilNormalAsync(WellLimit)).All is null)
        {
            _system = null;
            try
            {
                await ruined.DisposeAsync();
            }
            catch (OperationCanceledException)
            {
                // It did not even stop in time, and was killed.
            }
        }

        return _system ??= await StartAsync();
    }

    private static async Task<RunningSystem> StartAsync()
    {
        var system = await RunningSystem.StartAsync();
        var start = await system.Probes.UntilNormalAsync(WellLimit);
        if (start.All is null)
        {
            var output = system.Output;
            await system.DisposeAsync();
            throw new InvalidOperationException($"The system does not work before any fault: {start}\n{output}");
        }

        await system.BeginToJudgeAsync();
        return system;
    }
}
