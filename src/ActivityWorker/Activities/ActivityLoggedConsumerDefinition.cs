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
        // Two commits under way (ActivityWriter), and a third that is coming in.
        endpointConfigurator.Lasts(prefetch: 2_250);
        endpointConfigurator.BatchesAcks();
        endpointConfigurator.TakesPlainJson();
        endpointConfigurator.RetriesWhile(StoreFaults.IsUnavailable);
    }
}
