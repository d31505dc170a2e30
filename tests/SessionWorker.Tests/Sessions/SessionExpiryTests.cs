using AgentRegistry.Contracts;
using AgentRegistry.SessionWorker.Sessions;
using Shouldly;
using Xunit;

namespace AgentRegistry.SessionWorker.Tests.Sessions;

public class SessionExpiryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Idle_sessions_expire_in_every_workspace_and_a_new_message_reactivates_one()
    {
        await using var worker = await Embedded.StartAsync(("Sessions:IdleMinutes", "30"));
        for (var i = 0; i < 120; i++)
        {
            await worker.WriteAsync(SessionCommand.Of(Given.Creation($"idle-{i}", $"workspace-{i % 3}")));
        }

        worker.Clock.Now = Given.Now.AddMinutes(20);
        await worker.WriteAsync(SessionCommand.Of(Given.Creation()));
        worker.Clock.Now = Given.Now.AddMinutes(31);

        (await worker.Expiry.ExpireAsync(Token)).ShouldBe(120);
        (await worker.Expiry.ExpireAsync(Token)).ShouldBe(0);
        (await worker.FindAsync("idle-1", "workspace-1"))!.Status.ShouldBe(SessionStatus.Expired);
        (await worker.FindAsync("session-1"))!.Status.ShouldBe(SessionStatus.Active);

        worker.Clock.Now = Given.Now.AddMinutes(60);
        (await worker.Expiry.ExpireAsync(Token)).ShouldBe(1);
        await worker.WriteAsync(Given.Said("still here").Command());
        (await worker.FindAsync("session-1"))!.Status.ShouldBe(SessionStatus.Active);
        (await worker.Expiry.ExpireAsync(Token)).ShouldBe(0);
    }

    [Fact]
    public async Task Ended_sessions_are_removed_after_their_days_and_active_ones_stay()
    {
        await using var worker = await Embedded.StartAsync(("Sessions:KeepDays", "7"));
        await worker.WriteAsync(SessionCommand.Of(Given.Creation()));
        await worker.WriteAsync(SessionCommand.Of(Given.Creation("active")));
        await worker.WriteAsync(Given.Said("a").Command());
        await worker.WriteAsync(SessionCommand.Of(Given.Status(SessionStatus.Completed)));

        worker.Clock.Now = Given.Now.AddDays(7);
        (await worker.Expiry.RemoveAsync(Token)).ShouldBe(0);
        worker.Clock.Now = Given.Now.AddDays(7).AddSeconds(1);
        (await worker.Expiry.RemoveAsync(Token)).ShouldBe(1);

        (await worker.FindAsync("session-1")).ShouldBeNull();
        (await worker.FindAsync("active")).ShouldNotBeNull();
        (await worker.EventsAsync())[^1].Change.ShouldBe(SessionChange.Deleted);
    }

    [Fact]
    public async Task Zero_minutes_and_days_disable_expiry_and_removal()
    {
        await using var worker = await Embedded.StartAsync(("Sessions:IdleMinutes", "0"), ("Sessions:KeepDays", "0"));
        await worker.WriteAsync(SessionCommand.Of(Given.Creation()));
        await worker.WriteAsync(SessionCommand.Of(Given.Status(SessionStatus.Completed)));
        await worker.WriteAsync(SessionCommand.Of(Given.Creation("active")));

        worker.Clock.Now = Given.Now.AddYears(1);

        (await worker.Expiry.ExpireAsync(Token)).ShouldBe(0);
        (await worker.Expiry.RemoveAsync(Token)).ShouldBe(0);
    }

    [Fact]
    public async Task Concurrent_workers_process_each_session_once()
    {
        await using var worker = await Embedded.StartAsync(("Sessions:IdleMinutes", "30"), ("Sessions:KeepDays", "1"));
        for (var i = 0; i < 70; i++)
        {
            await worker.WriteAsync(SessionCommand.Of(Given.Creation($"s-{i}")));
        }

        worker.Clock.Now = Given.Now.AddHours(1);
        (await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => worker.Expiry.ExpireAsync(Token), Token)))).Sum().ShouldBe(70);
        worker.Clock.Now = Given.Now.AddDays(3);
        (await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => worker.Expiry.RemoveAsync(Token), Token)))).Sum().ShouldBe(70);

        (await worker.EventsAsync()).Count.ShouldBe(210);
    }
}
