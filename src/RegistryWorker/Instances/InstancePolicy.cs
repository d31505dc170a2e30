using System.ComponentModel.DataAnnotations;

namespace AgentRegistry.RegistryWorker.Instances;

/// <summary>How many agents are spawned from definitions; section <c>Instances</c> of the configuration. Set it alike for every RegistryWorker.</summary>
public sealed record InstancePolicy
{
    /// <summary>Instances that a workspace may have at once, 1–100,000, whatever their status: those that are there count until they are deleted. Default 20.</summary>
    [Range(1, 100_000)]
    public int MostPerWorkspace { get; init; } = 20;
}
