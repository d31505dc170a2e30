using System.Collections.Concurrent;
using AgentRegistry.Contracts;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace AgentRegistry.Client.Tests.Registry;

/// <summary>Answers as it is told to, over the in-memory bus, and keeps what it heard.</summary>
internal sealed class FakeRegistry
{
    private readonly ConcurrentQueue<object> _heard = new();

    public Func<RegisterAgent, object?> OnRegister { get; set; } = message =>
        new AgentAccepted { AgentId = message.AgentId, Outcome = AgentOutcome.Registered, Revision = 10, HeartbeatIntervalSeconds = message.HeartbeatIntervalSeconds };

    public Func<Heartbeat, object?> OnHeartbeat { get; set; } = message =>
        new HeartbeatAccepted { AgentId = message.AgentId, HeartbeatIntervalSeconds = 30 };

    public IReadOnlyList<T> OnChanged<T>() => [.. _heard.OfType<T>()];

    public void AddTo(IServiceCollection services) => services.AddMassTransit(bus =>
    {
        bus.DisableUsageTelemetry();
        bus.UsingInMemory((_, transport) =>
        {
            Answer<RegisterAgent>(transport, message => OnRegister(message));
            Answer<Heartbeat>(transport, message => OnHeartbeat(message));
            Answer<ChangeAgentStatus>(transport, _ => new AgentsAccepted());
            Answer<ActivityLogged>(transport, message => new ActivityAccepted { ActivityId = message.ActivityId });
            Answer<GetAgent>(transport, message => new AgentNotFound { AgentId = message.AgentId });
        });
    });

    /// <summary>No answer is one, too.</summary>
    private void Answer<T>(IBusFactoryConfigurator transport, Func<T, object?> answer)
        where T : class => transport.ReceiveEndpoint(typeof(T).Name, endpoint => endpoint.Handler<T>(async context =>
        {
            _heard.Enqueue(context.Message);
            if (answer(context.Message) is { } said)
            {
                await context.RespondAsync(said, said.GetType());
            }
        }));
}
