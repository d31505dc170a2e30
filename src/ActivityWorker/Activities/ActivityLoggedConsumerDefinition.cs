using AgentRegistry.Hosting.Bus;
using AgentRegistry.Storage;
using MassTransit;

namespace AgentRegistry.ActivityWorker.Activities;

internal sealed class ActivityLoggedConsumerDefinition : ConsumerDefinition<ActivityLoggedConsumer>
{
    public ActivityLoggedConsumerDefinition() => EndpointName = "activity-logged";

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<ActivityLoggedConsumer> consumerConfigurator,
        IRegistrationContext context)
    {
        endpointConfigurator.Lasts(prefetch: 1_000);
        endpointConfigurator.TakesPlainJson();
        endpointConfigurator.WaitsWhile(StoreFaults.IsAway);
    }
}
