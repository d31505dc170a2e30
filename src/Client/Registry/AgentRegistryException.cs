using System.Text.Json;
using AgentRegistry.Contracts;
using MassTransit;
using Fault = AgentRegistry.Contracts.Fault;

namespace AgentRegistry.Client;

/// <summary>The registry did not carry out a call. The derived types say why.</summary>
public abstract class AgentRegistryException : Exception
{
    private protected AgentRegistryException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>The message is invalid; every fault is listed. A retry fails again.</summary>
public sealed class RegistryRefusedException : AgentRegistryException
{
    internal RegistryRefusedException(string message, RequestRejected response)
        : base(message) => Faults = response.Faults;

    /// <summary>Every fault.</summary>
    public IReadOnlyList<Fault> Faults { get; }
}

/// <summary>The target does not exist: no such agent, session, context or version, or the agent is not registered.</summary>
public sealed class RegistryNotFoundException : AgentRegistryException
{
    internal RegistryNotFoundException(string message, object response)
        : base(message) => Response = response;

    /// <summary>The registry's response: <see cref="AgentNotFound"/>, <see cref="AgentNotRegistered"/>, <see cref="SessionNotFound"/>, …</summary>
    public object Response { get; }
}

/// <summary>The target's state does not allow the command: somebody else has changed it, or the id is taken.</summary>
public sealed class RegistryConflictException : AgentRegistryException
{
    internal RegistryConflictException(string message, object response)
        : base(message) => Response = response;

    /// <summary>The registry's response: <see cref="RevisionConflict"/>, <see cref="RegistrationConflict"/>, <see cref="ContextConflict"/>, …</summary>
    public object Response { get; }
}

/// <summary>
/// No response in time: the broker, the worker or its store is unavailable. A command may have been carried out nevertheless; sent again
/// with the same id and time it has no second effect.
/// </summary>
public sealed class RegistryUnavailableException : AgentRegistryException
{
    internal RegistryUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>A response that means "not done", as an exception.</summary>
internal abstract class Refusal
{
    /// <summary>
    /// All of the contracts. A requester listens for every one: one too many costs a header, and one that is missing would cost the whole
    /// response timeout.
    /// </summary>
    public static IReadOnlyList<Refusal> All { get; } =
    [
        .. Refusals.All.Select(type => (Refusal)Activator.CreateInstance(typeof(Of<>).MakeGenericType(type))!),
    ];

    public abstract Type Response { get; }

    /// <summary>Completes when this is the response.</summary>
    public abstract Task<AgentRegistryException> ListenAsync(RequestHandle request);

    private static AgentRegistryException Explain(object response) => response switch
    {
        RequestRejected rejected => new RegistryRefusedException($"The registry rejects the message: {rejected.Faults.Describe()}", rejected),
        AgentNotRegistered unknown => new RegistryNotFoundException($"Agent '{unknown.AgentId}' is not registered", unknown),
        AgentNotFound missing => new RegistryNotFoundException($"Agent '{missing.AgentId}' does not exist", missing),
        RegistrationConflict taken => new RegistryConflictException($"Agent id '{taken.AgentId}' belongs to another workspace", taken),
        _ when response.GetType().Name.EndsWith("NotFound", StringComparison.Ordinal) => new RegistryNotFoundException(InWords(response), response),
        _ => new RegistryConflictException(InWords(response), response),
    };

    private static string InWords(object response) =>
        $"The registry responds with {response.GetType().Name} {JsonSerializer.Serialize(response, response.GetType(), WireJson.Options)}";

    private sealed class Of<T> : Refusal
        where T : class
    {
        public override Type Response => typeof(T);

        public override async Task<AgentRegistryException> ListenAsync(RequestHandle request) =>
            Explain((await request.GetResponse<T>(readyToSend: false)).Message);
    }
}
