using AgentRegistry.Contracts;
using AgentRegistry.Testing;
using Shouldly;
using Xunit;

namespace AgentRegistry.EndToEnd;

/// <summary>Parts die while work comes in; nothing that was accepted is lost, nothing counts twice.</summary>
[Collection(DistributedCollection.Name)]
public sealed class FaultTests(DistributedFixture system)
{
    [Fact]
    public async Task Killed_workers_lose_nothing_and_double_nothing()
    {
        const int Agents = 20;
        const int Activities = 2_000;
        var victims = new[] { system.System.Start("RegistryWorker"), system.System.Start("ActivityWorker") };
        await Task.WhenAll(victims.Select(victim => victim.ReadyAsync()));
        await using var bus = await BusClient.ConnectAsync();
        var ids = Enumerable.Range(0, Agents).Select(i => $"fault-{i}-{Guid.NewGuid():N}").ToList();
        foreach (var id in ids)
        {
            await bus.PublishAsync(new RegisterAgent { MessageId = Guid.NewGuid(), SentAt = TimeProvider.System.GetUtcNow(), AgentId = id, Name = "n" });
        }

        for (var i = 0; i < Activities; i++)
        {
            await bus.PublishAsync(new ActivityLogged
            {
                ActivityId = Guid.NewGuid(),
                OccurredAt = TimeProvider.System.GetUtcNow(),
                AgentId = ids[i % Agents],
                TaskId = $"{i}",
                Status = i % 10 == 0 ? ActivityStatus.Failed : ActivityStatus.Success,
                DurationMs = i,
            });
            if (i == Activities / 2)
            {
                await Task.WhenAll(victims.Select(victim => victim.KillAsync()));
            }
        }

        foreach (var id in ids)
        {
            await Eventually.HoldsAsync(async () => await CountAsync(id) == Activities / Agents, TimeSpan.FromSeconds(60));
        }
    }

    private async Task<long> CountAsync(string id)
    {
        var metrics = (await system.Api.GetAsync($"/api/v1/agents/{id}"))["metrics"];
        var counted = ((long?)metrics?["succeeded"] ?? 0) + ((long?)metrics?["failed"] ?? 0);
        counted.ShouldBeLessThanOrEqualTo(2_000 / 20);
        return counted;
    }
}
