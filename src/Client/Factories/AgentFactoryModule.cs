using System.Text.Json;
using AgentRegistry.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentRegistry.Client;

/// <summary>Adds factories by their names: what <see cref="AgentFactoryReference"/> may refer to in this process.</summary>
public static class AgentFactoryModule
{
    /// <summary>Adds a factory that takes its parameters as JSON.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="name">1–128 of letters, digits, <c>. _ : -</c>; once in a process.</param>
    /// <param name="factory">Makes an agent from the services and a JSON object.</param>
    /// <exception cref="ArgumentException">The name is none, or is taken.</exception>
    public static IServiceCollection AddAgentFactory(
        this IServiceCollection services, string name, Func<IServiceProvider, JsonElement, BaseAgent> factory) =>
        services.AddAgentFactory<JsonElement>(name, factory);

    /// <summary>
    /// Adds a factory that takes its parameters as a type. They are read from JSON in camelCase; a name that the type does not have, a
    /// value of another type and a broken data annotation are refused.
    /// </summary>
    /// <typeparam name="TParameters">What it takes; must be readable from <c>{}</c> where a reference has no parameters.</typeparam>
    /// <param name="services">The host's services.</param>
    /// <param name="name">1–128 of letters, digits, <c>. _ : -</c>; once in a process.</param>
    /// <param name="factory">Makes an agent from the services and its parameters.</param>
    /// <exception cref="ArgumentException">The name is none, or is taken.</exception>
    public static IServiceCollection AddAgentFactory<TParameters>(
        this IServiceCollection services, string name, Func<IServiceProvider, TParameters, BaseAgent> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return services.AddAgentFactory<TParameters>(name, (provider, parameters, _) => Task.FromResult(factory(provider, parameters)));
    }

    /// <summary>Adds a factory that takes its parameters as a type and its time.</summary>
    /// <inheritdoc cref="AddAgentFactory{TParameters}(IServiceCollection, string, Func{IServiceProvider, TParameters, BaseAgent})"/>
    public static IServiceCollection AddAgentFactory<TParameters>(
        this IServiceCollection services, string name, Func<IServiceProvider, TParameters, CancellationToken, Task<BaseAgent>> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return services.AddAgentFactory(name, provider => new Lambda<TParameters>(name, provider, factory));
    }

    /// <summary>Adds a factory that is resolved from the services when it is first asked for, and then kept.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="name">1–128 of letters, digits, <c>. _ : -</c>; once in a process.</param>
    /// <param name="resolve">Makes the factory; called once, unless it throws.</param>
    /// <exception cref="ArgumentException">The name is none, or is taken.</exception>
    public static IServiceCollection AddAgentFactory(this IServiceCollection services, string name, Func<IServiceProvider, IAgentFactory> resolve)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(resolve);
        if (MessageRules.Check(new GetAgent { AgentId = name }, new Limits()).Count > 0)
        {
            throw new ArgumentException("A factory's name is 1 to 128 of the characters a-z A-Z 0-9 . _ : -", nameof(name));
        }

        if (services.Any(service => service.ImplementationInstance is NamedAgentFactory known && known.Name == name))
        {
            throw new ArgumentException($"There is an agent factory '{name}' already", nameof(name));
        }

        services.AddSingleton(new NamedAgentFactory(name, resolve));
        services.TryAddSingleton<IAgentFactories, AgentFactories>();
        return services;
    }

    private sealed class Lambda<TParameters>(
        string name, IServiceProvider services, Func<IServiceProvider, TParameters, CancellationToken, Task<BaseAgent>> factory) : IAgentFactory
    {
        public Task<BaseAgent> CreateAsync(JsonElement parameters, CancellationToken cancellationToken) =>
            factory(services, TypedParameters.Read<TParameters>(name, parameters), cancellationToken);
    }
}
