using AgentRegistry.Contracts;
using Shouldly;
using Xunit;

namespace AgentRegistry.RegistryWorker.Tests.Agents;

public class AgentWriterTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_who_register_at_once_are_each_answered_with_their_own_agent_and_told_in_the_order_of_the_feed()
    {
        await using var worker = await Worker.StartAsync();

        var committed = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => worker.RegisterAsync(Given.Registration(0) with { AgentId = $"a{i}" })));

        committed.Select(agent => agent.State!.Id).ShouldBe(Enumerable.Range(0, 200).Select(i => $"a{i}"));
        committed.Select(agent => agent.State!.Revision).Order().ShouldBe(Enumerable.Range(1, 200).Select(i => (long)i));
        foreach (var entry in await worker.Store.Feed.ReadAsync(0, 1_000, Token))
        {
            committed.Single(agent => agent.State!.Id == entry.AgentId).State!.Revision.ShouldBe(entry.Revision);
        }
    }

    [Fact]
    public async Task A_registration_starts_the_lease_and_a_newer_one_renews_it()
    {
        await using var worker = await Worker.StartAsync();
        await worker.RegisterAsync(Given.Registration(0));
        (await worker.DueAsync()).ShouldBe(Given.At(45));

        worker.Time.Advance(TimeSpan.FromSeconds(20));
        await worker.RegisterAsync(Given.Registration(20));

        (await worker.DueAsync()).ShouldBe(Given.At(65));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(4)]
    public async Task A_registration_that_is_delivered_again_or_late_does_not_prolong_the_lease(int sentAt)
    {
        await using var worker = await Worker.StartAsync();
        await worker.RegisterAsync(Given.Registration(5));

        // The agent died at once; its old registration comes again half a minute later.
        worker.Time.Advance(TimeSpan.FromSeconds(30));
        await worker.RegisterAsync(Given.Registration(sentAt));

        (await worker.DueAsync()).ShouldBe(Given.At(45));
    }

    [Fact]
    public async Task A_deleted_agent_is_gone_from_the_tables_and_from_presence()
    {
        await using var worker = await Worker.StartAsync();
        await worker.RegisterAsync(Given.Registration(0));

        (await worker.DeleteAsync(Given.Deletion(1))).Outcome.ShouldBe(AgentOutcome.Deleted);

        (await worker.FindAsync()).ShouldBeNull();
        (await worker.DueAsync()).ShouldBeNull();
    }
}
