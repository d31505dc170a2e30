using System.Diagnostics;
using AgentRegistry.Client.Tests.Agents;
using AgentRegistry.Contracts;
using AgentRegistry.Testing;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shouldly;
using Xunit;

namespace AgentRegistry.Client.Tests.Registry;

public sealed class DistributedAgentTests(DistributedRegistry registry) : AgentSpecification(registry), IClassFixture<DistributedRegistry>
{
    [Fact]
    public async Task Process_with_a_bus_of_its_own_has_the_registry_bus_beside_it()
    {
        void AddBoth(IServiceCollection services)
        {
            services.AddMassTransit(bus =>
            {
                bus.DisableUsageTelemetry();
                bus.UsingInMemory((context, transport) => transport.ConfigureEndpoints(context));
            });
            registry.AddClient(services);
        }

        await using var process = await AgentProcess.StartAsync(AddBoth, new TestAgent());
        await IsAsync(process.Agent, AgentHealth.Healthy, AgentStatus.Idle);
        process.Services.GetRequiredService<IBus>().Address.Scheme.ShouldBe("loopback");
    }

    [Fact]
    public async Task Agent_of_a_killed_process_is_offline_when_its_lease_ends()
    {
        var agent = new TestAgent();
        using var program = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                Checkout.Built(Path.Combine("samples", "EchoAgent"), "EchoAgent"), "--amqp", Servers.RabbitMq, "--agent", agent.Id, "--interval", "1",
            },
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        await IsAsync(agent, AgentHealth.Healthy, AgentStatus.Idle);

        program.Kill();

        await IsAsync(agent, AgentHealth.Offline, AgentStatus.Offline);
        (await registry.Client.GetAgentAsync(agent.Id))!.HealthReason.ShouldNotContain("left");
    }

    [Fact]
    public async Task Agent_keeps_running_while_the_worker_is_unavailable_and_is_online_afterwards()
    {
        var agent = new TestAgent { IntervalSeconds = 1 };
        await using var process = await AgentProcess.StartAsync(
            services => services.AddAgentRegistryClient(client => (client.RabbitMq, client.ResponseTimeout) = (new Uri(Servers.RabbitMq), TimeSpan.FromSeconds(2))),
            agent);
        await IsAsync(agent, AgentHealth.Healthy, AgentStatus.Idle);
        var worker = registry.System.Programs.Single(program => program.Project == "RegistryWorker");
        await worker.KillAsync();

        await Should.ThrowAsync<RegistryUnavailableException>(process.Services.GetRequiredService<IAgentRegistryClient>().GetAgentAsync(agent.Id));
        (await agent.DoAsync("alone", _ => Task.FromResult("done"))).ShouldBe("done");
        agent.Calls.ShouldBe(["initialize", "activate"]);

        await registry.System.StartAgainAsync(worker);
        var back = TimeProvider.System.GetUtcNow();
        await Eventually.HoldsAsync(
            async () => await registry.Client.GetAgentAsync(agent.Id) is { Health: AgentHealth.Healthy } found && found.LastHeartbeat > back,
            TimeSpan.FromSeconds(60));
        agent.IsActive.ShouldBeTrue();
    }
}
