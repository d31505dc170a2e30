using System.Reflection;
using AgentRegistry.QueryApi.Agents;
using AgentRegistry.QueryApi.Docs;
using AgentRegistry.QueryApi.Problems;
using Microsoft.AspNetCore.Http.Metadata;

namespace AgentRegistry.QueryApi.Reading;

/// <summary>
/// The headers <c>If-Match</c>, with the version that a context or definition must have, and <c>If-None-Match: *</c>, which says that it must not be
/// there. A body may say the same as <c>expected_version</c>.
/// </summary>
internal sealed class ExpectedVersion : IRequestPart, IEndpointParameterMetadataProvider
{
    private const string Match = "If-Match";
    private const string NoneMatch = "If-None-Match";

    private ExpectedVersion(int? version, Problem? problem)
    {
        Version = version;
        Problem = problem;
    }

    /// <summary>0: it must not be there. Null: whatever it has.</summary>
    public int? Version { get; }

    public Problem? Problem { get; }

    public static ValueTask<ExpectedVersion?> BindAsync(HttpContext context) => ValueTask.FromResult<ExpectedVersion?>(
        Read(context.Request.Headers.IfMatch.ToString().Trim(), context.Request.Headers.IfNoneMatch.ToString().Trim()));

    public static ExpectedVersion Read(string match, string noneMatch) => (match, noneMatch) switch
    {
        ("", "") => new(null, null),
        ("", "*") => new(0, null),
        ("", _) => new(null, Problem.Invalid(NoneMatch, "must be * or left out")),
        (_, "") when EntityTag.TryRead(match, out var version) && version <= int.MaxValue => new((int)version, null),
        (_, "") => new(null, Problem.Invalid(Match, "must be one ETag, such as \"3\"")),
        _ => new(null, Problem.Invalid(NoneMatch, "must not be given together with If-Match")),
    };

    /// <summary>The version that headers and body agree on.</summary>
    /// <param name="inBody">What the body says.</param>
    /// <returns>The version, or the problem when they say different ones.</returns>
    public (int? Version, Problem? Problem) With(int? inBody) => Version is not null && inBody is not null && Version != inBody
        ? (null, Problem.Invalid("expected_version", "must be what the header says, or be left out"))
        : (Version ?? inBody, null);

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new DocumentedHeader(
            Match, "The ETag of an earlier answer: the version that was read. The command is carried out only if that is still the current one; else 409.", "\"3\""));
        if (builder.Metadata.OfType<HttpMethodMetadata>().Any(methods => methods.HttpMethods.Contains(HttpMethods.Put)))
        {
            builder.Metadata.Add(new DocumentedHeader(NoneMatch, "It must not be there yet; else 409.", "*"));
        }
    }
}
