using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Requests;
using AgentRegistry.QueryApi.Responses;

namespace AgentRegistry.QueryApi.Agents;

/// <summary>Registers many agents at once.</summary>
internal static class BulkRegistrationEndpoint
{
    public static async Task<Response<BulkRegistrationResponse>> HandleAsync(Body<BulkRegistration> body, IdempotencyKey key, AgentScope scope, ApiRequest request)
    {
        var agents = body.Value.Agents ?? [];
        if (agents.Count == 0 || agents.Count > request.Limits.BatchSize)
        {
            request.Add("agents", $"must be a list of 1 to {request.Limits.BatchSize} agents");
        }

        if (request.Problem() is { } problem)
        {
            return problem;
        }

        // Faulty agents are found here already: only the others are sent.
        var entries = agents.Select(agent => BulkEntry.Read(agent, scope, request)).ToList();
        var commands = entries.Select(entry => entry.Command).OfType<RegisterAgent>().ToList();
        if (commands.Count == 0)
        {
            return BulkRegistrationResponse.Of(entries, []);
        }

        var response = await request.SendAsync<RegisterAgents, AgentsAccepted>(
            new() { MessageId = key.MessageId("bulk", request.Now), SentAt = request.Now, Agents = commands }, FieldNames.Unchanged);
        return response.Map(accepted => BulkRegistrationResponse.Of(entries, accepted.Results));
    }
}

/// <summary>Many registrations. Each is read by itself, so that one that cannot be read does not harm the others.</summary>
internal sealed record BulkRegistration
{
    /// <summary>1–1,000 registrations, each as for a single agent.</summary>
    [Required]
    public IReadOnlyList<JsonElement>? Agents { get; init; }
}

/// <summary>One agent of a bulk registration: its command, or why there is none.</summary>
internal sealed record BulkEntry(string AgentId, RegisterAgent? Command, IReadOnlyList<Fault> Faults)
{
    public static BulkEntry Read(JsonElement agent, AgentScope scope, ApiRequest request)
    {
        var (registration, faults) = JsonBody.Read<AgentRegistration>(agent);
        if (registration is null)
        {
            return new BulkEntry(IdOf(agent), null, faults);
        }

        var (workspace, contradiction) = scope.With(registration.Workspace);
        var command = (registration with { Workspace = workspace }).ToCommand(request.Now) with { MessageId = request.NewId() };
        var broken = AgentCommands.Fields.OfRequest(MessageRules.Check(command, request.Limits, request.Now));
        faults = [.. faults, .. contradiction is null ? [] : new[] { contradiction }, .. broken.Where(fault => faults.All(known => known.Field != fault.Field))];
        return new BulkEntry(command.AgentId, faults.Count == 0 ? command : null, faults);
    }

    /// <summary>Whom an unreadable registration is about, where it says so.</summary>
    private static string IdOf(JsonElement agent) =>
        agent.ValueKind == JsonValueKind.Object && agent.TryGetProperty("id", out var id) && JsonText.IsUnicode(id) ? id.ToString() : "";
}

/// <summary>What became of a bulk registration.</summary>
internal sealed record BulkRegistrationResponse
{
    /// <summary>One for each agent, in the order of the request.</summary>
    public required IReadOnlyList<AgentResult> Results { get; init; }

    /// <summary>How many are new.</summary>
    public required int Registered { get; init; }

    /// <summary>How many were known and have changed.</summary>
    public required int Updated { get; init; }

    /// <summary>How many were known and are as they were.</summary>
    public required int Unchanged { get; init; }

    /// <summary>How many changed nothing because a newer registration was here first.</summary>
    public required int Stale { get; init; }

    /// <summary>How many are faulty, or have an id that belongs to another workspace.</summary>
    public required int Rejected { get; init; }

    /// <summary>Puts the worker's results, which leave out what was not sent, in the order of the request.</summary>
    public static BulkRegistrationResponse Of(IReadOnlyList<BulkEntry> entries, IReadOnlyList<AgentResult> sent)
    {
        var next = 0;
        var results = entries.Select(entry => entry.Command is null ? Rejection(entry) : Renamed(sent[next++])).ToList();
        return new BulkRegistrationResponse
        {
            Results = results,
            Registered = Count(results, AgentOutcome.Registered),
            Updated = Count(results, AgentOutcome.Updated),
            Unchanged = Count(results, AgentOutcome.Unchanged),
            Stale = Count(results, AgentOutcome.Stale),
            Rejected = Count(results, AgentOutcome.Rejected) + Count(results, AgentOutcome.Conflict),
        };
    }

    private static AgentResult Rejection(BulkEntry entry) => new() { AgentId = entry.AgentId, Outcome = AgentOutcome.Rejected, Faults = entry.Faults };

    private static AgentResult Renamed(AgentResult result) =>
        result.Faults.Count == 0 ? result : result with { Faults = [.. AgentCommands.Fields.OfRequest(result.Faults)] };

    private static int Count(List<AgentResult> results, AgentOutcome outcome) => results.Count(result => result.Outcome == outcome);
}
