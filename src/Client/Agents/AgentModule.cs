using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AgentRegistry.Client;

/// <summary>Adds agents that run with the process. Call <c>AddAgentRegistryClient()</c> too.</summary>
public static class AgentModule
{
    /// <summary>Runs an agent, created from the services by its constructor.</summary>
    /// <typeparam name="TAgent">The agent.</typeparam>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Changes the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of bounds; the message names it.</exception>
    public static IServiceCollection AddAgent<TAgent>(this IServiceCollection services, Action<AgentHostOptions>? configure = null)
        where TAgent : BaseAgent =>
        services.AddAgent(new AgentSource(null, (provider, _) => Task.FromResult<BaseAgent>(ActivatorUtilities.CreateInstance<TAgent>(provider))), configure);

    /// <summary>Runs an agent of any source.</summary>
    internal static IServiceCollection AddAgent(this IServiceCollection services, AgentSource source, Action<AgentHostOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = new AgentHostOptions();
        configure?.Invoke(options);
        return options.Fault() is { } fault
            ? throw new ArgumentException(fault, nameof(configure))
            : services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<AgentHost>(provider, source, options));
    }
}

/// <summary>Time limits of an agent's host.</summary>
public sealed class AgentHostOptions
{
    /// <summary>
    /// How long <c>DeactivateAsync</c> and active work may take together when the agent stops; then the work is cancelled and not waited
    /// for. <c>ShutdownAsync</c> has the same time again. Together with one response of the registry this should fit into the host's
    /// <c>HostOptions.ShutdownTimeout</c> (30 s). Default: 10 s.
    /// </summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The pause after a failure, doubled with each further one up to <see cref="MaxRetryDelay"/>. Default: 1 s.</summary>
    public TimeSpan InitialRetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The maximum pause between two attempts. Default: 60 s.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The first option that is out of bounds; null when none is.</summary>
    internal string? Fault() =>
        StopTimeout <= TimeSpan.Zero || StopTimeout > TimeSpan.FromHours(1) ? $"{nameof(StopTimeout)} is {StopTimeout}; it must be more than 0 and at most an hour"
        : InitialRetryDelay < TimeSpan.FromMilliseconds(1) || InitialRetryDelay > MaxRetryDelay ? $"{nameof(InitialRetryDelay)} is {InitialRetryDelay}; it must be 1 ms to {nameof(MaxRetryDelay)}"
        : MaxRetryDelay > TimeSpan.FromHours(1) ? $"{nameof(MaxRetryDelay)} is {MaxRetryDelay}; it must be at most an hour"
        : null;
}
