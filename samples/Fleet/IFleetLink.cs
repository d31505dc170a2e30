using AgentRegistry.Contracts;

namespace AgentRegistry.Fleet;

/// <summary>The way from the fleet to the registry. Nothing is thrown for a registry that is away: that is an outcome.</summary>
internal interface IFleetLink : IAsyncDisposable
{
    /// <summary>For people, such as <c>over HTTP to …</c>; without passwords.</summary>
    string Way { get; }

    /// <summary>How many sends may be under way at once.</summary>
    int Concurrency { get; }

    /// <summary>True when the registry itself answers how many heartbeats count; false when only the broker answers.</summary>
    bool CountsHeartbeats { get; }

    Task<Receipt> RegisterAsync(IReadOnlyList<RegisterAgent> agents, CancellationToken cancellationToken);

    Task<Receipt> BeatAsync(HeartbeatBatch batch, CancellationToken cancellationToken);

    Task<Receipt> LogAsync(ActivityLogged activity, CancellationToken cancellationToken);
}

/// <summary>What became of a message.</summary>
internal enum SendOutcome
{
    /// <summary>Confirmed by the broker, or answered with success.</summary>
    Taken,

    /// <summary>No answer, or one that says "later": whether the registry has it is not known. Sent again, it counts once.</summary>
    NoAnswer,

    /// <summary>Answered with an error that would come again.</summary>
    Refused,
}

/// <summary>The answer to a message.</summary>
internal sealed record Receipt(SendOutcome Outcome, string? Reason = null, TimeSpan? RetryAfter = null)
{
    public static Receipt Taken { get; } = new(SendOutcome.Taken);

    /// <summary>Agents of a message on many that were refused although the message was taken, with the reason.</summary>
    public IReadOnlyDictionary<string, string> RefusedAgents { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public static Receipt NoAnswer(string reason) => new(SendOutcome.NoAnswer, reason);
}

/// <summary>The registry, or its broker, cannot be reached.</summary>
internal sealed class RegistryUnreachableException(string message, Exception? innerException = null) : Exception(message, innerException);
