using AgentRegistry.Client.Tests.Agents;
using AgentRegistry.Contracts;
using AgentRegistry.Testing;
using Shouldly;
using Xunit;

namespace AgentRegistry.Client.Tests.Registry;

/// <summary>What an agent that is run by a host is in a real registry, whichever way it runs.</summary>
public abstract class AgentSpecification(ITestRegistry registry)
{
    private static readonly string[] WholeLife = ["initialize", "activate", "deactivate", "shutdown", "dispose"];

    private IAgentRegistryClient Client => registry.Client;

    [Fact]
    public async Task Agent_stays_online_beyond_its_lease_and_goes_offline_when_it_stops()
    {
        await using var process = await StartAsync(new TestAgent { IntervalSeconds = 3 });
        var agent = process.Agent;
        await IsAsync(agent, AgentHealth.Healthy, AgentStatus.Idle);
        var first = (await Client.GetAgentAsync(agent.Id))!;
        first.Factory!.Name.ShouldBe("test");
        first.LeaseSeconds.ShouldBe(6);

        var seen = new List<AgentHealth>();
        await Eventually.HoldsAsync(async () =>
        {
            var now = (await Client.GetAgentAsync(agent.Id))!;
            seen.Add(now.Health);
            return now.LastHeartbeat > first.LastHeartbeat!.Value.AddSeconds(first.LeaseSeconds + 1);
        });
        seen.ShouldAllBe(health => health == AgentHealth.Healthy || health == AgentHealth.Suspect);

        await process.StopAsync();

        agent.Calls.ShouldBe(WholeLife);
        await IsAsync(agent, AgentHealth.Offline, AgentStatus.Offline, "left: stopped");
    }

    [Fact]
    public async Task Draining_agent_finishes_its_work_refuses_more_and_resumes()
    {
        await using var process = await StartAsync();
        var agent = process.Agent;
        await IsAsync(agent, AgentHealth.Healthy, AgentStatus.Idle);
        var release = new TaskCompletionSource<string>();
        var work = agent.DoAsync("long", _ => release.Task);
        agent.ActiveTasks.ShouldBe(1);

        await ChangeAsync(agent, change => change with { Draining = true });
        await Eventually.HoldsAsync(() => agent.Calls.Count == 3);
        agent.Calls[^1].ShouldBe("deactivate");
        await Should.ThrowAsync<AgentNotActiveException>(agent.DoAsync("refused", _ => Task.FromResult("")));
        release.SetResult("done at last");
        (await work).ShouldBe("done at last");

        await ChangeAsync(agent, change => change with { Draining = false });
        await Eventually.HoldsAsync(() => agent.Works);
        (await agent.DoAsync("short", _ => Task.FromResult("done"))).ShouldBe("done");
        agent.Calls.ShouldBe(["initialize", "activate", "deactivate", "activate"]);
    }

    [Fact]
    public async Task Disabled_agent_is_deactivated_and_stays_so_after_a_restart()
    {
        var id = $"agent-{Guid.NewGuid():N}";
        await using (var process = await StartAsync(new TestAgent(id)))
        {
            await IsAsync(process.Agent, AgentHealth.Healthy, AgentStatus.Idle);
            await ChangeAsync(process.Agent, change => change with { Enabled = false });
            await Eventually.HoldsAsync(() => process.Agent.Calls.Contains("deactivate"));
        }

        await using var again = await StartAsync(new TestAgent(id));
        await IsAsync(again.Agent, AgentHealth.Healthy, AgentStatus.Idle);
        again.Agent.Calls.ShouldBe(["initialize"]);

        await ChangeAsync(again.Agent, change => change with { Enabled = true });
        await Eventually.HoldsAsync(() => again.Agent.Calls.Contains("activate"));
    }

    [Fact]
    public async Task Work_is_logged_with_its_output_or_error()
    {
        await using var process = await StartAsync();
        var agent = process.Agent;
        await Eventually.HoldsAsync(() => agent.Works);

        (await agent.DoAsync("good", _ => Task.FromResult("42"))).ShouldBe("42");
        (await Should.ThrowAsync<IOException>(agent.DoAsync("bad", _ => throw new IOException("no disk")))).Message.ShouldBe("no disk");
        await Should.ThrowAsync<TimeoutException>(agent.DoAsync("late", _ => throw new TimeoutException("too slow")));
        await process.StopAsync();

        await Eventually.HoldsAsync(async () => (await Client.GetAgentAsync(agent.Id))!.ExecutionHistory.Count == 3);
        var history = (await Client.GetAgentAsync(agent.Id))!.ExecutionHistory.ToDictionary(item => item.TaskId);
        (history["good"].Status, history["good"].Output, history["good"].Error).ShouldBe((ActivityStatus.Success, "42", null));
        (history["bad"].Status, history["bad"].Output, history["bad"].Error).ShouldBe((ActivityStatus.Failed, null, "no disk"));
        history["late"].Status.ShouldBe(ActivityStatus.Timeout);
        history["good"].DurationMs.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("initialize", "Initialize failed: no model")]
    [InlineData("activate", "Activate failed: no model")]
    public async Task Hook_that_throws_sets_status_error_with_its_reason_until_it_succeeds(string hook, string reason)
    {
        var agent = new TestAgent();
        agent.Instead[hook] = () => throw new InvalidOperationException("no model");
        await using var process = await StartAsync(agent);
        await IsAsync(agent, AgentHealth.Unhealthy, AgentStatus.Error, $"reports an error: {reason}");
        agent.IsActive.ShouldBeFalse();

        agent.Instead.Clear();
        await IsAsync(agent, AgentHealth.Healthy, AgentStatus.Idle);
        agent.IsActive.ShouldBeTrue();
        agent.Calls.Count(call => call == hook).ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task Hook_that_throws_while_stopping_does_not_keep_the_agent_online()
    {
        var agent = new TestAgent();
        agent.Instead["deactivate"] = () => throw new IOException("stuck");
        agent.Instead["shutdown"] = () => throw new IOException("stuck");
        await using var process = await StartAsync(agent);
        await Eventually.HoldsAsync(() => agent.Works);

        await process.StopAsync();

        agent.Calls.ShouldBe(WholeLife);
        await IsAsync(agent, AgentHealth.Offline, AgentStatus.Offline);
    }

    [Fact]
    public async Task Deleted_agent_ends_and_does_not_register_again()
    {
        await using var process = await StartAsync();
        var agent = process.Agent;
        await Eventually.HoldsAsync(() => agent.Works);

        await Client.DeregisterAsync(agent.Id);
        await Client.DeregisterAsync(agent.Id);

        await Eventually.HoldsAsync(() => agent.Calls.Contains("dispose"));
        agent.Calls.ShouldBe(WholeLife);
        await Eventually.HoldsAsync(async () => await Client.GetAgentAsync(agent.Id) is null);
        process.Stopping.IsCancellationRequested.ShouldBeFalse();
    }

    [Fact]
    public async Task Id_of_another_workspace_shuts_the_agent_down_and_stops_its_process()
    {
        var agent = new TestAgent();
        await Client.RegisterAsync(agent.Registration with { Workspace = "others" });

        await using var process = await StartAsync(agent);
        await Eventually.HoldsAsync(() => process.Stopping.IsCancellationRequested);

        await Eventually.HoldsAsync(() => agent.Calls.Contains("dispose"));
        agent.Calls.ShouldBe(["initialize", "shutdown", "dispose"]);
        await Eventually.HoldsAsync(async () => (await Client.GetAgentAsync(agent.Id))?.Workspace == "others");
    }

    [Fact]
    public async Task Orchestrator_finds_an_agent_and_creates_it_by_its_factory()
    {
        await using var process = await StartAsync();
        await Eventually.HoldsAsync(() => process.Agent.Works);
        var search = new SearchCapabilities { Query = process.Agent.Id };
        await Eventually.HoldsAsync(async () => (await Client.SearchAsync(search)).Total > 0);
        var found = (await Client.SearchAsync(search)).Matches.ShouldHaveSingleItem();
        found.AgentId.ShouldBe(process.Agent.Id);
        var route = await Client.RouteAsync(new RouteQuery { Query = process.Agent.Id });
        route.Candidates.ShouldHaveSingleItem().AgentId.ShouldBe(process.Agent.Id);

        var reference = (await Client.GetAgentAsync(found.AgentId))!.Factory!;

        var factories = (IAgentFactories)process.Services.GetService(typeof(IAgentFactories))!;
        (await factories.CreateAsync(reference)).Registration.AgentId.ShouldBe(process.Agent.Id);
    }

    [Fact]
    public async Task Refusal_of_the_registry_is_an_exception_with_the_reason()
    {
        var refused = await Should.ThrowAsync<RegistryRefusedException>(Client.RegisterAsync(new RegisterAgent { AgentId = "not valid" }));
        refused.Faults.Select(fault => fault.Field).ShouldBe(["agentId", "name"]);
        refused.Message.ShouldContain("agentId must be");

        var unknown = await Should.ThrowAsync<RegistryNotFoundException>(Client.HeartbeatAsync(new Heartbeat { AgentId = "nobody" }));
        unknown.Response.ShouldBe(new AgentNotRegistered { AgentId = "nobody" });
        (await Client.GetAgentAsync("nobody")).ShouldBeNull();
        (await Should.ThrowAsync<RegistryNotFoundException>(Client.RequestAsync<GetRoute, RouteDecision>(new GetRoute { RouteId = Guid.NewGuid() })))
            .Response.ShouldBeOfType<RouteNotFound>();
        (await Client.RequestAsync<GetRoute, RouteNotFound>(new GetRoute { RouteId = Guid.NewGuid() })).Workspace.ShouldBe(Defaults.Workspace);

        var registration = new TestAgent().Registration;
        await Client.RegisterAsync(registration);
        (await Should.ThrowAsync<RegistryConflictException>(Client.RegisterAsync(registration with { Workspace = "others" })))
            .Response.ShouldBe(new RegistrationConflict { AgentId = registration.AgentId });

        // Questions are answered from a copy that follows the commits.
        await Eventually.HoldsAsync(async () => (await Client.RequestAsync<ListAgents, AgentPage>(new ListAgents { Text = registration.AgentId })).Total == 1);
    }

    [Fact]
    public async Task Published_command_is_carried_out_without_a_response()
    {
        var registration = new TestAgent().Registration with { MessageId = Guid.NewGuid(), SentAt = TimeProvider.System.GetUtcNow() };
        await Client.PublishAsync(registration);
        await Eventually.HoldsAsync(async () => await Client.GetAgentAsync(registration.AgentId) is not null);

        await Client.PublishAsync(new Heartbeat { AgentId = registration.AgentId, SentAt = TimeProvider.System.GetUtcNow() });
        await Eventually.HoldsAsync(async () => (await Client.GetAgentAsync(registration.AgentId))!.Health == AgentHealth.Healthy);
    }

    internal Task<AgentProcess> StartAsync(TestAgent? agent = null) => AgentProcess.StartAsync(registry.AddClient, agent ?? new TestAgent());

    internal async Task IsAsync(TestAgent agent, AgentHealth health, AgentStatus status, string? reason = null)
    {
        AgentDetails? last = null;
        await Eventually.HoldsAsync(
            async () =>
            {
                last = await Client.GetAgentAsync(agent.Id);
                return last is not null && last.Health == health && last.Status == status && (reason is null || last.HealthReason == reason);
            },
            otherwise: () => $"{agent.Id} is {last?.Status}, {last?.Health} ({last?.HealthReason}); hooks: {string.Join(", ", agent.Calls)}");
    }

    private async Task ChangeAsync(TestAgent agent, Func<ChangeAgentStatus, ChangeAgentStatus> change) =>
        (await Client.ChangeStatusAsync(change(new ChangeAgentStatus { AgentIds = [agent.Id] }))).Results.ShouldHaveSingleItem().Outcome.ShouldBe(AgentOutcome.Updated);
}
