namespace AgentRegistry.Fleet;

/// <summary>How long to wait for the registry: to answer what was sent, to have its turn while it is away, to catch up. Less after Ctrl-C.</summary>
internal sealed class Patience(TimeSpan whole, CancellationToken stop)
{
    private static readonly TimeSpan AfterStop = TimeSpan.FromSeconds(10);

    public TimeSpan Now => stop.IsCancellationRequested && whole > AfterStop ? AfterStop : whole;
}
