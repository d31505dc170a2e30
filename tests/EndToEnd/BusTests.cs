using System.Text;
using AgentRegistry.Contracts;
using AgentRegistry.Testing;
using Shouldly;
using Xunit;

namespace AgentRegistry.EndToEnd;

/// <summary>The registry over RabbitMQ, without HTTP.</summary>
[Collection(DistributedCollection.Name)]
public sealed class BusTests(DistributedFixture system) : IAsyncLifetime
{
    private BusClient _bus = null!;

    public async ValueTask InitializeAsync() => _bus = await BusClient.ConnectAsync();

    public ValueTask DisposeAsync() => _bus.DisposeAsync();

    [Fact]
    public async Task Every_query_of_the_API_is_answered_over_the_bus()
    {
        var id = $"asked-{Guid.NewGuid():N}";
        var accepted = await _bus.AskAsync<RegisterAgent, AgentAccepted>(Registration(id));
        accepted.Outcome.ShouldBe(AgentOutcome.Registered);
        accepted.LeaseSeconds.ShouldBe(60);
        (await _bus.AskAsync<Heartbeat, HeartbeatAccepted>(new Heartbeat { AgentId = id, SentAt = Now })).HeartbeatIntervalSeconds.ShouldBe(30);
        (await _bus.AskAsync<Heartbeat, AgentNotRegistered>(new Heartbeat { AgentId = "nobody", SentAt = Now })).AgentId.ShouldBe("nobody");
        var beats = await _bus.AskAsync<HeartbeatBatch, HeartbeatsAccepted>(
            new HeartbeatBatch { SentAt = Now, Heartbeats = [new Heartbeat { AgentId = id }, new Heartbeat { AgentId = "nobody" }] });
        beats.Accepted.ShouldBe(1);
        beats.NotRegistered.ShouldBe(["nobody"]);

        var activity = new ActivityLogged { ActivityId = Guid.NewGuid(), OccurredAt = Now, AgentId = id, TaskId = "t", Status = ActivityStatus.Success };
        (await _bus.AskAsync<ActivityLogged, ActivityAccepted>(activity)).Duplicate.ShouldBeFalse();
        (await _bus.AskAsync<ActivityLogged, ActivityAccepted>(activity) is { Duplicate: true, Reused: false }).ShouldBeTrue();
        (await _bus.AskAsync<ActivityLogged, ActivityAccepted>(activity with { TaskId = "another" }) is { Duplicate: true, Reused: true }).ShouldBeTrue();

        await Eventually.HoldsAsync(async () => (await _bus.AskAsync<GetAgentHealth, AgentHealthReport>(new GetAgentHealth { AgentId = id })).Health == AgentHealth.Healthy);
        await Eventually.HoldsAsync(async () => (await _bus.AskAsync<GetAgent, AgentDetails>(new GetAgent { AgentId = id })).Metrics.Succeeded == 1);
        (await _bus.AskAsync<GetAgent, AgentDetails>(new GetAgent { AgentId = id })).Factory!.Name.ShouldBe("tester");
        (await _bus.AskAsync<GetAgent, AgentNotFound>(new GetAgent { AgentId = "nobody" })).AgentId.ShouldBe("nobody");
        (await _bus.AskAsync<ListAgents, AgentPage>(new ListAgents { Text = id })).Total.ShouldBe(1);
        (await _bus.AskAsync<SearchCapabilities, CapabilityMatches>(new SearchCapabilities { Query = id })).Matches[0].AgentId.ShouldBe(id);
        var route = await _bus.AskAsync<RouteQuery, RouteDecision>(new RouteQuery { Query = id });
        route.Candidates.Single().AgentId.ShouldBe(id);
        await Eventually.HoldsAsync(async () => await _bus.HasAsync<GetRoute, RouteDecision, RouteNotFound>(new GetRoute { RouteId = route.RouteId }));
        (await _bus.AskAsync<GetRoute, RouteNotFound>(new GetRoute { RouteId = Guid.NewGuid() })).Workspace.ShouldBe(Defaults.Workspace);
        (await _bus.AskAsync<GetRoute, RequestRejected>(new GetRoute())).Faults.ShouldContain(fault => fault.Field == "routeId");
        (await _bus.AskAsync<RouteQuery, RequestRejected>(new RouteQuery { Query = "?" })).Faults.ShouldContain(fault => fault.Field == "query");
        (await _bus.AskAsync<SearchMemory, MemoryMatches>(new SearchMemory { Query = id })).Source.ShouldBe(MemorySource.Database);
        (await _bus.AskAsync<SearchMemory, RequestRejected>(new SearchMemory { Query = "?" })).Faults.ShouldContain(fault => fault.Field == "query");
        (await _bus.AskAsync<GetStatistics, RegistryStatistics>(new GetStatistics())).TotalAgents.ShouldBeGreaterThan(0);

        var changed = await _bus.AskAsync<ChangeAgentStatus, AgentsAccepted>(
            new ChangeAgentStatus { MessageId = Guid.NewGuid(), SentAt = Now, AgentIds = [id], Draining = true });
        changed.Results.Single().Outcome.ShouldBe(AgentOutcome.Updated);
        (await _bus.AskAsync<UpdateAgentCapabilities, RevisionConflict>(
            new UpdateAgentCapabilities { MessageId = Guid.NewGuid(), SentAt = Now, AgentId = id, ExpectedRevision = 1 })).AgentId.ShouldBe(id);
        (await _bus.AskAsync<DeleteAgent, AgentAccepted>(new DeleteAgent { MessageId = Guid.NewGuid(), SentAt = Now, AgentId = id })).Outcome
            .ShouldBe(AgentOutcome.Deleted);

        var rejected = await _bus.AskAsync<RegisterAgent, RequestRejected>(Registration("not valid"));
        rejected.Faults.ShouldContain(fault => fault.Field == "agentId");
    }

    [Fact]
    public async Task Registration_sent_before_a_deletion_does_not_restore_the_agent()
    {
        var id = $"gone-{Guid.NewGuid():N}";
        var first = Registration(id);
        await _bus.AskAsync<RegisterAgent, AgentAccepted>(first);
        await _bus.AskAsync<DeleteAgent, AgentAccepted>(new DeleteAgent { MessageId = Guid.NewGuid(), SentAt = Now, AgentId = id });
        (await _bus.AskAsync<RegisterAgent, AgentAccepted>(first)).Outcome.ShouldBe(AgentOutcome.Stale);
        (await _bus.AskAsync<RegisterAgent, AgentAccepted>(Registration(id))).Outcome.ShouldBe(AgentOutcome.Registered);
    }

    /// <summary>A message that failed for a reason that is mended is sent again from its error queue, by the command that the documentation names.</summary>
    [Fact]
    public async Task Error_queue_messages_are_listed_replayed_and_dropped()
    {
        var body = $$"""{"messageId":"{{Guid.NewGuid()}}","sentAt":"2026-01-01T00:00:00Z","agentId":"no good id","note":"{{Guid.NewGuid()}}"}""";
        await ErrorsAsync("drop", "register-agent");
        await _bus.PublishAsync("RegisterAgent", Encoding.UTF8.GetBytes(body));
        await Eventually.HoldsAsync(async () => (await ErrorsAsync("show", "register-agent")).Contains(body, StringComparison.Ordinal));
        (await ErrorsAsync("show", "register-agent")).ShouldContain("agentId must be");

        // It is as bad as before, and comes back whole.
        (await ErrorsAsync("replay", "register-agent")).ShouldContain("replay: 1 of 1");
        await Eventually.HoldsAsync(async () => (await ErrorsAsync("show", "register-agent")).Contains(body, StringComparison.Ordinal));

        (await ErrorsAsync("drop", "register-agent")).ShouldContain("drop: 1 of 1");
        (await ErrorsAsync("show", "register-agent")).ShouldContain("show: 0 of 0");
        (await ErrorsAsync("show", "nothing-of-that-name")).ShouldContain("no such queue");
    }

    private static async Task<string> ErrorsAsync(string verb, string queue)
    {
        await using var program = RegistryProgram.Run("RegistryWorker", "errors", verb, queue, "--ConnectionStrings:RabbitMq", Servers.RabbitMq);
        (await program.ExitCodeAsync()).ShouldBe(0, program.Output);
        return program.Output;
    }

    [Theory]
    [InlineData("ActivityLogged", "activity-logged", """{"activityId":"no-guid","agentId":"x","note":"keep me whole"}""", "$.activityId")]
    [InlineData("ActivityLogged", "activity-logged", """{"activity_id":"c0ffee00-0000-4000-8000-000000000001","agent_id":"snake"}""", "activityId")]
    [InlineData("ActivityLogged", "activity-logged", """{"agentId":"x","durationMs":1e400}""", "$.durationMs must be a number of milliseconds")]
    [InlineData("Heartbeat", "heartbeat", """{"agentId":"x","activeTasks":850.5}""", "$.activeTasks must be a whole number")]
    [InlineData("ActivityLogged", "activity-logged", "not json at all", "in JSON")]
    [InlineData("ActivityLogged", "activity-logged", "null", "null")]
    [InlineData("ActivityLogged", "activity-logged", "", "in JSON")]
    [InlineData("RegisterAgent", "register-agent", """{"agentId":"has space","name":""}""", "agentId must be")]
    [InlineData("Heartbeat", "heartbeat", """{"agentId":"x","sentAt":"2026-01-01T00:00:00Z","status":"sleeping"}""", "$.status")]
    public async Task Invalid_message_goes_whole_to_the_error_queue_and_harms_no_other(
        string messageType, string queue, string body, string reason)
    {
        var id = $"neighbour-{Guid.NewGuid():N}";
        var before = Registration(id);
        await _bus.PublishAsync(before);
        await _bus.PublishAsync(messageType, Encoding.UTF8.GetBytes(body));
        for (var i = 0; i < 20; i++)
        {
            await _bus.PublishAsync(new ActivityLogged { ActivityId = Guid.NewGuid(), OccurredAt = Now, AgentId = id, TaskId = $"{i}", Status = ActivityStatus.Success });
        }

        var error = await _bus.ErrorAsync(queue);
        error.Body.ShouldBe(body);
        error.Reason.ShouldNotBeEmpty();
        error.Reason.ShouldContain(reason);
        await Eventually.HoldsAsync(async () => (long?)(await system.Api.GetAsync($"/api/v1/agents/{id}"))["metrics"]?["succeeded"] == 20);
    }

    [Fact]
    public async Task Plain_json_may_have_fractional_durations_and_integers_with_an_exponent()
    {
        var id = $"numbers-{Guid.NewGuid():N}";
        await _bus.AskAsync<RegisterAgent, AgentAccepted>(Registration(id));
        foreach (var duration in new[] { "12.345", "8.5e2" })
        {
            await _bus.PublishAsync("ActivityLogged", Encoding.UTF8.GetBytes(
                $$"""{"activityId":"{{Guid.NewGuid()}}","occurredAt":"{{Now:O}}","agentId":"{{id}}","taskId":"t","status":"success","durationMs":{{duration}}}"""));
        }

        await Eventually.HoldsAsync(async () => (double?)(await system.Api.GetAsync($"/api/v1/agents/{id}"))["avg_duration_ms"] == (12 + 850) / 2.0);
    }

    [Fact]
    public async Task Queue_and_error_queue_depths_are_measured()
    {
        using var http = new HttpClient();
        var worker = system.System.Programs[0].Address;
        await _bus.PublishAsync("DeleteAgent", "no json"u8.ToArray());

        await Eventually.HoldsAsync(
            async () => (await http.GetStringAsync(new Uri(worker, "/metrics"))).Contains("agent_registry_queue_messages{queue=\"delete-agent_error\"} 1"),
            TimeSpan.FromSeconds(20));

        await _bus.ErrorAsync("delete-agent");
        var metrics = await http.GetStringAsync(new Uri(worker, "/metrics"));
        metrics.ShouldContain("agent_registry_queue_messages{queue=\"delete-agent\"} 0");
        metrics.ShouldNotContain("activity-logged");
    }

    [Fact]
    public async Task Changes_are_events_on_the_bus_and_on_the_feed_with_the_same_revisions_in_order()
    {
        await using var live = await LiveClient.ConnectAsync(system.Address);
        await using var events = await _bus.ListenAsync<AgentChanged>();
        var id = $"events-{Guid.NewGuid():N}";
        await _bus.AskAsync<RegisterAgent, AgentAccepted>(Registration(id));
        await _bus.AskAsync<Heartbeat, HeartbeatAccepted>(new Heartbeat { AgentId = id, SentAt = Now });
        await _bus.AskAsync<DeleteAgent, AgentAccepted>(new DeleteAgent { MessageId = Guid.NewGuid(), SentAt = Now, AgentId = id });
        await live.FrameAsync(frame => (string?)frame["agent_id"] == id && (string?)frame["change"] == "deleted");

        var revisions = live.Frames.Where(frame => (string?)frame["type"] != "hello").Select(frame => (long)frame["revision"]!).ToList();
        revisions.ShouldBe(Enumerable.Range(0, revisions.Count).Select(i => revisions[0] + i));
        await Eventually.HoldsAsync(() => events.Messages.Count(change => change.AgentId == id) >= 3);
        var heard = events.Messages.Where(change => change.AgentId == id).ToList();
        heard.Select(change => change.Change).ShouldBe([AgentChange.Registered, AgentChange.StateChanged, AgentChange.Deleted]);
        heard.Select(change => change.Revision).ShouldBe(
            live.Frames.Where(frame => (string?)frame["agent_id"] == id).Select(frame => (long)frame["revision"]!));
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static RegisterAgent Registration(string id) => new()
    {
        MessageId = Guid.NewGuid(),
        SentAt = Now,
        AgentId = id,
        Name = "Over the bus",
        Capabilities = [new Capability { Name = "testing" }],
        Factory = new AgentFactoryReference { Name = "tester" },
    };
}
