using System.ComponentModel.DataAnnotations;

namespace AgentRegistry.Storage.Evidence;

/// <summary>What is kept of the queries that agents answered well: section <c>Learning</c>. How much it counts is said in <c>Routing</c>.</summary>
public sealed record LearningPolicy
{
    /// <summary>Whether anything is learned.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Workspaces in which nothing is learned, by commas.</summary>
    public string ExceptWorkspaces { get; init; } = "";

    /// <summary>How many queries are kept of an agent, the newest.</summary>
    [Range(1, 1_000)]
    public int QueriesPerAgent { get; init; } = 200;

    /// <summary>Whether what happens in a workspace is learned from.</summary>
    public bool IsOn(string workspace) =>
        Enabled && !ExceptWorkspaces.Split(',', StringSplitOptions.TrimEntries).Contains(workspace, StringComparer.Ordinal);
}
