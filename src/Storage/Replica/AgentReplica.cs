using AgentRegistry.Contracts;
using AgentRegistry.Discovery;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Feed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentRegistry.Storage.Replica;

/// <summary>Keeps this process's directory of agents as the tables have it, by following the feed.</summary>
public sealed class AgentReplica(AgentDirectory directory) : IFeedSubscriber
{
    public void Reset(AgentSnapshot snapshot) => directory.Load([.. snapshot.Agents], snapshot.Revision);

    public void Apply(IReadOnlyList<FeedEntry> entries) => directory.Apply(
        [.. entries.Where(entry => entry.Kind == FeedKind.AgentChanged).Select(entry => entry.Read<AgentChanged>())],
        [.. entries.Where(entry => entry.Kind == FeedKind.ActivityRecorded).Select(entry => entry.Read<ActivityRecorded>())],
        entries[^1].Revision);
}

/// <summary>Adds the replica to the processes that answer questions. Those that only write do without its memory.</summary>
public static class ReplicaModule
{
    public static IServiceCollection AddAgentReplica(this IServiceCollection services)
    {
        services.TryAddSingleton<AgentDirectory>();
        services.TryAddSingleton<AgentRouting>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IFeedSubscriber, AgentReplica>());
        return services;
    }
}
