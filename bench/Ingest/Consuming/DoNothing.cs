using AgentRegistry.Hosting.Bus;
using MassTransit;

namespace AgentRegistry.Ingest.Consuming;

/// <summary>The baseline: what a message costs before anything is done with it. It is received, read and acknowledged by the code that the product uses.</summary>
internal static class DoNothing
{
    /// <summary>Its queue is of the same shape as the one it stands beside, and fed directly.</summary>
    public static string QueueBeside(string queue) => $"bench-nothing-{queue}";

    public static void AddDoNothing<T>(this IBusRegistrationConfigurator bus, string queue, Action<IReceiveEndpointConfigurator> shape)
        where T : class
    {
        bus.AddConsumer<Consumer<T>>().Endpoint(endpoint =>
        {
            endpoint.Name = QueueBeside(queue);

            // Not bound to the message's exchange: what the product publishes is not for it.
            endpoint.ConfigureConsumeTopology = false;
        });
        bus.AddConfigureEndpointsCallback((_, _, endpoint) =>
        {
            shape(endpoint);
            endpoint.TakesPlainJson();
        });
    }

    private sealed class Consumer<T> : IConsumer<T>
        where T : class
    {
        public Task Consume(ConsumeContext<T> context) => Task.CompletedTask;
    }
}
