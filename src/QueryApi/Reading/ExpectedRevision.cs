using System.Reflection;
using AgentRegistry.QueryApi.Agents;
using AgentRegistry.QueryApi.Docs;
using AgentRegistry.QueryApi.Problems;
using Microsoft.AspNetCore.Http.Metadata;

namespace AgentRegistry.QueryApi.Reading;

/// <summary>The header <c>If-Match</c>: do it only if the agent still has this ETag.</summary>
internal sealed class ExpectedRevision : IRequestPart, IEndpointParameterMetadataProvider
{
    private const string Header = "If-Match";

    private ExpectedRevision(long? revision, Problem? problem)
    {
        Revision = revision;
        Problem = problem;
    }

    /// <summary>Null: whatever it has.</summary>
    public long? Revision { get; }

    public Problem? Problem { get; }

    public static ValueTask<ExpectedRevision?> BindAsync(HttpContext context) => ValueTask.FromResult<ExpectedRevision?>(Read(context.Request.Headers.IfMatch.ToString()));

    public static ExpectedRevision Read(string header) => header switch
    {
        // "*" asks for an agent that exists, and one that does not is 404 anyway.
        "" or "*" => new ExpectedRevision(null, null),
        _ when EntityTag.TryRead(header.Trim(), out var revision) => new ExpectedRevision(revision, null),
        _ => new ExpectedRevision(null, Problem.Invalid(Header, "must be one ETag of the agent, such as \"42\", or *")),
    };

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(
        new DocumentedHeader(Header, "The ETag of an earlier answer. The command is carried out only if the agent still has it; else 409.", "\"42\""));
}
