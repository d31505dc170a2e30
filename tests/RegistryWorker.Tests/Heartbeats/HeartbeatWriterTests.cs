using AgentRegistry.Contracts;
using AgentRegistry.Storage.Presence;
using Shouldly;
using Xunit;

namespace AgentRegistry.RegistryWorker.Tests.Heartbeats;

public class HeartbeatWriterTests
{
    [Fact]
    public async Task A_heartbeat_of_nobody_registered_or_of_a_deleted_agent_is_of_nobody_known()
    {
        await using var worker = await Worker.StartAsync();
        (await worker.BeatAsync(Given.Beat(1))).ShouldBe(PresenceResult.Unknown);

        await worker.RegisterAsync(Given.Registration(2));
        await worker.DeleteAsync(Given.Deletion(3));

        (await worker.BeatAsync(Given.Beat(4))).ShouldBe(PresenceResult.Unknown);
        (await worker.FindAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Only_the_first_of_many_heartbeats_is_written_and_told()
    {
        await using var worker = await Worker.StartAsync();
        await worker.RegisterAsync(Given.Registration(0));

        for (var second = 1; second <= 5; second++)
        {
            await worker.BeatAsync(Given.Beat(second));
        }

        (await worker.FindAsync())!.Health.ShouldBe(AgentHealth.Healthy);
        (await worker.HeadAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task An_agent_that_presence_forgot_is_put_back_from_the_tables_and_its_heartbeat_counts()
    {
        await using var worker = await Worker.StartAsync();
        await worker.RegisterAsync(Given.Registration(0));
        await worker.Presence.RemoveAsync([RemovedAgent.Unknown("a")], TestContext.Current.CancellationToken);

        (await worker.BeatAsync(Given.Beat(1, AgentStatus.Busy))).ShouldBe(PresenceResult.Changes);

        (await worker.FindAsync())!.Status.ShouldBe(AgentStatus.Busy);
    }

    [Fact]
    public async Task A_heartbeat_whose_change_could_not_be_committed_is_committed_when_it_is_tried_again()
    {
        await using var worker = await Worker.StartAsync();
        await worker.RegisterAsync(Given.Registration(0));
        await worker.BeatAsync(Given.Beat(1));
        worker.Store.TransactionsToFail = 1;
        await Should.ThrowAsync<TimeoutException>(() => worker.BeatAsync(Given.Beat(2, AgentStatus.Busy)));

        // As the consumer's retry does, with the same message.
        await worker.BeatAsync(Given.Beat(2, AgentStatus.Busy));

        (await worker.FindAsync())!.Status.ShouldBe(AgentStatus.Busy);
    }

    [Fact]
    public async Task The_last_word_counts_of_heartbeats_that_come_together()
    {
        await using var worker = await Worker.StartAsync();
        await worker.RegisterAsync(Given.Registration(0));
        await worker.BeatAsync(Given.Beat(1, AgentStatus.Idle));

        await worker.BeatTogetherAsync(Given.Beat(2, AgentStatus.Error), Given.Beat(3, AgentStatus.Idle));

        (await worker.FindAsync())!.ShouldSatisfyAllConditions(
            agent => (agent.Status, agent.Health).ShouldBe((AgentStatus.Idle, AgentHealth.Healthy)));
    }

    [Fact]
    public async Task A_start_that_is_said_finer_than_the_tables_keep_it_is_no_restart()
    {
        await using var worker = await Worker.StartAsync();
        var started = Given.Start.AddTicks(7);
        await worker.RegisterAsync(Given.Registration(0) with { StartedAt = started });
        await worker.BeatAsync(Given.Beat(1) with { StartedAt = started });
        var head = await worker.HeadAsync();

        // As after a restart of the registry: presence knows what the tables know.
        await worker.Presence.RemoveAsync([RemovedAgent.Unknown("a")], TestContext.Current.CancellationToken);
        await worker.BeatAsync(Given.Beat(2) with { StartedAt = started });

        (await worker.HeadAsync()).ShouldBe(head);
    }
}
