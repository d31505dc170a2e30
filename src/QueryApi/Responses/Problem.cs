using System.Diagnostics;
using System.Globalization;
using AgentRegistry.Contracts;
using Microsoft.AspNetCore.WebUtilities;

namespace AgentRegistry.QueryApi.Responses;

/// <summary>
/// The response to a request that cannot be served. Every error of the API is made here, so that one kind of error looks the same
/// everywhere. It is written whatever the request accepts: an empty error helps nobody.
/// </summary>
internal sealed partial class Problem : IResult, IStatusCodeHttpResult
{
    public const string ContentType = "application/problem+json";

    private Problem(int status, string kind, string title, string detail) =>
        Details = new ProblemBody { Type = "urn:agent-registry:problem:" + kind, Title = title, Status = status, Detail = detail };

    private Problem(ProblemBody details) => Details = details;

    public int Status => Details.Status;

    /// <summary>The body without what depends on the request: path and trace id.</summary>
    public ProblemBody Details { get; }

    int? IStatusCodeHttpResult.StatusCode => Details.Status;

    private int? RetryAfterSeconds { get; init; }

    /// <summary>The request breaks rules, all of which are named.</summary>
    /// <param name="faults">The rules, with fields as the request names them; at least one.</param>
    public static Problem Invalid(IReadOnlyList<Fault> faults)
    {
        var errors = faults
            .GroupBy(fault => fault.Field, StringComparer.Ordinal)
            .ToDictionary(field => field.Key, field => field.Select(fault => fault.Message).ToArray(), StringComparer.Ordinal);
        var more = faults.Count - 1;
        var detail = string.Create(
            CultureInfo.InvariantCulture,
            $"{faults[0].Field}: {faults[0].Message}{(faults[0].Message.EndsWith('?') ? "" : ".")}{(more > 0 ? $" 'errors' has {more} more." : "")} Nothing was done.");
        return new(new Problem(StatusCodes.Status400BadRequest, "invalid_request", "The request is invalid", detail).Details with { Errors = errors });
    }

    public static Problem Invalid(string field, string message) => Invalid([new Fault(field, message)]);

    public static Problem TooLarge(int limit) => new(
        StatusCodes.Status413PayloadTooLarge,
        "too_large",
        "The request is too large",
        $"A request's body may have at most {limit} bytes, uncompressed. Send it in parts.");

    /// <summary>A part that the request needs is unavailable; the same request may succeed later.</summary>
    public static Problem Unavailable(string detail) =>
        new(StatusCodes.Status503ServiceUnavailable, "unavailable", "The registry cannot do this now", detail) { RetryAfterSeconds = 5 };

    /// <summary>The feed cannot be followed before it was read once.</summary>
    public static Problem FeedNotRead() => Unavailable("This process has not read the registry yet.");

    /// <summary>The requested entries are no longer kept.</summary>
    /// <param name="revision">Where to continue once the agents have been read anew.</param>
    public static Problem SnapshotNeeded(long revision) => new(new Problem(
        StatusCodes.Status410Gone,
        "snapshot_needed",
        "Read the agents anew",
        $"The entries after that revision are no longer kept. Read the agents, then ask for the changes since {revision}.").Details with
    {
        Revision = revision,
    });

    /// <summary>A content encoding that is not supported.</summary>
    public static Problem UnsupportedEncoding(string encoding) => OfStatus(
        StatusCodes.Status415UnsupportedMediaType,
        $"The content encoding '{encoding}' is not supported. Send the body as it is, or with 'Content-Encoding: gzip'.");

    /// <summary>For what the framework itself refuses: unknown routes, methods, content types.</summary>
    public static Problem OfStatus(int status, string? detail = null) => status switch
    {
        StatusCodes.Status404NotFound => new(
            status, "not_found", "Not found", detail ?? "There is no such path; /openapi/v1.json lists those of the API, and / links its documentation and the live feed."),
        StatusCodes.Status405MethodNotAllowed => new(
            status, "method_not_allowed", "Method not allowed", detail ?? "The header 'Allow' names the methods that the path takes."),
        StatusCodes.Status415UnsupportedMediaType => new(
            status, "unsupported_media_type", "The body must be JSON", detail ?? "Send it with the header 'Content-Type: application/json'."),
        StatusCodes.Status500InternalServerError => new(
            status, "internal", "The registry failed", detail ?? "This is a fault of the registry; its log knows the request by 'trace_id'."),
        _ => new(status, "http_" + status.ToString(CultureInfo.InvariantCulture), TitleOf(status), detail ?? TitleOf(status)),
    };

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Details.Status;
        if (RetryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if ((Details.CurrentRevision ?? Details.CurrentVersion) is > 0 and var current)
        {
            response.Headers.ETag = EntityTag.Of(current);
        }

        var body = Details with
        {
            Instance = httpContext.Request.Path,
            TraceId = Activity.Current?.TraceId.ToString() ?? httpContext.TraceIdentifier,
        };
        return response.WriteAsJsonAsync(body, WireJson.Options, ContentType, httpContext.RequestAborted);
    }

    private static string TitleOf(int status) => ReasonPhrases.GetReasonPhrase(status) is { Length: > 0 } phrase ? phrase : "Error";
}

/// <summary>What every error of the API looks like: problem details after RFC 9457.</summary>
internal sealed record ProblemBody
{
    /// <summary>Which kind of problem, for programs: a URN that stays the same.</summary>
    public required string Type { get; init; }

    /// <summary>The same for people.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>What is wrong this time and what helps.</summary>
    public required string Detail { get; init; }

    /// <summary>The path of the request.</summary>
    public string? Instance { get; init; }

    /// <summary>For status 400: every field that is wrong, as a path in the request, with what must hold.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>Which agent, where it is about one.</summary>
    public string? AgentId { get; init; }

    /// <summary>Which session, where it is about one.</summary>
    public string? SessionId { get; init; }

    /// <summary>Which of the agent's contexts, where it is about one.</summary>
    public string? Context { get; init; }

    /// <summary>Which definition, where it is about one: its slug.</summary>
    public string? Definition { get; init; }

    /// <summary>Which instance, where it is about one.</summary>
    public string? InstanceId { get; init; }

    /// <summary>For a workspace that is full: how many instances it may have.</summary>
    public int? Limit { get; init; }

    /// <summary>For a status that cannot follow: the status that the instance has.</summary>
    public AgentStatus? CurrentStatus { get; init; }

    /// <summary>For a conflict about a context or a definition: the version that it has now; 0 where there is none.</summary>
    public int? CurrentVersion { get; init; }

    /// <summary>For a rollback that was refused: failed.</summary>
    public RollbackState? RollbackState { get; init; }

    /// <summary>For a revision conflict: the revision that the agent has now.</summary>
    public long? CurrentRevision { get; init; }

    /// <summary>When a snapshot is needed: the revision of the feed to continue from.</summary>
    public long? Revision { get; init; }

    /// <summary>The request in the registry's logs and traces.</summary>
    public string? TraceId { get; init; }
}
