using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Following;
using AgentRegistry.Storage.Presence;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AgentRegistry.Storage;

/// <summary>What <c>/ready</c> says of the stores. Without tables nothing can be accepted; without presence only freshness is missing.</summary>
internal static class ReadyChecks
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    public static void AddStorageChecks(this IServiceCollection services)
    {
        Add(services, "database", HealthStatus.Unhealthy, (provider, token) => provider.GetRequiredService<IRegistryStore>().PingAsync(token));
        Add(services, "presence", HealthStatus.Degraded, (provider, token) => provider.GetRequiredService<IPresence>().IsFilledAsync(token));
        Add(services, "feed", HealthStatus.Unhealthy, (provider, _) => provider.GetRequiredService<FeedFollower>().IsReady
            ? Task.CompletedTask
            : throw new InvalidOperationException("the agents have not been loaded yet"));
    }

    private static void Add(
        IServiceCollection services, string name, HealthStatus failure, Func<IServiceProvider, CancellationToken, Task> call) =>
        services.AddHealthChecks().Add(new HealthCheckRegistration(name, provider => new Check(token => call(provider, token)), failure, tags: null));

    private sealed class Check(Func<CancellationToken, Task> call) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            // A failing check is an answer and not a fault: whatever it throws is what the operator wants to read.
            try
            {
                await call(cancellationToken).WaitAsync(Limit, cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (Exception exception)
            {
                return new HealthCheckResult(context.Registration.FailureStatus, exception.Message);
            }
        }
    }
}
