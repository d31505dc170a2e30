using AgentRegistry.Contracts;
using MassTransit.Testing;
using Shouldly;
using Xunit;

namespace AgentRegistry.ActivityWorker.Tests;

/// <summary>What a sender on the bus gets from the worker: its consumers on MassTransit's harness, over the embedded stores.</summary>
public class HandlerTests
{
    private static readonly ActivityLogged Activity = new()
    {
        ActivityId = Guid.NewGuid(),
        OccurredAt = Embedded.Noon,
        AgentId = "a",
        TaskId = "t",
        Status = ActivityStatus.Success,
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Activity_is_accepted_once_and_a_reused_id_is_reported()
    {
        await using var worker = await Embedded.StartAsync();
        await worker.Harness.Start();

        var accepted = await AskAsync<ActivityLogged, ActivityAccepted>(worker, Activity);
        (accepted.TaskId, accepted.Duplicate).ShouldBe(("t", false));
        accepted.Revision.ShouldBeGreaterThan(0);
        (await AskAsync<ActivityLogged, ActivityAccepted>(worker, Activity) is { Duplicate: true, Reused: false }).ShouldBeTrue();
        (await AskAsync<ActivityLogged, ActivityAccepted>(worker, Activity with { TaskId = "another" }) is { Duplicate: true, Reused: true }).ShouldBeTrue();
    }

    [Fact]
    public async Task Memory_search_is_answered_from_the_tables()
    {
        await using var worker = await Embedded.StartAsync();
        await worker.Harness.Start();

        (await AskAsync<SearchMemory, MemoryMatches>(worker, new() { Query = "nothing" })).Source.ShouldBe(MemorySource.Database);
    }

    [Fact]
    public async Task Invalid_message_is_rejected_with_its_faults_and_a_plain_one_fails_with_them()
    {
        await using var worker = await Embedded.StartAsync();
        await worker.Harness.Start();

        (await AskAsync<ActivityLogged, RequestRejected>(worker, Activity with { AgentId = "has space" })).Faults.ShouldHaveSingleItem().Field.ShouldBe("agentId");
        (await AskAsync<SearchMemory, RequestRejected>(worker, new() { Query = "?" })).Faults.ShouldHaveSingleItem().Field.ShouldBe("query");

        await worker.Harness.Bus.Publish(Activity with { AgentId = "has space" }, Token);
        (await worker.Harness.Consumed.Any<ActivityLogged>(consumed => consumed.Exception?.Message.Contains("agentId", StringComparison.Ordinal) == true, Token)).ShouldBeTrue();
    }

    private static async Task<TResponse> AskAsync<TRequest, TResponse>(Embedded worker, TRequest request)
        where TRequest : class
        where TResponse : class =>
        (await worker.Harness.GetRequestClient<TRequest>().GetResponse<TResponse>(request, Token)).Message;
}
