using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sessions;
using Shouldly;
using Xunit;

namespace AgentRegistry.Storage.Tests.Sessions;

/// <summary>What sessions and all that is said in them are, whichever side they are on.</summary>
public abstract class SessionsSpecification(TestTables tables)
{
    private readonly string _workspace = $"workspace-{Guid.NewGuid():N}";

    private IRegistryStore Store => tables.Store;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_session_is_read_as_it_was_written()
    {
        var state = State("whole") with
        {
            Metadata = Given.Json("""{"b":1.50,"a":"测试 🤖"}"""),
            Status = SessionStatus.Expired,
            Messages = 2,
            Invocations = 1,
            LastAgentId = "tickets",
            Revision = 42,
        };
        SessionMessage[] messages =
        [
            Message(1) with { Metadata = Given.Json("""{"z":[1,2]}"""), Content = "line 1\nline 2\t\u0001 \\ \" ' <b>" },
            Message(2) with { Role = MessageRole.System, Content = "" },
        ];
        var invocation = Invocation(1) with { Response = "three 🎫", Error = "one could not be read", DurationMs = long.MaxValue / 2 };
        await WriteAsync(state, messages, invocation);

        var read = (await Store.Sessions.FindAsync(state.Key, Token))!;

        (read.SessionId, read.Workspace, read.UserId, read.Status).ShouldBe(("whole", _workspace, "alice", SessionStatus.Expired));
        (read.CreatedAt, read.UpdatedAt, read.StatusSince).ShouldBe((state.CreatedAt, state.UpdatedAt, state.StatusSince));
        (read.MessageCount, read.InvocationCount, read.LastAgentId, read.Revision).ShouldBe((2, 1, "tickets", 42));
        read.Metadata!.Value.GetRawText().ShouldBe("""{"b":1.50,"a":"测试 🤖"}""");
        read.ConversationHistory.Select(message => message with { Metadata = null }).ShouldBe(messages.Select(message => message with { Metadata = null }));
        read.ConversationHistory[0].Metadata!.Value.GetRawText().ShouldBe("""{"z":[1,2]}""");
        read.AgentsInvoked.ShouldBe([invocation]);
        read.Context.ShouldBe(new SessionContext
        {
            SessionId = "whole",
            LastAgentId = invocation.AgentId,
            LastQuery = invocation.Query,
            LastResponse = invocation.Response,
            UpdatedAt = invocation.Timestamp,
        });
        (await Store.Sessions.FindContextAsync(state.Key, Token)).ShouldBe(read.Context);
    }

    [Fact]
    public async Task A_locked_session_is_what_was_saved_and_keeps_its_metadata_when_it_is_saved_without()
    {
        var state = State("locked") with { Metadata = Given.Json("""{"a":1}"""), StatusCommandedAt = Given.Now.AddMinutes(1), Bytes = 7 };
        await WriteAsync(state);

        var locked = await LockAsync(state.Key);
        locked.ShouldBe(state with { Metadata = null });
        await WriteAsync(locked! with { Status = SessionStatus.Completed });

        var read = (await Store.Sessions.FindAsync(state.Key, Token))!;
        read.Status.ShouldBe(SessionStatus.Completed);
        read.Metadata!.Value.GetRawText().ShouldBe("""{"a":1}""");
    }

    [Fact]
    public async Task A_session_of_another_workspace_is_not_there_whatever_is_asked()
    {
        var mine = State("same-id");
        var theirs = mine with { Key = mine.Key with { Workspace = $"{_workspace}-2" }, UserId = "bob" };
        await WriteAsync(mine with { Messages = 1, Invocations = 1 }, [Message(1)], Invocation(1));
        await WriteAsync(theirs);
        var third = mine.Key with { Workspace = $"{_workspace}-3" };

        (await Store.Sessions.FindAsync(theirs.Key, Token))!.ConversationHistory.ShouldBeEmpty();
        (await Store.Sessions.FindContextAsync(theirs.Key, Token))!.LastAgentId.ShouldBeNull();
        (await Store.Sessions.ListMessagesAsync(theirs.Key, 0, 10, Token))!.Messages.ShouldBeEmpty();
        (await Store.Sessions.ListInvocationsAsync(theirs.Key, 0, 10, Token))!.Invocations.ShouldBeEmpty();
        (await ListAsync(new() { Workspace = theirs.Key.Workspace })).ShouldBe(["same-id"]);
        (await ListAsync(new() { Workspace = theirs.Key.Workspace, UserId = "alice" })).ShouldBeEmpty();
        (await ListAsync(new() { Workspace = theirs.Key.Workspace, AgentId = "tickets" })).ShouldBeEmpty();
        (await Store.Sessions.AnalyseAsync(new() { Workspace = theirs.Key.Workspace }, Token)).Messages.ShouldBe(0);

        (await Store.Sessions.FindAsync(third, Token)).ShouldBeNull();
        (await Store.Sessions.FindContextAsync(third, Token)).ShouldBeNull();
        (await Store.Sessions.ListMessagesAsync(third, 0, 10, Token)).ShouldBeNull();
        (await Store.Sessions.ListInvocationsAsync(third, 0, 10, Token)).ShouldBeNull();
        (await LockAsync(third)).ShouldBeNull();
        await Store.CommitAsync(transaction => transaction.Sessions.DeleteAsync([third, theirs.Key], Token));
        (await Store.Sessions.FindAsync(mine.Key, Token))!.AgentsInvoked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_was_said_goes_with_its_session_and_the_id_is_free_again()
    {
        var state = State("gone") with { Messages = 1, Invocations = 1 };
        await WriteAsync(state, [Message(1)], Invocation(1));

        await Store.CommitAsync(transaction => transaction.Sessions.DeleteAsync([state.Key], Token));
        (await Store.Sessions.FindAsync(state.Key, Token)).ShouldBeNull();
        await WriteAsync(State("gone"));

        var again = (await Store.Sessions.FindAsync(state.Key, Token))!;
        (again.ConversationHistory.Count, again.AgentsInvoked.Count, again.MessageCount).ShouldBe((0, 0, 0));
    }

    [Fact]
    public async Task Messages_and_invocations_that_a_session_has_are_known_by_their_ids_and_only_within_it()
    {
        var (one, other) = (State("one") with { Messages = 1, Invocations = 1 }, State("other"));
        var (message, invocation) = (Message(1), Invocation(1));
        await WriteAsync(one, [message], invocation);
        await WriteAsync(other);

        await Store.CommitAsync(async transaction =>
        {
            SessionEntryKey[] ids = [new(one.Key, message.Id), new(one.Key, Guid.NewGuid()), new(other.Key, message.Id), new(one.Key, invocation.Id)];
            (await transaction.Sessions.FindKnownMessagesAsync(ids, Token)).ShouldBe([ids[0]]);
            (await transaction.Sessions.FindKnownInvocationsAsync(ids, Token)).ShouldBe([ids[3]]);
            (await transaction.Sessions.FindKnownMessagesAsync([], Token)).ShouldBeEmpty();
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_constraints_refuse_a_message_twice_whether_by_its_id_or_by_its_place(bool isSameId)
    {
        var state = State($"twice-{isSameId}") with { Messages = 1 };
        var message = Message(1);
        await WriteAsync(state, [message]);

        var second = isSameId ? message with { Sequence = 2 } : Message(1);
        var fault = await Should.ThrowAsync<Exception>(() => WriteAsync(state, [second]));

        (StoreFaults.IsBadRow(fault), StoreFaults.IsAway(fault)).ShouldBe((true, false));
        (await Store.Sessions.FindAsync(state.Key, Token))!.ConversationHistory.ShouldBe([message]);
    }

    [Fact]
    public async Task A_row_without_its_session_is_refused()
    {
        var fault = await Should.ThrowAsync<Exception>(() => Store.CommitAsync(
            transaction => transaction.Sessions.AddMessagesAsync([new(new(_workspace, "nowhere"), Message(1))], Token)));
        StoreFaults.IsBadRow(fault).ShouldBeTrue();
    }

    [Fact]
    public async Task Of_many_who_create_one_id_at_once_each_but_the_first_finds_it()
    {
        var key = new SessionKey(_workspace, "raced");
        var found = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(
            async () =>
            {
                SessionState? before = null;
                await Store.CommitAsync(async transaction =>
                {
                    before = (await transaction.Sessions.LockAsync([key], [key], Token)).GetValueOrDefault(key);
                    if (before is null)
                    {
                        await transaction.Sessions.SaveAsync([State("raced") with { UserId = $"user-{i}" }], Token);
                    }
                });
                return before;
            },
            Token)));

        found.Count(before => before is null).ShouldBe(1);
        found.OfType<SessionState>().Select(before => before.UserId).Distinct().ShouldBe([(await Store.Sessions.FindAsync(key, Token))!.UserId]);
    }

    [Fact]
    public async Task An_id_that_was_held_and_not_created_is_free()
    {
        var key = new SessionKey(_workspace, "held");
        await Store.CommitAsync(transaction => transaction.Sessions.LockAsync([key], [key], Token));

        (await Store.Sessions.FindAsync(key, Token)).ShouldBeNull();
        (await ListAsync(new() { Workspace = _workspace })).ShouldNotContain("held");
        (await LockAsync(key)).ShouldBeNull();
    }

    [Fact]
    public Task Whatever_many_writers_append_at_once_is_all_there_and_each_writers_order_is_kept() => Property.ForAllAsync(3, async random =>
    {
        var key = new SessionKey(_workspace, $"crowd-{random.Next()}");
        await WriteAsync(State(key.SessionId));
        var counts = Enumerable.Range(0, 8).Select(_ => random.Next(1, 12)).ToList();

        await Task.WhenAll(counts.Select((count, writer) => Task.Run(
            async () =>
            {
                for (var i = 0; i < count; i++)
                {
                    await AppendAsync(key, $"{writer}:{i}");
                }
            },
            Token)));

        var messages = (await Store.Sessions.FindAsync(key, Token))!.ConversationHistory;
        messages.Select(message => message.Sequence).ShouldBe(Enumerable.Range(1, counts.Sum()));
        for (var writer = 0; writer < counts.Count; writer++)
        {
            messages.Select(message => message.Content).Where(content => content.StartsWith($"{writer}:", StringComparison.Ordinal))
                .ShouldBe(Enumerable.Range(0, counts[writer]).Select(i => $"{writer}:{i}"));
        }
    });

    [Fact]
    public async Task Pages_go_through_all_messages_and_all_invocations()
    {
        var state = State("paged") with { Messages = 7, Invocations = 3 };
        await WriteAsync(state, [.. Enumerable.Range(1, 7).Select(Message)], [.. Enumerable.Range(1, 3).Select(Invocation)]);

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
        (await Store.Sessions.ListInvocationsAsync(state.Key, 3, 3, Token))!.Invocations.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_list_has_those_that_pass_every_filter_the_newest_first()
    {
        await WriteAsync(State("a") with { CreatedAt = Given.Now });
        await WriteAsync(State("b") with { CreatedAt = Given.Now.AddHours(1), Status = SessionStatus.Completed, Invocations = 2 }, [], Invocation(1), Invocation(2));
        await WriteAsync(State("c") with { CreatedAt = Given.Now.AddHours(2), UserId = "bob", Invocations = 1 }, [], Invocation(1));

        (await ListAsync(new() { Workspace = _workspace })).ShouldBe(["c", "b", "a"]);
        (await ListAsync(new() { Workspace = _workspace, UserId = "alice" })).ShouldBe(["b", "a"]);
        (await ListAsync(new() { Workspace = _workspace, Status = SessionStatus.Active })).ShouldBe(["c", "a"]);
        (await ListAsync(new() { Workspace = _workspace, AgentId = "tickets" })).ShouldBe(["c", "b"]);
        (await ListAsync(new() { Workspace = _workspace, AgentId = "tickets", UserId = "alice" })).ShouldBe(["b"]);
        (await ListAsync(new() { Workspace = _workspace, From = Given.Now.AddHours(1) })).ShouldBe(["c", "b"]);
        (await ListAsync(new() { Workspace = _workspace, To = Given.Now.AddHours(1) })).ShouldBe(["a"]);
        (await ListAsync(new() { Workspace = _workspace, UserId = "alice", Status = SessionStatus.Active, From = Given.Now, To = Given.Now.AddDays(1) })).ShouldBe(["a"]);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("alice", null)]
    [InlineData(null, "tickets")]
    public async Task Pages_of_a_list_have_each_session_once_also_those_created_in_the_same_moment(string? user, string? agent)
    {
        var ids = Enumerable.Range(0, 7).Select(i => $"{i}-{user}{agent}").ToList();
        foreach (var id in ids)
        {
            await WriteAsync(State(id) with { Invocations = 1 }, [], Invocation(1));
        }

        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await Store.Sessions.ListAsync(new() { Workspace = _workspace, UserId = user, AgentId = agent, Limit = 3, Cursor = cursor }, Token);
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
        await WriteAsync(
            State("x") with { Messages = 2, Invocations = 2 },
            [Message(1), Message(2)],
            Invocation(1) with { DurationMs = 100 },
            Invocation(2) with { DurationMs = 301, Success = false });
        await WriteAsync(
            State("y") with { Status = SessionStatus.Completed, Invocations = 2 },
            [],
            Invocation(1) with { DurationMs = null },
            Invocation(2) with { AgentId = "search", DurationMs = null });
        await WriteAsync(State("z") with { CreatedAt = Given.Now.AddDays(9), UserId = "bob", Status = SessionStatus.Expired, Messages = 1 }, [Message(1)]);

        var all = await Store.Sessions.AnalyseAsync(new() { Workspace = _workspace }, Token);
        (all.Sessions, all.Active, all.Completed, all.Expired, all.Messages, all.Invocations).ShouldBe((3, 1, 1, 1, 3, 4));
        all.Agents.ShouldBe(
        [
            new() { AgentId = "tickets", Sessions = 2, Invocations = 3, Succeeded = 2, SuccessRate = 0.6667, AvgDurationMs = 200.5, MaxDurationMs = 301 },
            new() { AgentId = "search", Sessions = 1, Invocations = 1, Succeeded = 1, SuccessRate = 1 },
        ]);
        (await Store.Sessions.AnalyseAsync(new() { Workspace = _workspace, From = Given.Now.AddDays(1) }, Token)).Sessions.ShouldBe(1);
        (await Store.Sessions.AnalyseAsync(new() { Workspace = _workspace, To = Given.Now.AddDays(1) }, Token)).Invocations.ShouldBe(4);
        (await Store.Sessions.AnalyseAsync(new() { Workspace = _workspace, UserId = "bob" }, Token)).Agents.ShouldBeEmpty();
    }

    [Fact]
    public async Task Idle_and_ended_sessions_are_found_the_oldest_first()
    {
        // Far enough in the past that no other test has any there.
        var old = Given.Now.AddYears(-5);
        await WriteAsync(State("idle-2") with { UpdatedAt = old.AddMinutes(2) });
        await WriteAsync(State("idle-1") with { UpdatedAt = old.AddMinutes(1) });
        await WriteAsync(State("ended-2") with { UpdatedAt = old, Status = SessionStatus.Completed, StatusSince = old.AddMinutes(2) });
        await WriteAsync(State("ended-1") with { UpdatedAt = old, Status = SessionStatus.Expired, StatusSince = old.AddMinutes(1) });

        (await Store.Sessions.FindIdleAsync(old.AddMinutes(3), 10, Token)).Select(key => key.SessionId).ShouldBe(["idle-1", "idle-2"]);
        (await Store.Sessions.FindIdleAsync(old.AddMinutes(2), 10, Token)).Select(key => key.SessionId).ShouldBe(["idle-1"]);
        (await Store.Sessions.FindEndedAsync(old.AddMinutes(3), 10, Token)).Select(key => key.SessionId).ShouldBe(["ended-1", "ended-2"]);
        (await Store.Sessions.FindEndedAsync(old.AddMinutes(3), 1, Token)).Select(key => key.SessionId).ShouldBe(["ended-1"]);
    }

    private SessionState State(string id) => new()
    {
        Key = new(_workspace, id),
        UserId = "alice",
        CreatedBy = Guid.NewGuid(),
        CreatedAt = Given.Now,
        UpdatedAt = Given.Now,
        StatusSince = Given.Now,
        Revision = 1,
    };

    private static SessionMessage Message(int sequence) => new()
    {
        Sequence = sequence,
        Id = Guid.NewGuid(),
        Role = MessageRole.Assistant,
        Content = $"message {sequence}",
        Timestamp = Given.Now.AddSeconds(sequence),
    };

    private static SessionInvocation Invocation(int sequence) => new()
    {
        Sequence = sequence,
        Id = Guid.NewGuid(),
        AgentId = "tickets",
        Query = "show my tickets",
        Success = true,
        Timestamp = Given.Now.AddSeconds(sequence),
    };

    private Task WriteAsync(SessionState state, IReadOnlyList<SessionMessage>? messages = null, params SessionInvocation[] invocations) =>
        Store.CommitAsync(async transaction =>
        {
            await transaction.Sessions.SaveAsync([state], Token);
            await transaction.Sessions.AddMessagesAsync([.. (messages ?? []).Select(message => new StoredMessage(state.Key, message))], Token);
            await transaction.Sessions.AddInvocationsAsync([.. invocations.Select(invocation => new StoredInvocation(state.Key, invocation))], Token);
        });

    /// <summary>As the worker appends, in as few words as possible.</summary>
    private Task AppendAsync(SessionKey key, string content) => Store.CommitAsync(async transaction =>
    {
        var state = (await transaction.Sessions.LockAsync([key], [], Token))[key];
        var next = state with { Messages = state.Messages + 1 };
        await transaction.Sessions.SaveAsync([next], Token);
        await transaction.Sessions.AddMessagesAsync([new(key, Message(next.Messages) with { Content = content })], Token);
    });

    private async Task<SessionState?> LockAsync(SessionKey key)
    {
        SessionState? state = null;
        await Store.CommitAsync(async transaction => state = (await transaction.Sessions.LockAsync([key], [], Token)).GetValueOrDefault(key));
        return state;
    }

    private async Task<IReadOnlyList<string>> ListAsync(ListSessions query) =>
        [.. (await Store.Sessions.ListAsync(query, Token)).Sessions.Select(session => session.SessionId)];
}

public sealed class SessionsInPostgres(PostgresTables tables) : SessionsSpecification(tables), IClassFixture<PostgresTables>;

public sealed class SessionsInSqlite(SqliteTables tables) : SessionsSpecification(tables), IClassFixture<SqliteTables>;
