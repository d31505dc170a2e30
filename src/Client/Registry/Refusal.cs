using System.Text.Json;
using AgentRegistry.Contracts;
using MassTransit;

namespace AgentRegistry.Client;

/// <summary>An answer that means that what was asked for was not done.</summary>
internal abstract class Refusal
{
    /// <summary>
    /// All that the contracts have. Every one is listened for, whatever is asked: listening for one too many costs a header,
    /// and one that is missing would cost its asker the whole wait for an answer.
    /// </summary>
    public static IReadOnlyList<Refusal> All { get; } =
    [
        .. Refusals.All.Select(type => (Refusal)Activator.CreateInstance(typeof(Of<>).MakeGenericType(type))!),
    ];

    public abstract Type Answer { get; }

    /// <summary>Completes when this is the answer.</summary>
    public abstract Task<AgentRegistryException> ListenAsync(RequestHandle request);

    private static AgentRegistryException Explain(object answer) => answer switch
    {
        RequestRejected rejected => new RegistryRefusedException($"The registry refuses it: {rejected.Faults.Describe()}", rejected),
        AgentNotRegistered unknown => new RegistryNotFoundException($"The agent {unknown.AgentId} is not registered", unknown),
        AgentNotFound missing => new RegistryNotFoundException($"The registry has no agent {missing.AgentId}", missing),
        RegistrationConflict taken => new RegistryConflictException($"The id {taken.AgentId} belongs to another workspace", taken),
        _ when answer.GetType().Name.EndsWith("NotFound", StringComparison.Ordinal) => new RegistryNotFoundException(InWords(answer), answer),
        _ => new RegistryConflictException(InWords(answer), answer),
    };

    private static string InWords(object answer) =>
        $"The registry answers {answer.GetType().Name} {JsonSerializer.Serialize(answer, answer.GetType(), WireJson.Options)}";

    private sealed class Of<T> : Refusal
        where T : class
    {
        public override Type Answer => typeof(T);

        public override async Task<AgentRegistryException> ListenAsync(RequestHandle request) =>
            Explain((await request.GetResponse<T>(readyToSend: false)).Message);
    }
}
