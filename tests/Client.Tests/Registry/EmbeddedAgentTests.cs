using AgentRegistry.Client.Tests.Agents;
using AgentRegistry.Contracts;
using AgentRegistry.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shouldly;
using Xunit;

namespace AgentRegistry.Client.Tests.Registry;

public sealed class EmbeddedAgentTests(EmbeddedRegistry registry) : AgentSpecification(registry), IClassFixture<EmbeddedRegistry>;

/// <summary>Registry and agent in one process, on one bus.</summary>
public sealed class AgentBesideItsRegistryTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("agent-registry-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task Agent_goes_offline_before_its_bus_stops_though_it_was_added_first()
    {
        var agent = new TestAgent();
        using (var host = await EmbeddedRegistry.StartAsync(_data, services => services
            .AddAgentRegistryClient().AddAgentFactory("test", (_, _) => agent).AddAgent(new AgentFactoryReference { Name = "test" })))
        {
            await Eventually.HoldsAsync(() => agent.Works);
            await host.StopAsync();
        }

        agent.Calls.ShouldBe(["initialize", "activate", "deactivate", "shutdown", "dispose"]);
        using var again = await EmbeddedRegistry.StartAsync(_data, services => services.AddAgentRegistryClient());
        var left = (await again.Services.GetRequiredService<IAgentRegistryClient>().GetAgentAsync(agent.Id))!;
        (left.Status, left.HealthReason).ShouldBe((AgentStatus.Offline, "left: stopped"));
        await again.StopAsync();
    }
}
