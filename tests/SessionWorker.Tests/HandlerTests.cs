using AgentRegistry.Contracts;
using AgentRegistry.SessionWorker.Tests.Contexts;
using MassTransit;
using MassTransit.Testing;
using Shouldly;
using Xunit;

namespace AgentRegistry.SessionWorker.Tests;

/// <summary>What a sender on the bus gets from the worker.</summary>
public class HandlerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_command_and_query_on_a_session_gets_its_response()
    {
        await using var worker = await Embedded.StartAsync();
        await worker.Harness.Start();
        var key = (Given.Key.Workspace, Given.Key.SessionId);

        (await RequestAsync<CreateSession, SessionAccepted>(worker, Given.Creation())).Outcome.ShouldBe(SessionOutcome.Created);
        (await RequestAsync<AppendSessionMessages, SessionAccepted>(worker, Given.Said("a", "b"))).Added.ShouldBe(2);
        (await RequestAsync<RecordInvocation, SessionAccepted>(worker, Given.Call())).InvocationCount.ShouldBe(1);
        (await RequestAsync<ChangeSessionStatus, SessionAccepted>(worker, Given.Status(SessionStatus.Completed))).Status.ShouldBe(SessionStatus.Completed);

        (await RequestAsync<GetSession, SessionDetails>(worker, new() { Workspace = key.Workspace, SessionId = key.SessionId })).MessageCount.ShouldBe(2);
        (await RequestAsync<GetSessionContext, SessionContext>(worker, new() { SessionId = key.SessionId })).LastAgentId.ShouldBe("tickets");
        (await RequestAsync<ListSessionMessages, SessionMessagePage>(worker, new() { SessionId = key.SessionId })).Total.ShouldBe(2);
        (await RequestAsync<ListSessionInvocations, SessionInvocationPage>(worker, new() { SessionId = key.SessionId })).Total.ShouldBe(1);
        (await RequestAsync<ListSessions, SessionPage>(worker, new())).Sessions.Count.ShouldBe(1);
        (await RequestAsync<AnalyseSessions, SessionAnalysis>(worker, new())).ShouldNotBeNull();

        (await RequestAsync<AppendSessionMessages, SessionConflict>(worker, Given.Said("late"))).Reason.ShouldBe(SessionConflictReason.Status);
        (await RequestAsync<DeleteSession, SessionAccepted>(worker, Given.Deletion)).Outcome.ShouldBe(SessionOutcome.Deleted);
        (await RequestAsync<DeleteSession, SessionNotFound>(worker, Given.Deletion)).SessionId.ShouldBe(key.SessionId);
        (await RequestAsync<GetSession, SessionNotFound>(worker, new() { SessionId = key.SessionId })).SessionId.ShouldBe(key.SessionId);
        (await RequestAsync<AppendSessionMessages, SessionNotFound>(worker, Given.Said("nobody"))).SessionId.ShouldBe(key.SessionId);
    }

    [Fact]
    public async Task Every_command_and_query_on_a_context_gets_its_response()
    {
        await using var worker = await Embedded.StartAsync();
        await worker.Harness.Start();
        var (agent, name) = (GivenContexts.Key.AgentId, GivenContexts.Key.Name);

        (await RequestAsync<WriteContext, ContextAccepted>(worker, GivenContexts.Write())).Outcome.ShouldBe(ContextOutcome.Created);
        (await RequestAsync<WriteContext, ContextAccepted>(worker, GivenContexts.Write("""{"a":1}"""))).Version.ShouldBe(2);
        (await RequestAsync<NameCheckpoint, ContextAccepted>(worker, GivenContexts.Name("approved"))).Version.ShouldBe(2);
        (await RequestAsync<RollbackContext, ContextAccepted>(worker, GivenContexts.Rollback(1))).RollbackState.ShouldBe(RollbackState.Success);

        (await RequestAsync<GetContext, ContextDetails>(worker, new() { AgentId = agent, Name = name })).CurrentVersion.ShouldBe(3);
        (await RequestAsync<ListContexts, ContextPage>(worker, new())).Contexts.Count.ShouldBe(1);
        (await RequestAsync<ListContextVersions, ContextVersionPage>(worker, new() { AgentId = agent, Name = name })).Versions.Count.ShouldBe(3);
        (await RequestAsync<DiffContext, ContextDiff>(worker, new() { AgentId = agent, Name = name, From = 1, To = 2 })).Patch.Count.ShouldBe(1);

        (await RequestAsync<WriteContext, ContextConflict>(worker, GivenContexts.Write(expected: 1))).CurrentVersion.ShouldBe(3);
        (await RequestAsync<RollbackContext, ContextNotFound>(worker, GivenContexts.Rollback(9))).RollbackState.ShouldBe(RollbackState.Failed);
        (await RequestAsync<GetContext, ContextNotFound>(worker, new() { AgentId = agent, Name = name, Version = 9 })).Version.ShouldBe(9);
        (await RequestAsync<RemoveCheckpoint, ContextAccepted>(worker, GivenContexts.RemoveCheckpoint("approved"))).Outcome.ShouldBe(ContextOutcome.Updated);
        (await RequestAsync<DeleteContext, ContextAccepted>(worker, GivenContexts.Delete())).Version.ShouldBe(0);
        (await RequestAsync<DeleteContext, ContextNotFound>(worker, GivenContexts.Delete())).Name.ShouldBe(name);
    }

    [Fact]
    public async Task Invalid_command_is_rejected_with_its_faults()
    {
        await using var worker = await Embedded.StartAsync();
        await worker.Harness.Start();

        (await RequestAsync<CreateSession, RequestRejected>(worker, Given.Creation("no id"))).Faults.ShouldContain(fault => fault.Field == "sessionId");
        (await RequestAsync<GetContext, RequestRejected>(worker, new())).Faults.ShouldContain(fault => fault.Field == "name");
    }

    [Fact]
    public async Task Plain_command_that_a_session_refuses_fails_with_the_reason_and_a_deletion_of_nothing_succeeds()
    {
        await using var worker = await Embedded.StartAsync();
        await worker.Harness.Start();
        await worker.Harness.Bus.Publish(Given.Deletion, Token);
        (await worker.Harness.Consumed.Any<DeleteSession>(consumed => consumed.Exception is null, Token)).ShouldBeTrue();

        await RequestAsync<CreateSession, SessionAccepted>(worker, Given.Creation());
        await worker.Harness.Bus.Publish(Given.Creation(), Token);

        var fault = await worker.Harness.Published.SelectAsync<Fault<CreateSession>>(Token).First();
        fault.Context.Message.Exceptions.ShouldHaveSingleItem().Message.ShouldContain("Taken");
    }

    private static async Task<TResponse> RequestAsync<TRequest, TResponse>(Embedded worker, TRequest request)
        where TRequest : class
        where TResponse : class =>
        (await worker.Harness.GetRequestClient<TRequest>().GetResponse<TResponse>(request, Token)).Message;
}
