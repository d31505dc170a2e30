using AgentRegistry.Contracts;
using Shouldly;
using Xunit;

namespace AgentRegistry.Storage.Tests.Sessions;

/// <summary>What is asked of many sessions, or of a long one, whichever side they are on.</summary>
public abstract class ReadingSessionsSpecification(TestTables tables)
{
    private readonly GivenSessions _given = new(tables);

    private IRegistryStore Store => tables.Store;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_go_through_all_messages_and_all_invocations()
    {
        var state = _given.State("paged") with { Messages = 7, Invocations = 3 };
        await _given.WriteAsync(state, [.. Enumerable.Range(1, 7).Select(GivenSessions.Message)], [.. Enumerable.Range(1, 3).Select(GivenSessions.Invocation)]);

        var messages = new List<int>();
        for (int? after = 0; after is not null;)
        {
            var page = (await Store.Sessions.ListMessagesAsync(state.Key, after.Value, 3, Token))!;
            page.Total.ShouldBe(7);
            messages.AddRange(page.Messages.Select(message => message.Sequence));
            after = page.NextAfter;
        }

        messages.ShouldBe([1, 2, 3, 4, 5, 6, 7]);
        var invocations = (await Store.Sessions.ListInvocationsAsync(state.Key, 0, 3, Token))!;
        (invocations.Invocations.Count, invocations.Total, invocations.NextAfter).ShouldBe((3, 3, null));
        var behind = (await Store.Sessions.ListInvocationsAsync(state.Key, 3, 3, Token))!;
        (behind.Invocations.Count, behind.Total, behind.NextAfter).ShouldBe((0, 3, null));
    }

    [Fact]
    public async Task List_has_the_matches_of_every_filter_newest_first()
    {
        await _given.WriteAsync(_given.State("a") with { CreatedAt = Given.Now });
        await _given.WriteAsync(_given.State("b") with { CreatedAt = Given.Now.AddHours(1), Status = SessionStatus.Completed, Invocations = 2 }, [], GivenSessions.Invocation(1), GivenSessions.Invocation(2));
        await _given.WriteAsync(_given.State("c") with { CreatedAt = Given.Now.AddHours(2), UserId = "bob", Invocations = 1 }, [], GivenSessions.Invocation(1));

        (await _given.ListAsync(new() { Workspace = _given.Workspace })).ShouldBe(["c", "b", "a"]);
        (await _given.ListAsync(new() { Workspace = _given.Workspace, UserId = "alice" })).ShouldBe(["b", "a"]);
        (await _given.ListAsync(new() { Workspace = _given.Workspace, Status = SessionStatus.Active })).ShouldBe(["c", "a"]);
        (await _given.ListAsync(new() { Workspace = _given.Workspace, AgentId = "tickets" })).ShouldBe(["c", "b"]);
        (await _given.ListAsync(new() { Workspace = _given.Workspace, AgentId = "tickets", UserId = "alice" })).ShouldBe(["b"]);
        (await _given.ListAsync(new() { Workspace = _given.Workspace, From = Given.Now.AddHours(1) })).ShouldBe(["c", "b"]);
        (await _given.ListAsync(new() { Workspace = _given.Workspace, To = Given.Now.AddHours(1) })).ShouldBe(["a"]);
        (await _given.ListAsync(new() { Workspace = _given.Workspace, UserId = "alice", Status = SessionStatus.Active, From = Given.Now, To = Given.Now.AddDays(1) })).ShouldBe(["a"]);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("alice", null)]
    [InlineData(null, "tickets")]
    public async Task Pages_have_each_session_once_even_with_equal_times(string? user, string? agent)
    {
        var ids = Enumerable.Range(0, 7).Select(i => $"{i}-{user}{agent}").ToList();
        foreach (var id in ids)
        {
            await _given.WriteAsync(_given.State(id) with { Invocations = 1 }, [], GivenSessions.Invocation(1));
        }

        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await Store.Sessions.ListAsync(new() { Workspace = _given.Workspace, UserId = user, AgentId = agent, Limit = 3, Cursor = cursor }, Token);
            page.Sessions.Count.ShouldBeLessThanOrEqualTo(3);
            seen.AddRange(page.Sessions.Select(session => session.SessionId));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        seen.ShouldBe(ids.OrderDescending(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_analysis_adds_up_the_sessions_of_its_period()
    {
        await _given.WriteAsync(
            _given.State("x") with { Messages = 2, Invocations = 2 },
            [GivenSessions.Message(1), GivenSessions.Message(2)],
            GivenSessions.Invocation(1) with { DurationMs = 100 },
            GivenSessions.Invocation(2) with { DurationMs = 301, Success = false });
        await _given.WriteAsync(
            _given.State("y") with { Status = SessionStatus.Completed, Invocations = 2 },
            [],
            GivenSessions.Invocation(1) with { DurationMs = null },
            GivenSessions.Invocation(2) with { AgentId = "search", DurationMs = null });
        await _given.WriteAsync(_given.State("z") with { CreatedAt = Given.Now.AddDays(9), UserId = "bob", Status = SessionStatus.Expired, Messages = 1 }, [GivenSessions.Message(1)]);

        var all = await Store.Sessions.AnalyseAsync(new() { Workspace = _given.Workspace }, Token);
        (all.Sessions, all.Active, all.Completed, all.Expired, all.Messages, all.Invocations).ShouldBe((3, 1, 1, 1, 3, 4));
        all.Agents.ShouldBe(
        [
            new() { AgentId = "tickets", Sessions = 2, Invocations = 3, Succeeded = 2, SuccessRate = 0.6667, AvgDurationMs = 200.5, MaxDurationMs = 301 },
            new() { AgentId = "search", Sessions = 1, Invocations = 1, Succeeded = 1, SuccessRate = 1 },
        ]);
        (await Store.Sessions.AnalyseAsync(new() { Workspace = _given.Workspace, From = Given.Now.AddDays(1) }, Token)).Sessions.ShouldBe(1);
        (await Store.Sessions.AnalyseAsync(new() { Workspace = _given.Workspace, To = Given.Now.AddDays(1) }, Token)).Invocations.ShouldBe(4);
        (await Store.Sessions.AnalyseAsync(new() { Workspace = _given.Workspace, UserId = "bob" }, Token)).Agents.ShouldBeEmpty();
    }

    [Fact]
    public async Task Idle_and_ended_sessions_are_found_the_oldest_first()
    {
        // Far enough in the past that no other test has any there.
        var old = Given.Now.AddYears(-5);
        await _given.WriteAsync(_given.State("idle-2") with { UpdatedAt = old.AddMinutes(2) });
        await _given.WriteAsync(_given.State("idle-1") with { UpdatedAt = old.AddMinutes(1) });
        await _given.WriteAsync(_given.State("ended-2") with { UpdatedAt = old, Status = SessionStatus.Completed, StatusSince = old.AddMinutes(2) });
        await _given.WriteAsync(_given.State("ended-1") with { UpdatedAt = old, Status = SessionStatus.Expired, StatusSince = old.AddMinutes(1) });

        (await Store.Sessions.FindIdleAsync(old.AddMinutes(3), 10, Token)).Select(key => key.SessionId).ShouldBe(["idle-1", "idle-2"]);
        (await Store.Sessions.FindIdleAsync(old.AddMinutes(2), 10, Token)).Select(key => key.SessionId).ShouldBe(["idle-1"]);
        (await Store.Sessions.FindEndedAsync(old.AddMinutes(3), 10, Token)).Select(key => key.SessionId).ShouldBe(["ended-1", "ended-2"]);
        (await Store.Sessions.FindEndedAsync(old.AddMinutes(3), 1, Token)).Select(key => key.SessionId).ShouldBe(["ended-1"]);
    }
}

public sealed class ReadingSessionsInPostgres(PostgresTables tables) : ReadingSessionsSpecification(tables), IClassFixture<PostgresTables>;

public sealed class ReadingSessionsInSqlite(SqliteTables tables) : ReadingSessionsSpecification(tables), IClassFixture<SqliteTables>;
