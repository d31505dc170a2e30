using System.ComponentModel.DataAnnotations;

namespace AgentRegistry.RegistryWorker.Presence;

/// <summary>
/// When evictions pause: section <c>SelfPreservation</c>. That many agents are silent at once is more often the registry's own
/// trouble, or the network's, than theirs.
/// </summary>
public sealed class SelfPreservation
{
    /// <summary>Evictions pause while more than this share of the agents is suspect at once; 1 switches it off.</summary>
    [Range(0.01, 1)]
    public double MaxSuspectShare { get; set; } = 0.25;

    /// <summary>So few suspect agents never pause evictions, whatever share they are.</summary>
    [Range(0, 1_000_000)]
    public int MinSuspects { get; set; } = 10;

    /// <summary>Seconds after which an agent is evicted although many others are suspect too.</summary>
    [Range(1, 86_400)]
    public int PatienceSeconds { get; set; } = 120;

    /// <summary>Seconds beyond their lease that agents are given to come back after an outage of the broker or of presence.</summary>
    [Range(0, 3_600)]
    public int ReturnSeconds { get; set; } = 20;

    /// <summary>The maximum share of all agents that is evicted in one second, chosen at random among those whose leases have lapsed.</summary>
    [Range(0.001, 1)]
    public double MaxEvictedSharePerSecond { get; set; } = 0.05;

    /// <summary>So many may be evicted in one second whatever share they are.</summary>
    [Range(1, 1_000_000)]
    public int MinEvictedPerSecond { get; set; } = 1_000;
}
