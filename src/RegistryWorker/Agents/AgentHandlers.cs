using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Queries;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Agents;

/// <summary>The commands on agents, and the queries for the versions of their registrations.</summary>
internal sealed class AgentHandlers(AgentWriter writer, IRegistryStore store, RegistrationVersionQueries versions, Limits limits, TimeProvider time)
{
    public static void Register(IBusRegistrationConfigurator bus)
    {
        bus.AddCommand<RegisterAgent, AgentHandlers>((agents, message, token) => agents.RegisterAsync(message, token), prefetch: 200);
        bus.AddCommand<RegisterAgents, AgentHandlers>((agents, message, token) => agents.RegisterAsync(message, token), prefetch: 4);
        bus.AddCommand<ChangeAgentStatus, AgentHandlers>((agents, message, token) => agents.ChangeStatusAsync(message, token), prefetch: 50);
        bus.AddCommand<UpdateAgentCapabilities, AgentHandlers>((agents, message, token) => agents.WriteAsync(AgentCommand.Of(message), token), prefetch: 50);
        bus.AddCommand<DeleteAgent, AgentHandlers>((agents, message, token) => agents.WriteAsync(AgentCommand.Of(message), token), prefetch: 50);
        bus.AddCommand<RestoreRegistration, AgentHandlers>((agents, message, token) => agents.RestoreAsync(message, token), prefetch: 20);
        bus.AddQuery<GetRegistrationVersion, RegistrationVersionQueries>((versions, query, token) => versions.GetAsync(query, token));
        bus.AddQuery<ListRegistrationVersions, RegistrationVersionQueries>((versions, query, token) => versions.ListAsync(query, token));
        bus.AddQuery<DiffRegistrationVersions, RegistrationVersionQueries>((versions, query, token) => versions.DiffAsync(query, token));
    }

    private async Task<object> RegisterAsync(RegisterAgent message, CancellationToken cancellationToken)
    {
        var committed = await writer.WriteAsync(AgentCommand.Of(message), cancellationToken);
        return committed.Outcome == AgentOutcome.Conflict
            ? new Refused(new RegistrationConflict { AgentId = message.AgentId }, $"agentId '{message.AgentId}' belongs to another workspace")
            : Accepted(message.AgentId, committed);
    }

    /// <summary>Each agent has its own outcome.</summary>
    private async Task<object> RegisterAsync(RegisterAgents message, CancellationToken cancellationToken)
    {
        var results = await Task.WhenAll(message.Agents.Select(agent => RegisterAsync(agent, message, cancellationToken)));
        var failed = results.Where(result => result.Outcome is AgentOutcome.Rejected or AgentOutcome.Conflict).ToList();
        var response = new AgentsAccepted { Results = results };
        return failed.Count == 0 ? response : new Refused(response, string.Join(" | ", failed.Select(result =>
            $"{result.AgentId}: {(result.Outcome == AgentOutcome.Conflict ? "belongs to another workspace" : result.Faults.Describe())}")));
    }

    private async Task<AgentResult> RegisterAsync(RegisterAgent agent, RegisterAgents message, CancellationToken cancellationToken)
    {
        var whole = agent with
        {
            MessageId = agent.MessageId == Guid.Empty ? message.MessageId : agent.MessageId,
            SentAt = agent.SentAt == default ? message.SentAt : agent.SentAt,
        };
        var faults = MessageRules.Check(whole, limits, time.GetUtcNow());
        return faults.Count > 0
            ? new AgentResult { AgentId = agent.AgentId ?? "", Outcome = AgentOutcome.Rejected, Faults = faults }
            : Result(whole.AgentId, await writer.WriteAsync(AgentCommand.Of(whole), cancellationToken));
    }

    private async Task<object> ChangeStatusAsync(ChangeAgentStatus message, CancellationToken cancellationToken)
    {
        var committed = await Task.WhenAll(message.AgentIds.Select(id => writer.WriteAsync(AgentCommand.Of(message, id), cancellationToken)));
        return committed is [{ Outcome: AgentOutcome.RevisionConflict, State: { } state }]
            ? Conflict(state.Id, state.Revision)
            : new AgentsAccepted { Results = [.. message.AgentIds.Zip(committed, Result)] };
    }

    private async Task<object> RestoreAsync(RestoreRegistration message, CancellationToken cancellationToken) =>
        await store.Registrations.FindAsync(message.Workspace, message.AgentId, message.Version, cancellationToken) is { Registration: var version }
            ? await WriteAsync(AgentCommand.Of(message, version), cancellationToken)
            : await versions.NotFoundAsync(message.Workspace, message.AgentId, message.Version, cancellationToken);

    private async Task<object> WriteAsync(AgentCommand command, CancellationToken cancellationToken) => await writer.WriteAsync(command, cancellationToken) switch
    {
        { Outcome: AgentOutcome.RevisionConflict, State: { } state } => Conflict(command.AgentId, state.Revision),

        // No fault of the message: the agent may have been deleted while it was under way.
        { Outcome: AgentOutcome.NotFound } => new AgentNotFound { AgentId = command.AgentId },
        var committed => Accepted(command.AgentId, committed),
    };

    private static AgentAccepted Accepted(string agentId, AgentCommitted committed) => new()
    {
        AgentId = agentId,
        Outcome = committed.Outcome,
        Revision = committed.State?.Revision ?? 0,
        HeartbeatIntervalSeconds = committed.State is { Exists: true } ? committed.State.IntervalSeconds : 0,
        LeaseSeconds = committed.State is { Exists: true } ? committed.State.LeaseSeconds : 0,
    };

    private static AgentResult Result(string agentId, AgentCommitted committed) =>
        new() { AgentId = agentId, Outcome = committed.Outcome, Revision = committed.State?.Revision ?? 0 };

    private static Refused Conflict(string agentId, long revision) =>
        new(new RevisionConflict { AgentId = agentId, CurrentRevision = revision }, $"agent '{agentId}' has revision {revision}");
}
