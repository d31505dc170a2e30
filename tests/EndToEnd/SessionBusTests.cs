using System.Text;
using AgentRegistry.Contracts;
using AgentRegistry.Testing;
using Shouldly;
using Xunit;

namespace AgentRegistry.EndToEnd;

/// <summary>Sessions over RabbitMQ, without HTTP, with two SessionWorkers.</summary>
[Collection(DistributedCollection.Name)]
public sealed class SessionBusTests(DistributedFixture system) : IAsyncLifetime
{
    private readonly string _workspace = $"bus-{Guid.NewGuid():N}";
    private BusClient _bus = null!;

    public async ValueTask InitializeAsync() => _bus = await BusClient.ConnectAsync();

    public ValueTask DisposeAsync() => _bus.DisposeAsync();

    [Fact]
    public async Task Every_command_and_query_gets_a_response()
    {
        var creation = new CreateSession { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = _workspace, UserId = "alice" };
        var created = await _bus.AskAsync<CreateSession, SessionAccepted>(creation);
        (created.Outcome, created.SessionId).ShouldBe((SessionOutcome.Created, creation.MessageId.ToString("N")));
        (await _bus.AskAsync<CreateSession, SessionAccepted>(creation)).Outcome.ShouldBe(SessionOutcome.Unchanged);
        (await _bus.AskAsync<CreateSession, SessionConflict>(creation with { MessageId = Guid.NewGuid(), SessionId = created.SessionId })).Reason
            .ShouldBe(SessionConflictReason.Taken);
        var id = created.SessionId;

        (await _bus.AskAsync<AppendSessionMessages, SessionAccepted>(Said(id, "a", "b"))).MessageCount.ShouldBe(2);
        (await _bus.AskAsync<RecordInvocation, SessionAccepted>(Call(id))).InvocationCount.ShouldBe(1);
        (await _bus.AskAsync<GetSession, SessionDetails>(new() { Workspace = _workspace, SessionId = id })).ConversationHistory.Count.ShouldBe(2);
        (await _bus.AskAsync<GetSessionContext, SessionContext>(new() { Workspace = _workspace, SessionId = id })).LastAgentId.ShouldBe("tickets");
        (await _bus.AskAsync<ListSessionMessages, SessionMessagePage>(new() { Workspace = _workspace, SessionId = id, Limit = 1 })).NextAfter.ShouldBe(1);
        (await _bus.AskAsync<ListSessionInvocations, SessionInvocationPage>(new() { Workspace = _workspace, SessionId = id })).Total.ShouldBe(1);
        (await _bus.AskAsync<ListSessions, SessionPage>(new() { Workspace = _workspace })).Sessions.ShouldHaveSingleItem().SessionId.ShouldBe(id);
        (await _bus.AskAsync<AnalyseSessions, SessionAnalysis>(new() { Workspace = _workspace })).Messages.ShouldBe(2);
        (await _bus.AskAsync<ListSessions, RequestRejected>(new() { Workspace = "*" })).Faults.ShouldHaveSingleItem().Field.ShouldBe("workspace");
        (await _bus.AskAsync<AppendSessionMessages, RequestRejected>(Said(id))).Faults.ShouldHaveSingleItem().Field.ShouldBe("messages");

        (await _bus.AskAsync<ChangeSessionStatus, SessionAccepted>(Status(id, SessionStatus.Completed))).Status.ShouldBe(SessionStatus.Completed);
        (await _bus.AskAsync<ChangeSessionStatus, SessionConflict>(Status(id, SessionStatus.Active))).Status.ShouldBe(SessionStatus.Completed);
        (await _bus.AskAsync<DeleteSession, SessionAccepted>(Deletion(id))).Outcome.ShouldBe(SessionOutcome.Deleted);
        (await _bus.AskAsync<DeleteSession, SessionNotFound>(Deletion(id))).SessionId.ShouldBe(id);
    }

    [Fact]
    public async Task Session_is_invisible_on_the_bus_to_other_workspaces()
    {
        var id = await CreateAsync();
        await _bus.AskAsync<AppendSessionMessages, SessionAccepted>(Said(id, "ours alone"));
        var other = _workspace + "-2";

        (await _bus.AskAsync<AppendSessionMessages, SessionNotFound>(Said(id, "x") with { Workspace = other })).Workspace.ShouldBe(other);
        await _bus.AskAsync<RecordInvocation, SessionNotFound>(Call(id) with { Workspace = other });
        await _bus.AskAsync<ChangeSessionStatus, SessionNotFound>(Status(id, SessionStatus.Completed) with { Workspace = other });
        await _bus.AskAsync<DeleteSession, SessionNotFound>(Deletion(id) with { Workspace = other });
        await _bus.AskAsync<GetSession, SessionNotFound>(new() { Workspace = other, SessionId = id });
        await _bus.AskAsync<GetSession, SessionNotFound>(new() { SessionId = id });
        await _bus.AskAsync<GetSessionContext, SessionNotFound>(new() { Workspace = other, SessionId = id });
        await _bus.AskAsync<ListSessionMessages, SessionNotFound>(new() { Workspace = other, SessionId = id });
        await _bus.AskAsync<ListSessionInvocations, SessionNotFound>(new() { Workspace = other, SessionId = id });
        (await _bus.AskAsync<ListSessions, SessionPage>(new() { Workspace = other })).Sessions.ShouldBeEmpty();
        (await _bus.AskAsync<AnalyseSessions, SessionAnalysis>(new() { Workspace = other })).Sessions.ShouldBe(0);
        (await _bus.AskAsync<GetSession, SessionDetails>(new() { Workspace = _workspace, SessionId = id })).ConversationHistory.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Plain_json_of_any_order_ends_as_one_conversation_and_its_changes_are_events()
    {
        await using var events = await _bus.ListenAsync<SessionChanged>();
        var id = $"plain-{Guid.NewGuid():N}";

        // Nobody waits for an answer, and what is said comes before its session does.
        await _bus.PublishAsync(Said(id, "first", "second"));
        await _bus.PublishAsync(Creation(id));

        await Eventually.HoldsAsync(() => events.Messages.Count(change => change.SessionId == id) == 2);
        events.Messages.Where(change => change.SessionId == id).OrderBy(change => change.Revision).Select(change => (change.Change, change.Workspace, change.MessageCount))
            .ShouldBe([(SessionChange.Created, _workspace, 0), (SessionChange.MessagesAppended, _workspace, 2)]);
        (await _bus.AskAsync<GetSession, SessionDetails>(new() { Workspace = _workspace, SessionId = id })).ConversationHistory
            .Select(message => message.Content).ShouldBe(["first", "second"]);
    }

    [Fact]
    public async Task Refused_session_command_goes_whole_to_the_error_queue()
    {
        var id = await CreateAsync();
        await _bus.AskAsync<ChangeSessionStatus, SessionAccepted>(Status(id, SessionStatus.Completed));
        await _bus.PublishAsync(Said(id, "too late"));

        var late = await _bus.ErrorAsync("append-session-messages");
        late.Body.ShouldContain("too late");
        late.Reason.ShouldContain(id);

        await _bus.PublishAsync("RecordInvocation", Encoding.UTF8.GetBytes("""{"agentId":"has space"}"""));
        (await _bus.ErrorAsync("record-invocation")).Reason.ShouldContain("sessionId must be");
    }

    [Fact]
    public async Task Fifty_concurrent_writers_lose_nothing_and_keep_their_order()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => CreateAsync()));
        await Task.WhenAll(ids.SelectMany(id => Enumerable.Range(0, 2).Select(async writer =>
        {
            for (var i = 0; i < 6; i++)
            {
                await _bus.AskAsync<AppendSessionMessages, SessionAccepted>(Said(id, $"{writer}:{i}"));
            }
        })));

        foreach (var id in ids)
        {
            var answer = await system.Api.SendAsync(HttpMethod.Get, $"/api/v1/sessions/{id}/messages", null, ("X-Workspace", _workspace));
            var contents = answer["messages"]!.AsArray().Select(message => (string)message!["content"]!).ToList();
            contents.Count.ShouldBe(12);
            contents.GroupBy(content => content[0]).ShouldAllBe(writer => writer.SequenceEqual(Enumerable.Range(0, 6).Select(i => $"{writer.Key}:{i}")));
        }
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private async Task<string> CreateAsync() =>
        (await _bus.AskAsync<CreateSession, SessionAccepted>(Creation($"session-{Guid.NewGuid():N}"))).SessionId;

    private CreateSession Creation(string id) =>
        new() { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = _workspace, SessionId = id, UserId = "alice" };

    private AppendSessionMessages Said(string id, params string[] contents) => new()
    {
        MessageId = Guid.NewGuid(),
        SentAt = Now,
        Workspace = _workspace,
        SessionId = id,
        Messages = [.. contents.Select(content => new NewSessionMessage { Role = MessageRole.User, Content = content })],
    };

    private RecordInvocation Call(string id) =>
        new() { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = _workspace, SessionId = id, AgentId = "tickets", Query = "q", Success = true };

    private ChangeSessionStatus Status(string id, SessionStatus status) =>
        new() { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = _workspace, SessionId = id, Status = status };

    private DeleteSession Deletion(string id) => new() { MessageId = Guid.NewGuid(), SentAt = Now, Workspace = _workspace, SessionId = id };
}
