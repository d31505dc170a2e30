using AgentRegistry.ActivityWorker.Retention;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Retention;
using AgentRegistry.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace AgentRegistry.ActivityWorker.Tests;

public sealed class RetentionLoopTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(30, 0)]
    [InlineData(50, 3)]
    [InlineData(0, 3)]
    public async Task Retention_loop_deletes_everything_past_the_policy(int days, int left)
    {
        await using var worker = await Embedded.StartAsync();
        var messages = Enumerable.Range(0, 3)
            .Select(i => new ActivityLogged { ActivityId = Guid.NewGuid(), OccurredAt = Embedded.Noon, AgentId = "a", TaskId = $"{i}", Status = ActivityStatus.Success })
            .ToList();
        await Task.WhenAll(messages.Select(message => worker.Writer.WriteAsync(message, Token)));
        using var loop = new RetentionLoop(
            worker.Store, new RetentionPolicy { ActivityDays = days, InboxDays = 30 }, new Later(TimeSpan.FromDays(40)), NullLogger<RetentionLoop>.Instance);
        await loop.StartAsync(Token);

        // The inbox is looked at after the activities: when it has forgotten, those have been dealt with.
        await InboxForgetsAsync(worker, messages[0].ActivityId);

        var recap = await worker.Store.Activities.RecapAsync("a", 50, Token);
        (recap.History.Count, recap.Metrics.Succeeded).ShouldBe((left, 3));
        await loop.StopAsync(Token);
    }

    private static Task InboxForgetsAsync(Embedded worker, Guid id) => Eventually.HoldsAsync(async () =>
    {
        await using var transaction = await worker.Store.BeginAsync(Token);
        return (await transaction.Inbox.ClaimAsync("activity", [id], Token)).Count > 0;
    });

    private sealed class Later(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
