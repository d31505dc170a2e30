using AgentRegistry.Client.Tests.Agents;
using AgentRegistry.Contracts;
using AgentRegistry.Testing;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace AgentRegistry.Client.Tests.Registry;

/// <summary>What an agent's host says to the registry, on a clock that is moved by hand.</summary>
public sealed class AgentHostTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
    private readonly FakeRegistry _registry = new();
    private readonly TestAgent _agent = new("a") { IntervalSeconds = 30 };

    public ValueTask DisposeAsync() => _agent.DisposeAsync();

    [Fact]
    public async Task Messages_have_increasing_times_although_the_clock_stands_still()
    {
        await using (await StartAsync())
        {
            await Eventually.HoldsAsync(() => _agent.Works && _registry.OnChanged<Heartbeat>().Count == 2);
        }

        var times = new[] { _registry.OnChanged<RegisterAgent>().Single().SentAt }
            .Concat(_registry.OnChanged<Heartbeat>().Select(beat => beat.SentAt)).Append(_registry.OnChanged<ChangeAgentStatus>().Single().SentAt).ToList();
        times.ShouldBe(times.Order());
        times.ShouldBeUnique();
        _registry.OnChanged<Heartbeat>().Select(beat => beat.StartedAt).Distinct().ShouldHaveSingleItem().ShouldBe(_registry.OnChanged<RegisterAgent>().Single().StartedAt);
        _registry.OnChanged<Heartbeat>().Select(beat => beat.Status).Take(2).ShouldBe([AgentStatus.Initializing, AgentStatus.Idle]);
    }

    [Fact]
    public async Task Heartbeats_follow_the_advertised_interval_with_jitter()
    {
        _registry.OnHeartbeat = message => new HeartbeatAccepted { AgentId = message.AgentId, HeartbeatIntervalSeconds = 20 };
        await using var process = await StartAsync();
        await Eventually.HoldsAsync(() => _registry.OnChanged<Heartbeat>().Count == 2);

        await PassUntilAsync(() => _registry.OnChanged<Heartbeat>().Count >= 12);

        var times = _registry.OnChanged<Heartbeat>().Select(beat => beat.SentAt).Skip(2).ToList();
        var pauses = times.Zip(times.Skip(1), (one, next) => (next - one).TotalSeconds).ToList();

        // The clock moves by a second, and may do so twice before it is looked at.
        pauses.ShouldAllBe(pause => pause >= 16 && pause <= 23);
        pauses.Distinct().Count().ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task Failed_heartbeat_is_retried_and_does_not_end_the_agent()
    {
        await using var process = await StartAsync();
        await Eventually.HoldsAsync(() => _registry.OnChanged<Heartbeat>().Count == 2);
        var heard = _registry.OnHeartbeat;
        _registry.OnHeartbeat = _ => throw new IOException("the tables are away");
        await PassUntilAsync(() => _registry.OnChanged<Heartbeat>().Count >= 5);
        _registry.OnHeartbeat = heard;
        var before = _registry.OnChanged<Heartbeat>().Count;
        await PassUntilAsync(() => _registry.OnChanged<Heartbeat>().Count >= before + 2);

        _agent.Calls.ShouldBe(["initialize", "activate"]);
        _registry.OnChanged<RegisterAgent>().Count.ShouldBe(1);
        process.Stopping.IsCancellationRequested.ShouldBeFalse();
    }

    [Fact]
    public async Task Agent_that_is_no_longer_registered_registers_again()
    {
        await using var process = await StartAsync();
        await Eventually.HoldsAsync(() => _registry.OnChanged<Heartbeat>().Count == 2);
        var known = _registry.OnHeartbeat;
        _registry.OnHeartbeat = message => new AgentNotRegistered { AgentId = message.AgentId };
        var register = _registry.OnRegister;
        _registry.OnRegister = message =>
        {
            _registry.OnHeartbeat = known;
            return register(message);
        };

        await PassUntilAsync(() => _registry.OnChanged<RegisterAgent>().Count == 2);

        var (first, second) = (_registry.OnChanged<RegisterAgent>()[0], _registry.OnChanged<RegisterAgent>()[1]);
        second.SentAt.ShouldBeGreaterThan(first.SentAt);
        second.MessageId.ShouldNotBe(first.MessageId);
        (second with { MessageId = first.MessageId, SentAt = first.SentAt, Status = first.Status, Capabilities = first.Capabilities })
            .ShouldBe(first with { Tags = second.Tags });
        _agent.Calls.ShouldBe(["initialize", "activate"]);
    }

    [Fact]
    public async Task Agent_that_is_deleted_during_its_heartbeat_does_not_register_again()
    {
        await using var process = await StartAsync();
        await Eventually.HoldsAsync(() => _agent.Works && _registry.OnChanged<Heartbeat>().Count == 2);
        var bus = process.Services.GetRequiredService<IBus>();
        _registry.OnHeartbeat = message =>
        {
            _ = bus.Publish(new AgentChanged { AgentId = "a", Change = AgentChange.Deleted, Revision = 11 });
            return new AgentNotRegistered { AgentId = message.AgentId };
        };
        _time.Advance(TimeSpan.FromSeconds(30));

        await Eventually.HoldsAsync(() => _agent.Calls.Contains("dispose"));
        _agent.Calls.ShouldBe(["initialize", "activate", "deactivate", "shutdown", "dispose"]);
        _registry.OnChanged<RegisterAgent>().Count.ShouldBe(1);
        _registry.OnChanged<ChangeAgentStatus>().ShouldBeEmpty();
    }

    [Fact]
    public async Task Deletion_of_an_earlier_registration_and_changes_of_others_are_ignored()
    {
        await using var process = await StartAsync();
        await Eventually.HoldsAsync(() => _agent.Works);
        var bus = process.Services.GetRequiredService<IBus>();
        await bus.Publish(new AgentChanged { AgentId = "a", Change = AgentChange.Deleted, Revision = 10 });
        await bus.Publish(new AgentChanged { AgentId = "b", Change = AgentChange.Deleted, Revision = 12 });
        await bus.Publish(new AgentChanged { AgentId = "a", Change = AgentChange.StateChanged, Revision = 13, Draining = true });
        await Eventually.HoldsAsync(() => _agent.Calls.Contains("deactivate"));

        // One that is older than the last says nothing any more.
        await bus.Publish(new AgentChanged { AgentId = "a", Change = AgentChange.StateChanged, Revision = 12 });
        await bus.Publish(new AgentChanged { AgentId = "a", Change = AgentChange.StateChanged, Revision = 14, Enabled = false });
        await bus.Publish(new AgentChanged { AgentId = "a", Change = AgentChange.StateChanged, Revision = 15 });
        await Eventually.HoldsAsync(() => _agent.Works);

        _agent.Calls.ShouldBe(["initialize", "activate", "deactivate", "activate"]);
    }

    [Fact]
    public async Task Work_beyond_the_stop_timeout_is_cancelled_and_the_agent_goes_offline()
    {
        var process = await StartAsync();
        await using var _ = process;
        await Eventually.HoldsAsync(() => _agent.Works);
        var work = _agent.DoAsync("endless", async token =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return "";
        });

        var stopping = process.StopAsync();
        await Eventually.HoldsAsync(() => _agent.Calls.Contains("deactivate"));
        stopping.IsCompleted.ShouldBeFalse();
        work.IsCompleted.ShouldBeFalse();
        await PassUntilAsync(() => stopping.IsCompleted);

        await Should.ThrowAsync<OperationCanceledException>(work);
        _registry.OnChanged<ChangeAgentStatus>().ShouldHaveSingleItem().Status.ShouldBe(AgentStatus.Offline);
        _agent.Calls.TakeLast(2).ShouldBe(["shutdown", "dispose"]);
    }

    [Fact]
    public async Task Hook_that_never_returns_does_not_keep_its_process()
    {
        _agent.Instead["deactivate"] = () => Task.Delay(Timeout.Infinite);
        var process = await StartAsync();
        await using var _ = process;
        await Eventually.HoldsAsync(() => _agent.Works);

        var stopping = process.StopAsync();
        await PassUntilAsync(() => stopping.IsCompleted);

        await stopping;
        _agent.Calls.ShouldContain("shutdown");
    }

    [Fact]
    public async Task Registration_is_retried_while_the_registry_is_unavailable()
    {
        var register = _registry.OnRegister;
        _registry.OnRegister = _ => throw new IOException("the tables are away");
        await using var process = await StartAsync();
        await PassUntilAsync(() => _registry.OnChanged<RegisterAgent>().Count >= 3);
        _agent.Calls.ShouldBe(["initialize"]);

        _registry.OnRegister = register;
        await PassUntilAsync(() => _agent.Works);
        _agent.Calls.ShouldBe(["initialize", "activate"]);
    }

    [Fact]
    public async Task Missing_response_fails_after_the_response_timeout()
    {
        _registry.OnHeartbeat = _ => null;
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_time);
        _registry.AddTo(services);
        services.AddAgentRegistryClient(client => client.ResponseTimeout = TimeSpan.FromMinutes(5));
        await using var provider = services.BuildServiceProvider();
        var bus = provider.GetRequiredService<IBusControl>();
        await bus.StartAsync();

        var asking = provider.GetRequiredService<IAgentRegistryClient>().HeartbeatAsync(new Heartbeat { AgentId = "a" });
        await Eventually.HoldsAsync(() => _registry.OnChanged<Heartbeat>().Count == 1);
        _time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromMilliseconds(1));
        asking.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(1));

        (await Should.ThrowAsync<RegistryUnavailableException>(asking)).Message.ShouldBe("The registry did not respond to Heartbeat within 00:05:00");
        await bus.StopAsync();
    }

    [Fact]
    public async Task Cancelled_call_throws_cancelled_and_not_unavailable()
    {
        _registry.OnHeartbeat = _ => null;
        await using var process = await StartAsync();
        using var caller = new CancellationTokenSource();
        var asking = process.Services.GetRequiredService<IAgentRegistryClient>().HeartbeatAsync(new Heartbeat { AgentId = "b" }, caller.Token);
        await Eventually.HoldsAsync(() => _registry.OnChanged<Heartbeat>().Any(beat => beat.AgentId == "b"));

        await caller.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(asking);
    }

    [Fact]
    public void Process_without_a_bus_fails_with_a_message_that_says_how_to_add_one() =>
        Should.Throw<InvalidOperationException>(() => new ServiceCollection().AddAgentRegistryClient().BuildServiceProvider().GetRequiredService<IAgentRegistryClient>())
            .Message.ShouldContain("RabbitMq");

    [Theory]
    [InlineData("http://host")]
    [InlineData("relative")]
    public void Invalid_broker_address_is_refused_when_the_client_is_added(string address) =>
        Should.Throw<ArgumentException>(() => new ServiceCollection().AddAgentRegistryClient(client => client.RabbitMq = new Uri(address, UriKind.RelativeOrAbsolute)));

    [Fact]
    public void Every_refusal_of_the_contracts_is_listened_for()
    {
        var refusals = Refusal.All.Select(refusal => refusal.Response.Name).ToList();

        refusals.ShouldBeUnique();
        foreach (var name in new[] { nameof(RequestRejected), nameof(AgentNotFound), nameof(AgentNotRegistered), nameof(RevisionConflict), nameof(RegistrationConflict), nameof(SessionNotFound), nameof(SessionConflict), nameof(ContextNotFound), nameof(ContextConflict), nameof(RouteNotFound) })
        {
            refusals.ShouldContain(name);
        }
    }

    private Task<AgentProcess> StartAsync() => AgentProcess.StartAsync(
        services =>
        {
            services.AddSingleton<TimeProvider>(_time);
            _registry.AddTo(services);

            // The clock is moved in leaps: no answer may count as late for that.
            services.AddAgentRegistryClient(client => client.ResponseTimeout = TimeSpan.FromMinutes(10));
        },
        _agent,
        options => options.StopTimeout = TimeSpan.FromSeconds(20));

    /// <summary>Time goes on by a second at a look, until the condition holds.</summary>
    private Task PassUntilAsync(Func<bool> condition) => Eventually.HoldsAsync(
        () =>
        {
            if (condition())
            {
                return true;
            }

            _time.Advance(TimeSpan.FromSeconds(1));
            return false;
        },
        TimeSpan.FromSeconds(60));
}
