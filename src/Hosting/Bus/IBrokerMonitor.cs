namespace AgentRegistry.Hosting.Bus;

/// <summary>Whether messages could reach this process at all: asked by those who conclude something from silence.</summary>
public interface IBrokerMonitor
{
    /// <summary>How things stood when the broker last answered.</summary>
    BrokerSign Last { get; }
}

/// <summary>What the broker last said.</summary>
/// <param name="AnsweredAt">When it answered; nothing can be concluded from silence after that.</param>
/// <param name="Waiting">How many messages waited then, by queue.</param>
/// <param name="Trouble">What is wrong now; null when nothing is.</param>
public sealed record BrokerSign(DateTimeOffset AnsweredAt, IReadOnlyDictionary<string, long> Waiting, string? Trouble);

/// <summary>The bus within this process: it is there as long as the process is, and what is sent is taken at once.</summary>
internal sealed class InProcessBrokerMonitor(TimeProvider time) : IBrokerMonitor
{
    private static readonly Dictionary<string, long> Nothing = new(StringComparer.Ordinal);

    public BrokerSign Last => new(time.GetUtcNow(), Nothing, Trouble: null);
}
