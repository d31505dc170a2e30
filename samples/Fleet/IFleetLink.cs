using AgentRegistry.Contracts;

namespace AgentRegistry.Fleet;

/// <summary>The connection from the fleet to the registry. An unavailable registry is an outcome, not an exception.</summary>
internal interface IFleetLink : IAsyncDisposable
{
    /// <summary>For people, such as <c>over HTTP to …</c>; without passwords.</summary>
    string Description { get; }

    /// <summary>The maximum number of concurrent messages.</summary>
    int Concurrency { get; }

    /// <summary>True when the registry itself responds to heartbeats; false when only the broker confirms them.</summary>
    bool CountsHeartbeats { get; }

    Task<Receipt> RegisterAsync(IReadOnlyList<RegisterAgent> agents, CancellationToken cancellationToken);

    Task<Receipt> SendHeartbeatsAsync(HeartbeatBatch batch, CancellationToken cancellationToken);

    Task<Receipt> LogAsync(ActivityLogged activity, CancellationToken cancellationToken);
}

/// <summary>The outcome of a message.</summary>
internal enum SendOutcome
{
    /// <summary>Confirmed by the broker, or a response with success.</summary>
    Accepted,

    /// <summary>No response, or one that asks to retry: the registry may have it or not. Resent, it counts once.</summary>
    NoResponse,

    /// <summary>An error that a retry would not change.</summary>
    Refused,
}

/// <summary>The response to a message.</summary>
internal sealed record Receipt(SendOutcome Outcome, string? Reason = null, TimeSpan? RetryAfter = null)
{
    public static Receipt Accepted { get; } = new(SendOutcome.Accepted);

    /// <summary>Agents of an accepted message on many that were refused, with the reason.</summary>
    public IReadOnlyDictionary<string, string> RefusedAgents { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public static Receipt NoResponse(string reason) => new(SendOutcome.NoResponse, reason);
}

/// <summary>The registry, or its broker, cannot be reached.</summary>
internal sealed class RegistryUnreachableException(string message, Exception? innerException = null) : Exception(message, innerException);
