using System.ComponentModel.DataAnnotations;

namespace AgentRegistry.RegistryWorker.Registration;

/// <summary>How much is kept of what registrations were; section <c>Registrations</c> of the configuration.</summary>
public sealed record RegistrationHistory
{
    /// <summary>The newest versions of an agent's registration that are kept, the current one among them, 1–10,000. Default 100.</summary>
    [Range(1, 10_000)]
    public int HistoryLimit { get; init; } = 100;
}
