namespace AgentRegistry.Storage.Activities;

/// <summary>The activities and what they add up to, within a transaction.</summary>
public interface IActivityTable
{
    /// <summary>Adds to the metrics of each agent. The tallies come by agent id.</summary>
    Task AddToMetricsAsync(IReadOnlyList<ActivityTally> tallies, CancellationToken cancellationToken);

    /// <summary>Stores activities that the inbox has let through.</summary>
    Task InsertAsync(IReadOnlyList<Activity> activities, CancellationToken cancellationToken);
}
