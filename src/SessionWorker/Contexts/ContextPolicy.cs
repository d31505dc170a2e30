using System.ComponentModel.DataAnnotations;

namespace AgentRegistry.SessionWorker.Contexts;

/// <summary>How much of a context's history is kept; section <c>Contexts</c> of the configuration.</summary>
public sealed record ContextPolicy
{
    /// <summary>The newest versions of a context that are kept, 1–10,000. Checkpoints and what rollbacks point to are kept besides. Default 100.</summary>
    [Range(1, 10_000)]
    public int HistoryLimit { get; init; } = 100;
}
