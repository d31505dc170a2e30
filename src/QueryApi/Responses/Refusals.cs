using System.Globalization;
using AgentRegistry.Contracts;

namespace AgentRegistry.QueryApi.Responses;

/// <content>The one mapper from the contracts' refusals to problems, whoever refused: a worker or a query handler.</content>
internal sealed partial class Problem
{
    private const int NotFound = StatusCodes.Status404NotFound;
    private const int Conflict = StatusCodes.Status409Conflict;

    /// <summary>The problem that a refusal stands for.</summary>
    /// <exception cref="NotSupportedException">The contract has no problem here: every refusal needs one.</exception>
    public static Problem Of(object refusal) => refusal switch
    {
        AgentNotFound missing => AgentNotFound(missing.AgentId),
        AgentNotRegistered missing => NotRegistered(missing.AgentId),
        RegistrationConflict conflict => Of(conflict),
        RevisionConflict conflict => Of(conflict),
        RegistrationVersionNotFound missing => Of(missing),
        RouteNotFound missing => Of(missing),
        SessionNotFound missing => Of(missing),
        SessionConflict conflict => Of(conflict),
        ContextNotFound missing => Of(missing),
        ContextConflict conflict => Of(conflict),
        DefinitionNotFound missing => Of(missing),
        DefinitionConflict conflict => Of(conflict),
        InstanceNotFound missing => Of(missing),
        InstanceConflict conflict => Of(conflict),
        RequestRejected rejected => Invalid(rejected.Faults),
        _ => throw new NotSupportedException($"No problem is defined for '{refusal.GetType().Name}'."),
    };

    public static Problem AgentNotFound(string agentId) =>
        new(new Problem(NotFound, "agent_not_found", "Agent not found", $"No agent is registered as '{agentId}'.").Details with { AgentId = agentId });

    /// <summary>The answer to a heartbeat of an agent that is not registered.</summary>
    public static Problem NotRegistered(string agentId)
    {
        var detail = $"No agent is registered as '{agentId}': the heartbeat does not count. Register again, then continue sending heartbeats.";
        return new(new Problem(StatusCodes.Status410Gone, "agent_not_registered", "Register again", detail).Details with { AgentId = agentId });
    }

    private static Problem Of(RegistrationConflict conflict)
    {
        var detail = $"'{conflict.AgentId}' is registered in another workspace. Nothing was done.";
        return new(new Problem(Conflict, "registration_conflict", "The id is taken", detail).Details with { AgentId = conflict.AgentId });
    }

    private static Problem Of(RevisionConflict conflict)
    {
        var detail = $"'{conflict.AgentId}' has the ETag {EntityTag.Of(conflict.CurrentRevision)} now. Nothing was done: read it and decide again.";
        var problem = new Problem(Conflict, "revision_conflict", "The agent has changed", detail);
        return new(problem.Details with { AgentId = conflict.AgentId, CurrentRevision = conflict.CurrentRevision });
    }

    private static Problem Of(RegistrationVersionNotFound missing)
    {
        var detail = Text($"The registration of '{missing.AgentId}' has no version {missing.Version}, or no longer.");
        return new(new Problem(NotFound, "registration_version_not_found", "Registration version not found", detail).Details with { AgentId = missing.AgentId });
    }

    private static Problem Of(RouteNotFound missing) => new(
        NotFound, "route_not_found", "Routing decision not found", $"The workspace has no routing decision '{missing.RouteId}', or no longer.");

    private static Problem Of(SessionNotFound missing)
    {
        var problem = new Problem(NotFound, "session_not_found", "Session not found", $"The workspace has no session '{missing.SessionId}'.");
        return new(problem.Details with { SessionId = missing.SessionId });
    }

    private static Problem Of(SessionConflict conflict)
    {
        var problem = conflict.Reason switch
        {
            SessionConflictReason.Taken => new Problem(
                Conflict, "session_taken", "The id is taken", $"The workspace has a session '{conflict.SessionId}' already. Nothing was done."),
            SessionConflictReason.Full => new Problem(
                Conflict, "session_full", "The session is full", $"'{conflict.SessionId}' would hold more than a session may. Nothing was done: begin another."),
            _ => new Problem(
                Conflict, "session_status", "The session's status does not allow it", $"'{conflict.SessionId}' is {WireNames.Of(conflict.Status)}. Nothing was done."),
        };
        return new(problem.Details with { SessionId = conflict.SessionId });
    }

    private static Problem Of(ContextNotFound missing)
    {
        var what = $"context '{missing.Name}' of agent '{missing.AgentId}'";
        var part = missing.Checkpoint is { } checkpoint ? $"checkpoint '{checkpoint}'" : missing.Version is { } version ? Text($"version {version}") : null;
        var detail = part is null ? $"The workspace has no {what}." : $"The workspace has no {what}, or the context has no {part}, or no longer.";
        var problem = new Problem(NotFound, "context_not_found", "Context not found", detail);
        return new(problem.Details with { AgentId = missing.AgentId, Context = missing.Name, RollbackState = missing.RollbackState });
    }

    private static Problem Of(ContextConflict conflict)
    {
        var what = $"'{conflict.Name}' of '{conflict.AgentId}'";
        var problem = conflict.Reason switch
        {
            ContextConflictReason.Current => new Problem(
                Conflict, "context_current", "That version is the current one", Text($"{what} has version {conflict.CurrentVersion} already. Nothing was done.")),
            ContextConflictReason.Full => new Problem(
                Conflict, "context_full", "The context has no room for another checkpoint", $"{what} has as many checkpoints as a context may. Nothing was done: remove one."),
            _ => new Problem(Conflict, "context_version", "The context has changed", Changed(what, conflict.CurrentVersion)),
        };
        return new(problem.Details with
        {
            AgentId = conflict.AgentId,
            Context = conflict.Name,
            RollbackState = conflict.RollbackState,
            CurrentVersion = conflict.CurrentVersion,
        });
    }

    private static Problem Of(DefinitionNotFound missing)
    {
        var detail = missing.Version is null
            ? $"The workspace has no definition '{missing.Slug}'."
            : $"The workspace has no definition '{missing.Slug}', or the definition has no version or label '{missing.Version}'.";
        return new(new Problem(NotFound, "definition_not_found", "Definition not found", detail).Details with { Definition = missing.Slug });
    }

    private static Problem Of(DefinitionConflict conflict)
    {
        var what = $"'{conflict.Slug}'";
        var problem = conflict.Reason switch
        {
            DefinitionConflictReason.Current => new Problem(
                Conflict, "definition_current", "That version is the current one", Text($"{what} has version {conflict.CurrentVersion} already. Nothing was done.")),
            DefinitionConflictReason.Full => new Problem(
                Conflict, "definition_full", "The definition has no room for another label", $"{what} has as many labels as a definition may. Nothing was done: remove one."),
            DefinitionConflictReason.InUse => new Problem(
                Conflict, "definition_in_use", "The definition has instances", Text($"{what} has {conflict.Instances ?? 0} instances. Nothing was done: delete them first.")),
            _ => new Problem(Conflict, "definition_version", "The definition has changed", Changed(what, conflict.CurrentVersion)),
        };
        return new(problem.Details with { Definition = conflict.Slug, CurrentVersion = conflict.CurrentVersion });
    }

    private static Problem Of(InstanceNotFound missing)
    {
        var problem = new Problem(NotFound, "instance_not_found", "Instance not found", $"The workspace has no instance '{missing.InstanceId}'.");
        return new(problem.Details with { InstanceId = missing.InstanceId });
    }

    private static Problem Of(InstanceConflict conflict)
    {
        var what = $"'{conflict.InstanceId}'";
        var problem = conflict.Reason switch
        {
            InstanceConflictReason.Full => new Problem(
                Conflict,
                "instances_full",
                "The workspace has no room for another instance",
                Text($"A workspace may have {conflict.Limit ?? 0} instances, and has them. Nothing was done: delete one.")),
            InstanceConflictReason.Disabled => new Problem(
                Conflict, "definition_disabled", "The definition is disabled", "Nothing is spawned from it. Nothing was done."),
            InstanceConflictReason.Status => new Problem(
                Conflict, "instance_status", "That status cannot follow", $"{what} is {WireNames.Of(conflict.Status.GetValueOrDefault())}. Nothing was done."),
            InstanceConflictReason.Revision => new Problem(
                Conflict,
                "instance_revision",
                "The instance has changed",
                $"{what} has the ETag {EntityTag.Of(conflict.CurrentRevision ?? 0)} now. Nothing was done: read it and decide again."),
            _ => new Problem(Conflict, "instance_taken", "The id is taken", $"{what} is the id of another agent. Nothing was done."),
        };
        return new(problem.Details with
        {
            InstanceId = conflict.InstanceId,
            Limit = conflict.Limit,
            CurrentStatus = conflict.Status,
            CurrentRevision = conflict.CurrentRevision,
        });
    }

    private static string Changed(string what, int currentVersion) => currentVersion == 0
        ? $"{what} does not exist. Nothing was done."
        : Text($"{what} has version {currentVersion} now. Nothing was done: read it and decide again.");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
