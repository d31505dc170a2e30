using System.ComponentModel.DataAnnotations;

namespace AgentRegistry.Storage.Retention;

/// <summary>How many days things are kept; 0: for ever.</summary>
public sealed record RetentionPolicy
{
    private const int Centuries = 36_500;

    /// <summary>Activities, the history of agents, and what is remembered of them in the tables. In PostgreSQL they go by whole weeks, and so stay up to 7 days longer. Default 30.</summary>
    [Range(0, Centuries)]
    public int ActivityDays { get; init; } = 30;

    /// <summary>The ids of messages that were received, by which a repetition is known. Default 30: longer than any queue keeps a message.</summary>
    [Range(0, Centuries)]
    public int InboxDays { get; init; } = 30;

    /// <summary>Decisions about who takes a query on, so that they can be explained. Default 7.</summary>
    [Range(0, Centuries)]
    public int RouteDays { get; init; } = 7;

    /// <summary>What agents answered well, from which routing learns. Default 120: four half-lives.</summary>
    [Range(0, Centuries)]
    public int EvidenceDays { get; init; } = 120;

    /// <summary>The feed: how long a client may be away and still resume. Default 7.</summary>
    [Range(0, Centuries)]
    public int FeedDays { get; init; } = 7;
}
