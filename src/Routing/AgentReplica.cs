using AgentRegistry.Contracts;
using AgentRegistry.Discovery;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Feed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace AgentRegistry.Routing;

/// <summary>Keeps this process's directory of agents as the tables have it, by following the feed.</summary>
public sealed class AgentReplica(AgentDirectory directory) : IFeedSubscriber
{
    public void Reset(AgentSnapshot snapshot) => directory.Load([.. snapshot.Agents], snapshot.Revision);

    public void Apply(IReadOnlyList<FeedEntry> entries) => directory.Apply(
        [.. entries.Where(entry => entry.Kind == FeedKind.AgentChanged).Select(entry => entry.Read<AgentChanged>())],
        [.. entries.Where(entry => entry.Kind == FeedKind.ActivityRecorded).Select(ActiveOf)],
        entries[^1].Revision);

    // Of an activity's texts nothing is kept here, so nothing is made of them.
    private static AgentActivity ActiveOf(FeedEntry entry) => new(entry.AgentId, entry.Revision, entry.Read<Moment>().Timestamp);

    private sealed record Moment
    {
        public DateTimeOffset Timestamp { get; init; }
    }
}

/// <summary>Adds the replica to the processes that answer questions. Those that only write do without its memory.</summary>
public static class ReplicaModule
{
    public static IServiceCollection AddAgentReplica(this IServiceCollection services)
    {
        services.TryAddSingleton<AgentDirectory>();
        services.TryAddSingleton<AgentRouting>();
        services.TryAddSingleton<RouteLog>();
        services.TryAddSingleton<AgentQueries>();
        services.TryAddSingleton<TextVectors>();
        services.TryAddSingleton<EvidenceFollower>();

        // In this order: what an agent answered is learned when the agent is there.
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IFeedSubscriber, AgentReplica>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IFeedSubscriber, EvidenceFollower>(provider => provider.GetRequiredService<EvidenceFollower>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IFeedSubscriber, TextVectors>(provider => provider.GetRequiredService<TextVectors>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, TextVectors>(provider => provider.GetRequiredService<TextVectors>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, EvidenceFollower>(provider => provider.GetRequiredService<EvidenceFollower>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, RouteLog>(provider => provider.GetRequiredService<RouteLog>()));
        return services;
    }
}
