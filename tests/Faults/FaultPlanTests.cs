using AgentRegistry.Faults.Planning;
using Shouldly;
using Xunit;

namespace AgentRegistry.Faults;

/// <summary>Whatever dies, under load: what was accepted is there, once; nobody alive is called offline; the feed has no gap.</summary>
public sealed class FaultPlanTests(Laboratory laboratory, ITestOutputHelper output) : IClassFixture<Laboratory>
{
    public static TheoryData<string> Faults => [.. FaultPlan.Current.Faults.Select(fault => fault.Name)];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Every_fault_loses_and_doubles_nothing_and_service_recovers(string fault)
    {
        var report = await laboratory.TryAsync(Fault.Parse(fault));
        output.WriteLine($"{report.Row}\n{report.Recovered}; {report.Silent} agents fell silent by the harness's fault");
        report.Broken.ShouldBeEmpty();
    }
}
