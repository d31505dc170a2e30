using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using MassTransit;
using MassTransit.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace AgentRegistry.Hosting.Tests.Bus;

public class HandlerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_requester_gets_the_response_by_its_own_type()
    {
        await using var bus = await Bus.StartAsync((agents, _) => agents.Accepted);

        (await bus.RequestAsync<AgentAccepted>()).AgentId.ShouldBe("a");
    }

    [Fact]
    public async Task A_query_is_answered_too()
    {
        await using var bus = await Bus.StartAsync((agents, _) => agents.Accepted);

        var response = await bus.Harness.GetRequestClient<GetRoute>().GetResponse<RouteNotFound>(new GetRoute { RouteId = Guid.NewGuid() }, Token);

        response.Message.RouteId.ShouldNotBe(Guid.Empty);
    }

    [Fact]
    public async Task A_message_that_breaks_rules_is_answered_with_every_fault_and_reaches_no_handler()
    {
        await using var bus = await Bus.StartAsync((agents, _) => agents.Accepted);

        var rejected = await bus.RequestAsync<RequestRejected>("");

        rejected.Faults.ShouldContain(fault => fault.Field == "agentId");
        bus.Agents.Handled.ShouldBe(0);
    }

    [Fact]
    public async Task A_plain_message_that_breaks_rules_fails_with_the_reason()
    {
        await using var bus = await Bus.StartAsync((agents, _) => agents.Accepted);

        (await bus.FailAsync("")).ShouldContain("agentId");
        bus.Agents.Handled.ShouldBe(0);
    }

    [Fact]
    public async Task A_refusal_is_a_response_to_a_requester_and_a_failure_of_a_plain_message()
    {
        await using var bus = await Bus.StartAsync((_, _) => new Refused(new RevisionConflict { AgentId = "a", CurrentRevision = 7 }, "it has revision 7"));

        (await bus.RequestAsync<RevisionConflict>()).CurrentRevision.ShouldBe(7);
        (await bus.FailAsync()).ShouldBe("it has revision 7");
        bus.Agents.Handled.ShouldBe(2);
    }

    [Fact]
    public async Task A_requester_learns_at_once_that_a_target_is_missing()
    {
        await using var bus = await Bus.StartAsync((_, _) => new Missing(new AgentNotFound { AgentId = "a" }, "there is no agent 'a'"));

        await bus.RequestAsync<AgentNotFound>();
        bus.Agents.Handled.ShouldBe(1);
    }

    [Fact]
    public async Task A_plain_message_waits_for_a_target_that_comes_later()
    {
        await using var bus = await Bus.StartAsync((agents, time) =>
            time == 1 ? new Missing(new AgentNotFound { AgentId = "a" }, "there is no agent 'a'") : agents.Accepted);

        await bus.Harness.Bus.Publish(Deletion("a"), Token);

        (await bus.Harness.Consumed.Any<DeleteAgent>(consumed => consumed.Exception is null, Token)).ShouldBeTrue();
        bus.Agents.Handled.ShouldBe(2);
    }

    [Fact]
    public async Task A_message_waits_while_a_store_is_unavailable()
    {
        await using var bus = await Bus.StartAsync((agents, time) => time < 3 ? throw new TimeoutException("The tables are unavailable.") : agents.Accepted);

        await bus.RequestAsync<AgentAccepted>();
        bus.Agents.Handled.ShouldBe(3);
    }

    private static DeleteAgent Deletion(string agentId) => new() { MessageId = Guid.NewGuid(), SentAt = TimeProvider.System.GetUtcNow(), AgentId = agentId };

    /// <summary>Answers as it is told to.</summary>
    private sealed class Agents(Func<Agents, int, object> answer)
    {
        private int _handled;

        public int Handled => _handled;

        public AgentAccepted Accepted { get; } = new() { AgentId = "a", Outcome = AgentOutcome.Deleted };

        public Task<object> Handle() => Task.FromResult(answer(this, Interlocked.Increment(ref _handled)));
    }

    private sealed class Bus : IAsyncDisposable
    {
        private readonly ServiceProvider _provider;

        private Bus(Agents agents) => (Agents, _provider) = (agents, new ServiceCollection()
            .AddSingleton(agents)
            .AddSingleton(new Limits())
            .AddSingleton(TimeProvider.System)
            .AddSingleton(new StoreAvailability(exception => exception is TimeoutException))
            .AddMassTransitTestHarness(bus =>
            {
                bus.AddCommand<DeleteAgent, Agents>((service, _, _) => service.Handle(), prefetch: 10);
                bus.AddQuery<GetRoute, Agents>((_, query, _) => Task.FromResult<object>(new RouteNotFound { RouteId = query.RouteId, Workspace = "default" }));
            })
            .BuildServiceProvider(validateScopes: true));

        public Agents Agents { get; }

        public ITestHarness Harness => _provider.GetTestHarness();

        public static async Task<Bus> StartAsync(Func<Agents, int, object> answer)
        {
            var bus = new Bus(new Agents(answer));
            await bus.Harness.Start();
            return bus;
        }

        public async Task<TResponse> RequestAsync<TResponse>(string agentId = "a")
            where TResponse : class =>
            (await Harness.GetRequestClient<DeleteAgent>().GetResponse<TResponse>(Deletion(agentId), Token)).Message;

        /// <summary>Sends a message that nobody waits for. Returns why it failed.</summary>
        public async Task<string> FailAsync(string agentId = "a")
        {
            await Harness.Bus.Publish(Deletion(agentId), Token);
            var fault = await Harness.Published.SelectAsync<Fault<DeleteAgent>>(Token).First();
            return fault.Context.Message.Exceptions.Single().Message;
        }

        public ValueTask DisposeAsync() => _provider.DisposeAsync();
    }
}
