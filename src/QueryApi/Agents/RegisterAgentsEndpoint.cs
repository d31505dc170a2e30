using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Bus;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;
using Fault = AgentRegistry.Contracts.Fault;

namespace AgentRegistry.QueryApi.Agents;

internal static class RegisterAgentsEndpoint
{
    public static async Task<Results<Ok<BulkRegistrationResponse>, Problem>> HandleAsync(
        Body<BulkRegistration> body,
        IdempotencyKey key,
        AgentScope scope,
        HttpContext context,
        IRequestClient<RegisterAgents> worker,
        CommandSender commands)
    {
        var (now, limits) = (commands.Now, commands.Limits);
        var count = body.Value.Agents?.Count ?? 0;
        if (count == 0 || count > limits.BatchSize)
        {
            return Problem.Invalid("agents", $"must be a list of 1 to {limits.BatchSize} agents");
        }

        // What is faulty is known here already: only the others are sent.
        var entries = body.Value.Agents!.Select(agent => BulkEntry.Read(agent, scope, limits, now)).ToList();
        var command = new RegisterAgents
        {
            MessageId = key.MessageId("bulk", now),
            SentAt = now,
            Agents = [.. entries.Where(entry => entry.Command is not null).Select(entry => entry.Command!)],
        };
        if (command.Agents.Count == 0)
        {
            return TypedResults.Ok(BulkRegistrationResponse.Of(entries, []));
        }

        var faults = MessageRules.Check(command, limits, now);
        var (accepted, problem, _) = await commands.SendAsync<RegisterAgents, AgentsAccepted>(
            worker, command, faults, FieldNames.AsTheyAre, context.RequestAborted);
        return accepted is null ? problem! : TypedResults.Ok(BulkRegistrationResponse.Of(entries, accepted.Results));
    }
}

/// <summary>Many registrations. Each is read by itself, so that one that cannot be read does not harm the others.</summary>
internal sealed record BulkRegistration
{
    /// <summary>1–1,000 registrations, each as for a single agent.</summary>
    public IReadOnlyList<JsonElement>? Agents { get; init; }
}

/// <summary>One agent of a bulk registration: its command, or why there is none.</summary>
internal sealed record BulkEntry(string AgentId, RegisterAgent? Command, IReadOnlyList<Fault> Faults)
{
    public static BulkEntry Read(JsonElement agent, AgentScope scope, Limits limits, DateTimeOffset now)
    {
        var (registration, unreadable) = JsonBody.Read<AgentRegistration>(agent);
        if (registration is null)
        {
            return new BulkEntry(IdOf(agent), null, unreadable);
        }

        var (workspace, problem) = scope.With(registration.Workspace);
        if (problem is not null)
        {
            return new BulkEntry(IdOf(agent), null, [new Fault("workspace", $"must be that of {Workspace.Header}, or be left out")]);
        }

        var command = (registration with { Workspace = workspace }).ToCommand(Guid.CreateVersion7(now), now);
        var faults = AgentRegistration.Check(command, limits, now);
        return faults.Count == 0 ? new BulkEntry(command.AgentId, command, []) : new BulkEntry(command.AgentId, null, faults);
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
        var results = entries.Select(entry => InRequestWords(entry.Command is null ? Rejection(entry) : sent[next++])).ToList();
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

    private static AgentResult InRequestWords(AgentResult result) =>
        result.Faults.Count == 0
            ? result
            : result with { Faults = [.. result.Faults.Select(fault => fault with { Field = AgentRegistration.Fields.OfRequest(fault.Field) })] };

    private static int Count(List<AgentResult> results, AgentOutcome outcome) => results.Count(result => result.Outcome == outcome);
}
