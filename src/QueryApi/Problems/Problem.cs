using System.Diagnostics;
using System.Globalization;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Agents;
using AgentRegistry.QueryApi.Reading;
using Microsoft.AspNetCore.WebUtilities;

namespace AgentRegistry.QueryApi.Problems;

/// <summary>
/// The answer to a request that cannot be done. Every error of the API is made here, so that one of each kind looks the same
/// whatever asked for it. It is written whatever the request accepts: an empty error helps nobody.
/// </summary>
internal sealed partial class Problem : IResult, IStatusCodeHttpResult
{
    public const string ContentType = "application/problem+json";

    private readonly ProblemBody _body;

    private Problem(int status, string kind, string title, string detail) =>
        _body = new ProblemBody { Type = "urn:agent-registry:problem:" + kind, Title = title, Status = status, Detail = detail };

    private Problem(ProblemBody body) => _body = body;

    public int Status => _body.Status;

    /// <summary>As it is before it is about a request.</summary>
    public ProblemBody Body => _body;

    int? IStatusCodeHttpResult.StatusCode => _body.Status;

    private int? RetryAfterSeconds { get; init; }

    /// <summary>The request breaks rules, all of which are named.</summary>
    /// <param name="faults">The rules, with fields as the contracts call them.</param>
    /// <param name="fields">What the request calls them, where that differs.</param>
    public static Problem Invalid(IReadOnlyList<Fault> faults, FieldNames? fields = null)
    {
        var problem = new Problem(
            StatusCodes.Status400BadRequest,
            "invalid_request",
            "The request is not valid",
            "One or more fields break a rule; 'errors' names each of them. Nothing was done.");
        var errors = faults
            .GroupBy(fault => (fields ?? FieldNames.AsTheyAre).OfRequest(fault.Field), StringComparer.Ordinal)
            .ToDictionary(field => field.Key, field => field.Select(fault => fault.Message).ToArray(), StringComparer.Ordinal);
        return new Problem(problem._body with { Errors = errors });
    }

    public static Problem Invalid(string field, string message) => Invalid([new Fault(field, message)]);

    public static Problem AgentNotFound(string agentId) =>
        About(agentId, StatusCodes.Status404NotFound, "agent_not_found", "No such agent", $"No agent is registered as '{agentId}'.");

    public static Problem Of(RegistrationVersionNotFound missing) => About(
        missing.AgentId,
        StatusCodes.Status404NotFound,
        "registration_version_not_found",
        "No such version",
        string.Create(CultureInfo.InvariantCulture, $"The registration of '{missing.AgentId}' has no version {missing.Version}, or no more."));

    public static Problem NotRegistered(string agentId) => About(
        agentId,
        StatusCodes.Status410Gone,
        "agent_not_registered",
        "Register again",
        $"No agent is registered as '{agentId}': the heartbeat does not count. Register again, then go on sending heartbeats.");

    public static Problem Of(RegistrationConflict conflict) => About(
        conflict.AgentId,
        StatusCodes.Status409Conflict,
        "registration_conflict",
        "The id is taken",
        $"'{conflict.AgentId}' is registered in another workspace. Nothing was done.");

    public static Problem Of(RevisionConflict conflict) => new(About(
        conflict.AgentId,
        StatusCodes.Status409Conflict,
        "revision_conflict",
        "The agent has changed",
        $"'{conflict.AgentId}' has the ETag {EntityTag.Of(conflict.CurrentRevision)} now. Nothing was done: read it and decide again.")._body with
    {
        CurrentRevision = conflict.CurrentRevision,
    });

    public static Problem RouteNotFound(Guid routeId) => new(
        StatusCodes.Status404NotFound, "route_not_found", "No such decision", $"The workspace has no decision '{routeId}': it is kept no longer, or never was.");

    public static Problem SessionNotFound(string sessionId) => OfSession(new Problem(
        StatusCodes.Status404NotFound, "session_not_found", "No such session", $"The workspace has no session '{sessionId}'."), sessionId);

    public static Problem Of(SessionConflict conflict) => OfSession(
        conflict.Reason switch
        {
            SessionConflictReason.Taken => new Problem(
                StatusCodes.Status409Conflict,
                "session_taken",
                "The id is taken",
                $"The workspace has a session '{conflict.SessionId}' already. Nothing was done."),
            SessionConflictReason.Full => new Problem(
                StatusCodes.Status409Conflict,
                "session_full",
                "The session is full",
                $"'{conflict.SessionId}' would hold more than a session may. Nothing was done: begin another."),
            _ => new Problem(
                StatusCodes.Status409Conflict,
                "session_status",
                "The session's status does not allow it",
                $"'{conflict.SessionId}' is {WireNames.Of(conflict.Status)}. Nothing was done."),
        },
        conflict.SessionId);

    /// <summary>The workspace has no such context, or the context no such version or checkpoint.</summary>
    public static Problem ContextNotFound(string agentId, string name, int? version = null, string? checkpoint = null) =>
        Of(new ContextNotFound { AgentId = agentId, Name = name, Version = version, Checkpoint = checkpoint });

    public static Problem Of(ContextNotFound missing)
    {
        var what = $"context '{missing.Name}' of agent '{missing.AgentId}'";
        var part = missing.Checkpoint is { } checkpoint ? $"checkpoint '{checkpoint}'"
            : missing.Version is { } version ? string.Create(CultureInfo.InvariantCulture, $"version {version}")
            : null;
        return OfContext(
            new Problem(
                StatusCodes.Status404NotFound,
                "context_not_found",
                "No such context",
                part is null ? $"The workspace has no {what}." : $"The workspace has no {what}, or that has no {part}, or no more."),
            missing.AgentId,
            missing.Name,
            missing.RollbackState);
    }

    public static Problem Of(ContextConflict conflict)
    {
        var what = $"'{conflict.Name}' of '{conflict.AgentId}'";
        var problem = OfContext(
            conflict.Reason switch
            {
                ContextConflictReason.Current => new Problem(
                    StatusCodes.Status409Conflict,
                    "context_current",
                    "That version is the current one",
                    string.Create(CultureInfo.InvariantCulture, $"{what} has version {conflict.CurrentVersion} already. Nothing was done.")),
                ContextConflictReason.Full => new Problem(
                    StatusCodes.Status409Conflict,
                    "context_full",
                    "The context has no room for another checkpoint",
                    $"{what} has as many checkpoints as a context may. Nothing was done: remove one."),
                _ => new Problem(
                    StatusCodes.Status409Conflict,
                    "context_version",
                    "The context has changed",
                    conflict.CurrentVersion == 0
                        ? $"{what} is not there. Nothing was done."
                        : string.Create(CultureInfo.InvariantCulture, $"{what} has version {conflict.CurrentVersion} now. Nothing was done: read it and decide again.")),
            },
            conflict.AgentId,
            conflict.Name,
            conflict.RollbackState);
        return new Problem(problem._body with { CurrentVersion = conflict.CurrentVersion });
    }

    public static Problem TooLarge(int limit) => new(
        StatusCodes.Status413PayloadTooLarge,
        "too_large",
        "The request is too large",
        $"A request's body may have at most {limit} bytes. Send it in parts.");

    /// <summary>A part that the request needs is away; the same request may succeed later.</summary>
    public static Problem Unavailable(string detail) =>
        new(StatusCodes.Status503ServiceUnavailable, "unavailable", "The registry cannot do this now", detail) { RetryAfterSeconds = 5 };

    /// <summary>The feed cannot be followed before it was read once.</summary>
    public static Problem FeedNotRead() => Unavailable("This process has not read the registry yet.");

    /// <summary>Entries that were asked for are not there any more.</summary>
    /// <param name="revision">Where to go on when the agents have been read anew.</param>
    public static Problem SnapshotNeeded(long revision) => new(new Problem(
        StatusCodes.Status410Gone,
        "snapshot_needed",
        "Read the agents anew",
        $"The entries after that revision cannot be had here. Read the agents, then ask for the changes since {revision}.")._body with
    {
        Revision = revision,
    });

    /// <summary>For what the framework itself refuses: unknown routes, methods, content types.</summary>
    public static Problem OfStatus(int status, string? detail = null) => status switch
    {
        StatusCodes.Status404NotFound => new(
            status, "not_found", "Nothing is here", detail ?? "There is no such path; /openapi/v1.json names those of the API, and / where its documents and the live feed are."),
        StatusCodes.Status405MethodNotAllowed => new(
            status, "method_not_allowed", "The path does not take this method", detail ?? "The header 'Allow' names the methods that it takes."),
        StatusCodes.Status415UnsupportedMediaType => new(
            status, "unsupported_media_type", "The body must be JSON", detail ?? "Send it with the header 'Content-Type: application/json'."),
        StatusCodes.Status500InternalServerError => new(
            status, "internal", "The registry failed", detail ?? "This is a fault of the registry; its log knows the request by 'trace_id'."),
        _ => new(status, "http_" + status.ToString(CultureInfo.InvariantCulture), TitleOf(status), detail ?? TitleOf(status)),
    };

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = _body.Status;
        if (RetryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if ((_body.CurrentRevision ?? _body.CurrentVersion) is > 0 and var current)
        {
            response.Headers.ETag = EntityTag.Of(current);
        }

        var body = _body with
        {
            Instance = httpContext.Request.Path,
            TraceId = Activity.Current?.TraceId.ToString() ?? httpContext.TraceIdentifier,
        };
        return response.WriteAsJsonAsync(body, WireJson.Options, ContentType, httpContext.RequestAborted);
    }

    private static Problem About(string agentId, int status, string kind, string title, string detail) =>
        new(new Problem(status, kind, title, detail)._body with { AgentId = agentId });

    private static Problem OfContext(Problem problem, string agentId, string name, RollbackState? rollback) =>
        new(problem._body with { AgentId = agentId, Context = name, RollbackState = rollback });

    private static Problem OfSession(Problem problem, string sessionId) => new(problem._body with { SessionId = sessionId });

    private static string TitleOf(int status) => ReasonPhrases.GetReasonPhrase(status) is { Length: > 0 } phrase ? phrase : "Error";
}
