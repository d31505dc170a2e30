using AgentRegistry.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AgentRegistry.Client;

/// <summary>Adds agents that run with the process. Beside <c>AddAgentRegistryClient()</c>.</summary>
public static class AgentModule
{
    /// <summary>Runs an agent; its constructor takes what it needs from the services.</summary>
    /// <typeparam name="TAgent">The agent.</typeparam>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Changes the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of bounds; it is named.</exception>
    public static IServiceCollection AddAgent<TAgent>(this IServiceCollection services, Action<AgentHostOptions>? configure = null)
        where TAgent : BaseAgent =>
        services.AddAgent(new AgentSource(null, (provider, _) => Task.FromResult<BaseAgent>(ActivatorUtilities.CreateInstance<TAgent>(provider))), configure);

    /// <summary>Runs an agent that a factory of this process makes. It registers with this reference, unless it names another.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="factory">Which factory, and what it is called with.</param>
    /// <param name="configure">Changes the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of bounds; it is named.</exception>
    public static IServiceCollection AddAgent(
        this IServiceCollection services, AgentFactoryReference factory, Action<AgentHostOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return services.AddAgent(
            new AgentSource(factory, (provider, token) => (provider.GetService<IAgentFactories>() ?? new AgentFactories([], provider)).CreateAsync(factory, token)),
            configure);
    }

    private static IServiceCollection AddAgent(this IServiceCollection services, AgentSource source, Action<AgentHostOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = new AgentHostOptions();
        configure?.Invoke(options);
        return options.Fault() is { } fault
            ? throw new ArgumentException(fault, nameof(configure))
            : services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<AgentHost>(provider, source, options));
    }
}
