using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sessions;
using Shouldly;
using Xunit;

namespace AgentRegistry.Storage.Tests.Sessions;

/// <summary>What sessions and all that is said in them are, whichever side they are on.</summary>
public abstract class SessionsSpecification(TestTables tables)
{
    private readonly GivenSessions _given = new(tables);

    private IRegistryStore Store => tables.Store;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Session_is_read_as_written()
    {
        var state = _given.State("whole") with
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
            GivenSessions.Message(1) with { Metadata = Given.Json("""{"z":[1,2]}"""), Content = "line 1\nline 2\t\u0001 \\ \" ' <b>" },
            GivenSessions.Message(2) with { Role = MessageRole.System, Content = "" },
        ];
        var invocation = GivenSessions.Invocation(1) with { Response = "three 🎫", Error = "one could not be read", DurationMs = long.MaxValue / 2 };
        await _given.WriteAsync(state, messages, invocation);

        var read = (await Store.Sessions.FindAsync(state.Key, Token))!;

        (read.SessionId, read.Workspace, read.UserId, read.Status).ShouldBe(("whole", _given.Workspace, "alice", SessionStatus.Expired));
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
    public async Task Locked_session_equals_the_saved_one_and_keeps_its_metadata()
    {
        var state = _given.State("locked") with { Metadata = Given.Json("""{"a":1}"""), StatusCommandedAt = Given.Now.AddMinutes(1), Bytes = 7 };
        await _given.WriteAsync(state);

        var locked = await LockAsync(state.Key);
        locked.ShouldBe(state with { Metadata = null });
        await _given.WriteAsync(locked! with { Status = SessionStatus.Completed });

        var read = (await Store.Sessions.FindAsync(state.Key, Token))!;
        read.Status.ShouldBe(SessionStatus.Completed);
        read.Metadata!.Value.GetRawText().ShouldBe("""{"a":1}""");
    }

    [Fact]
    public async Task Session_is_invisible_to_other_workspaces()
    {
        var mine = _given.State("same-id");
        var theirs = mine with { Key = mine.Key with { Workspace = $"{_given.Workspace}-2" }, UserId = "bob" };
        await _given.WriteAsync(mine with { Messages = 1, Invocations = 1 }, [GivenSessions.Message(1)], GivenSessions.Invocation(1));
        await _given.WriteAsync(theirs);
        var third = mine.Key with { Workspace = $"{_given.Workspace}-3" };

        (await Store.Sessions.FindAsync(theirs.Key, Token))!.ConversationHistory.ShouldBeEmpty();
        (await Store.Sessions.FindContextAsync(theirs.Key, Token))!.LastAgentId.ShouldBeNull();
        (await Store.Sessions.ListMessagesAsync(theirs.Key, 0, 10, Token))!.Messages.ShouldBeEmpty();
        (await Store.Sessions.ListInvocationsAsync(theirs.Key, 0, 10, Token))!.Invocations.ShouldBeEmpty();
        (await _given.ListAsync(new() { Workspace = theirs.Key.Workspace })).ShouldBe(["same-id"]);
        (await _given.ListAsync(new() { Workspace = theirs.Key.Workspace, UserId = "alice" })).ShouldBeEmpty();
        (await _given.ListAsync(new() { Workspace = theirs.Key.Workspace, AgentId = "tickets" })).ShouldBeEmpty();
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
    public async Task Deleted_session_loses_its_messages_and_frees_its_id()
    {
        var state = _given.State("gone") with { Messages = 1, Invocations = 1 };
        await _given.WriteAsync(state, [GivenSessions.Message(1)], GivenSessions.Invocation(1));

        await Store.CommitAsync(transaction => transaction.Sessions.DeleteAsync([state.Key], Token));
        (await Store.Sessions.FindAsync(state.Key, Token)).ShouldBeNull();
        await _given.WriteAsync(_given.State("gone"));

        var again = (await Store.Sessions.FindAsync(state.Key, Token))!;
        (again.ConversationHistory.Count, again.AgentsInvoked.Count, again.MessageCount).ShouldBe((0, 0, 0));
    }

    [Fact]
    public async Task Messages_and_invocations_are_known_within_their_session_only()
    {
        var (one, other) = (_given.State("one") with { Messages = 1, Invocations = 1 }, _given.State("other"));
        var (message, invocation) = (GivenSessions.Message(1), GivenSessions.Invocation(1));
        await _given.WriteAsync(one, [message], invocation);
        await _given.WriteAsync(other);

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
    public async Task Constraints_refuse_a_second_message_of_the_same_id_or_sequence(bool isSameId)
    {
        var state = _given.State($"twice-{isSameId}") with { Messages = 1 };
        var message = GivenSessions.Message(1);
        await _given.WriteAsync(state, [message]);

        var second = isSameId ? message with { Sequence = 2 } : GivenSessions.Message(1);
        var fault = await Should.ThrowAsync<Exception>(() => _given.WriteAsync(state, [second]));

        (StoreFaults.IsBadRow(fault), StoreFaults.IsUnavailable(fault)).ShouldBe((true, false));
        (await Store.Sessions.FindAsync(state.Key, Token))!.ConversationHistory.ShouldBe([message]);
    }

    [Fact]
    public async Task Constraints_refuse_a_row_without_its_session()
    {
        var fault = await Should.ThrowAsync<Exception>(() => Store.CommitAsync(
            transaction => transaction.Sessions.AddMessagesAsync([new(new(_given.Workspace, "nowhere"), GivenSessions.Message(1))], Token)));
        StoreFaults.IsBadRow(fault).ShouldBeTrue();
    }

    [Fact]
    public async Task Concurrent_creations_of_an_id_find_the_first()
    {
        var key = new SessionKey(_given.Workspace, "raced");
        var found = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(
            async () =>
            {
                SessionState? before = null;
                await Store.CommitAsync(async transaction =>
                {
                    before = (await transaction.Sessions.LockAsync([key], [key], Token)).GetValueOrDefault(key);
                    if (before is null)
                    {
                        await transaction.Sessions.SaveAsync([_given.State("raced") with { UserId = $"user-{i}" }], Token);
                    }
                });
                return before;
            },
            Token)));

        found.Count(before => before is null).ShouldBe(1);
        found.OfType<SessionState>().Select(before => before.UserId).Distinct().ShouldBe([(await Store.Sessions.FindAsync(key, Token))!.UserId]);
    }

    [Fact]
    public async Task Reserved_id_that_was_not_created_is_free()
    {
        var key = new SessionKey(_given.Workspace, "held");
        await Store.CommitAsync(transaction => transaction.Sessions.LockAsync([key], [key], Token));

        (await Store.Sessions.FindAsync(key, Token)).ShouldBeNull();
        (await _given.ListAsync(new() { Workspace = _given.Workspace })).ShouldNotContain("held");
        (await LockAsync(key)).ShouldBeNull();
    }

    [Fact]
    public Task Concurrent_appends_lose_nothing_and_keep_each_writers_order() => Property.ForAllAsync(3, async random =>
    {
        var key = new SessionKey(_given.Workspace, $"crowd-{random.Next()}");
        await _given.WriteAsync(_given.State(key.SessionId));
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

    /// <summary>As the worker appends, in as few words as possible.</summary>
    private Task AppendAsync(SessionKey key, string content) => Store.CommitAsync(async transaction =>
    {
        var state = (await transaction.Sessions.LockAsync([key], [], Token))[key];
        var next = state with { Messages = state.Messages + 1 };
        await transaction.Sessions.SaveAsync([next], Token);
        await transaction.Sessions.AddMessagesAsync([new(key, GivenSessions.Message(next.Messages) with { Content = content })], Token);
    });

    private async Task<SessionState?> LockAsync(SessionKey key)
    {
        SessionState? state = null;
        await Store.CommitAsync(async transaction => state = (await transaction.Sessions.LockAsync([key], [], Token)).GetValueOrDefault(key));
        return state;
    }
}

public sealed class SessionsInPostgres(PostgresTables tables) : SessionsSpecification(tables), IClassFixture<PostgresTables>;

public sealed class SessionsInSqlite(SqliteTables tables) : SessionsSpecification(tables), IClassFixture<SqliteTables>;
