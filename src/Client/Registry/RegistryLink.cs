using MassTransit;

namespace AgentRegistry.Client;

/// <summary>The bus by which the registry is reached: a connection of the client's own, or the bus that the process has anyway.</summary>
internal sealed class RegistryLink(IBus bus)
{
    public IBus Bus => bus;

    /// <summary>
    /// Answers come to the bus's own endpoint. Over RabbitMQ's direct reply-to a request that leaves before the channel's consumer is back
    /// makes the broker close the channel; a queue of one's own does not mind.
    /// </summary>
    public IClientFactory Requests { get; } = bus.CreateClientFactory();
}

/// <summary>The client's own connection, beside any other bus of the process.</summary>
internal interface IRegistryBus : IBus;

/// <summary>What MassTransit makes of it.</summary>
internal sealed class RegistryBus(IBusControl control) : BusInstance<IRegistryBus>(control), IRegistryBus;
