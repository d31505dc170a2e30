namespace AgentRegistry.Storage.Activities;

/// <summary>The activities and what they add up to, within a transaction.</summary>
public interface IActivityTable
{
    /// <summary>Adds to the metrics of each agent, and locks them. The tallies come by agent id.</summary>
    /// <returns>When each agent's last activity before these was; those that had none are left out.</returns>
    Task<IReadOnlyDictionary<string, DateTimeOffset>> AddToMetricsAsync(IReadOnlyList<ActivityTally> tallies, CancellationToken cancellationToken);

    /// <summary>Stores activities that the inbox has let through.</summary>
    Task InsertAsync(IReadOnlyList<Activity> activities, CancellationToken cancellationToken);
}
