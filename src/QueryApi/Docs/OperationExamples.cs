using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Requests;
using AgentRegistry.QueryApi.Responses;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AgentRegistry.QueryApi.Docs;

/// <summary>
/// Puts examples into the document: for requests and answers out of the files in <c>Examples</c>, which are real ones and named
/// after the operation; for errors out of the code that makes them.
/// </summary>
internal sealed class OperationExamples : IOpenApiOperationTransformer
{
    private const string SessionId = "support-2041";
    private const string ContextName = "plan";
    private const string Slug = "reviewer";
    private const string InstanceId = "reviewer-1";
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var name = context.Description.ActionDescriptor.EndpointMetadata.OfType<ExamplesOf>().LastOrDefault()?.Operation ?? operation.OperationId ?? "";
        Set(operation.RequestBody?.Content, Read($"{name}.request.json"));
        foreach (var (status, response) in operation.Responses ?? [])
        {
            Set(response.Content, ProblemOf(status, operation, context) is { } problem ? ProblemJson(problem, context) : Read($"{name}.response.json"));
            Describe(response, status, context);
        }

        return Task.CompletedTask;
    }

    private static readonly Dictionary<string, Problem> Problems = new[]
    {
        Problem.Invalid("id", "must be 1 to 128 of the characters a-z A-Z 0-9 . _ : -"),
        Problem.AgentNotFound("feature-dev"),
        Problem.Of(new RevisionConflict { AgentId = "feature-dev", CurrentRevision = 42 }),
        Problem.NotRegistered("feature-dev"),
        Problem.TooLarge(new Limits().MessageBytes),
        Problem.OfStatus(StatusCodes.Status415UnsupportedMediaType),
        Problem.Unavailable("No worker has answered in time. The command may still be carried out; sending it again is harmless."),
    }.ToDictionary(problem => problem.Status.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparer.Ordinal);

    /// <summary>Where they differ from those of agents.</summary>
    private static readonly Dictionary<string, Problem> ProblemsOfSessions = new[]
    {
        Problem.Of(new SessionNotFound { SessionId = SessionId }),
        Problem.Of(new SessionConflict { SessionId = SessionId, Reason = SessionConflictReason.Status, Status = SessionStatus.Completed }),
    }.ToDictionary(problem => problem.Status.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparer.Ordinal);

    /// <summary>Where they differ from those of agents.</summary>
    private static readonly Dictionary<string, Problem> ProblemsOfContexts = new[]
    {
        Problem.Invalid("name", "must be 1 to 128 of the characters a-z A-Z 0-9 . _ : -"),
        Problem.Of(new ContextNotFound { AgentId = "feature-dev", Name = ContextName }),
        Problem.Of(new ContextConflict { AgentId = "feature-dev", Name = ContextName, Reason = ContextConflictReason.Version, CurrentVersion = 7 }),
    }.ToDictionary(problem => problem.Status.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparer.Ordinal);

    /// <summary>Where they differ from those of agents.</summary>
    private static readonly Dictionary<string, Problem> ProblemsOfDefinitions = new[]
    {
        Problem.Invalid("slug", "must be 1 to 128 of the characters a-z A-Z 0-9 . _ : -"),
        Problem.Of(new DefinitionNotFound { Slug = Slug }),
        Problem.Of(new DefinitionConflict { Slug = Slug, Reason = DefinitionConflictReason.Version, CurrentVersion = 2 }),
    }.ToDictionary(problem => problem.Status.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparer.Ordinal);

    /// <summary>Where they differ from those of agents.</summary>
    private static readonly Dictionary<string, Problem> ProblemsOfInstances = new[]
    {
        Problem.Invalid("configuration/language", "is required"),
        Problem.Of(new InstanceNotFound { InstanceId = InstanceId }),
        Problem.Of(new InstanceConflict { InstanceId = InstanceId, Reason = InstanceConflictReason.Status, Status = AgentStatus.Offline }),
    }.ToDictionary(problem => problem.Status.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparer.Ordinal);

    private static Problem? Known(string status, OpenApiOperationTransformerContext context) =>
        (IsOf("sessions", context) ? ProblemsOfSessions : IsOf("contexts", context) ? ProblemsOfContexts : IsOf("definitions", context) ? ProblemsOfDefinitions : IsOf("instances", context) ? ProblemsOfInstances : Problems).GetValueOrDefault(status)
        ?? Problems.GetValueOrDefault(status);

    private static bool IsOf(string resource, OpenApiOperationTransformerContext context) =>
        context.Description.RelativePath?.Contains(resource, StringComparison.Ordinal) == true;

    /// <summary>A problem that the operation can really have.</summary>
    private static Problem? ProblemOf(string status, OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var limit = operation.Parameters?.FirstOrDefault(parameter => parameter.Name is "limit" or "history_limit");
        if (operation.OperationId == "GetChanges" && status == "410")
        {
            return Problem.SnapshotNeeded(42);
        }

        var problem = Known(status, context);
        return problem?.Status != StatusCodes.Status400BadRequest ? problem
            : limit is not null ? Problem.Invalid(limit.Name!, $"must be {limit.Schema?.Minimum} to {limit.Schema?.Maximum}")
            : operation.RequestBody is not null ? Problem.Invalid(JsonFault.WholeBody, "must be a JSON object")
            : problem;
    }

    private static JsonNode? ProblemJson(Problem problem, OpenApiOperationTransformerContext context) => JsonSerializer.SerializeToNode(
        problem.Details with { Instance = PathOf(context), TraceId = TraceId },
        WireJson.Options);

    private static string PathOf(OpenApiOperationTransformerContext context) => "/" + (context.Description.RelativePath ?? "")
        .Replace("{id}", IsOf("sessions", context) ? SessionId : IsOf("instances", context) ? InstanceId : "feature-dev", StringComparison.Ordinal)
        .Replace("{agent}", "feature-dev", StringComparison.Ordinal)
        .Replace("{slug}", Slug, StringComparison.Ordinal)
        .Replace("{label}", "stable", StringComparison.Ordinal)
        .Replace("{checkpoint}", "approved", StringComparison.Ordinal)
        .Replace("{name}", IsOf("contexts", context) ? ContextName : "tickets_agent", StringComparison.Ordinal);

    private static void Describe(IOpenApiResponse response, string status, OpenApiOperationTransformerContext context)
    {
        if (Known(status, context) is { } problem)
        {
            response.Description = problem.Details.Title;
        }
        else if (int.TryParse(status, out var code))
        {
            response.Description = ((HttpStatusCode)code).ToString();
        }
    }

    private static void Set(IDictionary<string, OpenApiMediaType>? content, JsonNode? example)
    {
        foreach (var media in content?.Values ?? [])
        {
            media.Example = example?.DeepClone();
        }
    }

    private static JsonNode? Read(string file)
    {
        using var stream = typeof(OperationExamples).Assembly.GetManifestResourceStream("Examples/" + file);
        return stream is null ? null : JsonNode.Parse(stream);
    }
}
