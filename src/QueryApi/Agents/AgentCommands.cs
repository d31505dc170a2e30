using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Requests;
using AgentRegistry.QueryApi.Responses;

namespace AgentRegistry.QueryApi.Agents;

/// <summary>What changes agents; the legacy routes share it.</summary>
internal static class AgentCommands
{
    /// <summary>How requests name the fields of messages on one agent.</summary>
    public static readonly FieldNames Fields = new(("agentId", "id"));

    private static readonly FieldNames FieldsOfStatus = new(("agentIds", "id"));

    public static async Task<Response<RegistrationResponse>> RegisterAsync(Body<AgentRegistration> body, IdempotencyKey key, AgentScope scope, ApiRequest request)
    {
        var response = await SendRegistrationAsync(body.Value, Fields, key, scope, request);
        return response.Map(RegistrationResponse.Of)
            .WithETag(accepted => accepted.Revision)
            .WithLocation(accepted => accepted.Outcome == AgentOutcome.Registered ? $"/api/v1/agents/{Uri.EscapeDataString(accepted.AgentId)}" : null);
    }

    /// <summary>Registers an agent, however the body names its fields.</summary>
    public static Task<Response<AgentAccepted>> SendRegistrationAsync(
        RegistrationFields registration, FieldNames fields, IdempotencyKey key, AgentScope scope, ApiRequest request)
    {
        var command = (registration with { Workspace = scope.With(registration.Workspace, request) }).ToCommand(request.Now);
        return request.SendAsync<RegisterAgent, AgentAccepted>(command with { MessageId = key.MessageId(command.AgentId, request.Now) }, fields);
    }

    public static async Task<Response<AgentAccepted>> UpdateCapabilitiesAsync(
        string id, Body<CapabilityUpdate> body, ExpectedRevision expected, AgentScope scope, ApiRequest request)
    {
        var response = await SendCapabilitiesAsync(
            id, body.Value.Capabilities ?? [], body.Value.ChangedBy, expected.Or(body.Value.ExpectedRevision), scope, request);
        return response.WithETag(accepted => accepted.Revision);
    }

    /// <summary>Replaces the capabilities, however the body writes them.</summary>
    public static Task<Response<AgentAccepted>> SendCapabilitiesAsync(
        string id, IReadOnlyList<Capability> capabilities, string? changedBy, long? expectedRevision, AgentScope scope, ApiRequest request) =>
        request.SendAsync<UpdateAgentCapabilities, AgentAccepted>(
            new()
            {
                MessageId = request.NewId(),
                SentAt = request.Now,
                Workspace = scope.Workspace,
                AgentId = id,
                Capabilities = capabilities,
                ChangedBy = changedBy,
                ExpectedRevision = expectedRevision,
            },
            Fields);

    public static async Task<Response<AgentResult>> ChangeStatusAsync(
        string id, Body<AgentStatusChange> body, ExpectedRevision expected, AgentScope scope, ApiRequest request)
    {
        var response = await SendStatusAsync(id, body.Value, expected.Or(body.Value.ExpectedRevision), scope, request);
        return response.WithETag(result => result.Revision);
    }

    /// <summary>Changes one agent's status; one that is not registered is a problem.</summary>
    public static async Task<Response<AgentResult>> SendStatusAsync(string id, StatusChange change, long? expectedRevision, AgentScope scope, ApiRequest request)
    {
        var response = await SendAsync([id], change, expectedRevision, scope, FieldsOfStatus, request);
        return response.Value is { Results: [{ Outcome: AgentOutcome.NotFound }] } ? Problem.AgentNotFound(id) : response.Map(accepted => accepted.Results.Single());
    }

    public static async Task<Response<BulkStatusResponse>> ChangeStatusOfManyAsync(Body<BulkStatusChange> body, AgentScope scope, ApiRequest request)
    {
        var response = await SendAsync([.. (body.Value.AgentIds ?? []).Select(id => id.Text ?? "")], body.Value, null, scope, FieldNames.Unchanged, request);
        return response.Map(accepted => BulkStatusResponse.Of(accepted.Results));
    }

    public static async Task<Response<AgentAccepted>> DeleteAsync(string id, ExpectedRevision expected, AgentScope scope, ApiRequest request)
    {
        var response = await request.SendAsync<DeleteAgent, AgentAccepted>(
            new() { MessageId = request.NewId(), SentAt = request.Now, Workspace = scope.Workspace, AgentId = id, ExpectedRevision = expected.Revision }, Fields);
        return response.WithETag(accepted => accepted.Revision);
    }

    private static Task<Response<AgentsAccepted>> SendAsync(
        IReadOnlyList<string> ids, StatusChange change, long? expectedRevision, AgentScope scope, FieldNames fields, ApiRequest request) =>
        request.SendAsync<ChangeAgentStatus, AgentsAccepted>(
            new()
            {
                MessageId = request.NewId(),
                SentAt = request.Now,
                Workspace = scope.Workspace,
                AgentIds = ids,
                Status = change.Status,
                Enabled = change.Enabled,
                Draining = change.Draining,
                Reason = change.Reason,
                ExpectedRevision = expectedRevision,
            },
            fields);
}
